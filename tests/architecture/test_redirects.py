"""Every redirect leads to an address made here; the few that do not say whose word they follow, and who checked it."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules, named, parsed

MADE_HERE = ("url_for(", "destination()")  # `destination` follows no request off this site
# Whatever else stands in a redirect, where, and why it may:
KNOWN = {
    ("mentorhub/accounts/guards.py", "path"): "each caller's: url_for or destination",
    ("mentorhub/accounts/views/factors.py", "path"): "url_for or destination",
    ("mentorhub/accounts/views/invitations.py", "path"): "url_for",
    ("mentorhub/accounts/views/payments.py", "request.full_path.rstrip('?')"): "of one fixed route",
    (
        "mentorhub/enrolment/views/instalments.py",
        "checkouts.pay_instalment(enrolment_id)",
    ): "Stripe's",
    ("mentorhub/enrolment/views/checkouts.py", "_open_checkout(enrolment_id, form)"): "Stripe's",
    (
        "mentorhub/payments/views/connections.py",
        "_begun(practice.id, form.country.data) or _page(practice.public_id)",
    ): "Stripe's, or url_for",
    (
        "mentorhub/payments/views/connections.py",
        "_setup_page(own) or _page(own.practice)",
    ): "Stripe's, or url_for",
    ("mentorhub/payments/views/connections.py", "_page(own.practice)"): "url_for",
    ("mentorhub/enrolment/views/welcomes.py", "path"): "url_for",
    ("mentorhub/reviews/views/check_ins.py", "back"): "url_for",
    (
        "mentorhub/web/route_fallbacks.py",
        "adapter.build(endpoint, values, method=method) + (asked and f'?{asked}')",
    ): "an address of the map's own, with the query that was asked for",
}


def test_a_redirect_leads_to_an_address_made_here() -> None:
    unknown = [one for one in _targets() if not _is_made_here(one[1]) and one not in KNOWN]
    assert unknown == []


def test_each_exception_still_stands() -> None:
    assert set(KNOWN) - set(_targets()) == set()


def test_nothing_else_sets_where_an_answer_leads() -> None:
    setting = [
        named(path)
        for path in modules("mentorhub")
        if "stripe_sandbox" not in path.parts
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and node.value in {"Location", "HX-Redirect", "Refresh"}
    ]
    assert setting == []


def _is_made_here(target: str) -> bool:
    return target.startswith(MADE_HERE)


def _targets() -> Iterator[tuple[str, str]]:
    """(module, first argument) of each call of `redirect`; the sandbox stands for Stripe."""
    for path in modules("mentorhub"):
        if "stripe_sandbox" in path.parts:
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("redirect"):
                yield named(path), ast.unparse(node.args[0])
