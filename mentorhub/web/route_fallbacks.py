"""Addresses that are nearly right: one that only takes a form leads to its page, one with a slash too many off it."""

from collections.abc import Mapping

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect, Rule
from werkzeug.wrappers import Response

from mentorhub.foundation.config import extension_or_new
from mentorhub.web import addresses
from mentorhub.web.api import problems

READING = frozenset({"GET", "HEAD"})
ONLY_MACHINES = frozenset({"payments.receive_event"})  # no person stands there
# Where the form stands, for each that does not stand on the nearest page above its own address:
ELSEWHERE: Mapping[str, str] = {
    "accounts.remove_authenticator": "accounts.list_factors",
    "accounts.publish_photo": "accounts.show_account",
    "accounts.remove_photo": "accounts.show_account",
    "accounts.resend_invitation": "accounts.list_members",
    "accounts.withdraw_invitation": "accounts.list_members",
    "accounts.withdraw_photo": "accounts.show_account",
    "enrolment.create_rehearsal": "enrolment.show_rehearsal",
    "operations.try_mail_again": "operations.show_overview",
    "payments.choose_connection": "accounts.change_payments",
    "payments.end_connection": "accounts.change_payments",
    "payments.unchoose_connection": "accounts.change_payments",
    "programs.archive_program": "programs.list_programs",
    "programs.create_price": "programs.new_price",
    "programs.duplicate_program": "programs.list_programs",
    "programs.end_window": "programs.edit_cohort",
    "programs.move_intake_question": "programs.list_intake_questions",
    "programs.move_question": "programs.list_questions",
    "programs.move_window": "programs.edit_cohort",
    "programs.remove_intake_question": "programs.list_intake_questions",
    "programs.remove_question": "programs.list_questions",
    "programs.remove_reply": "programs.list_replies",
    "programs.remove_share_image": "programs.edit_program",
    "programs.set_share_image": "programs.edit_program",
    "programs.take_back_program": "programs.publish_program_page",
    "programs.unarchive_program": "programs.list_programs",
    "programs.update_cohort": "programs.edit_cohort",
    "programs.update_program": "programs.edit_program",
    "reviews.create_check_in": "reviews.show_week",
    "reviews.read_review": "reviews.show_week",
    "reviews.save_check_in": "reviews.show_past_week",  # which leads from a draft to its week
    "reviews.submit_check_in": "reviews.show_past_week",
    "workspace.create_pause": "workspace.show_rhythm",
    "workspace.create_people": "workspace.today",
    "workspace.remove_photo": "workspace.edit_person",
    "workspace.set_photo": "workspace.edit_person",
    "workspace.share_note": "workspace.list_people",
}


def is_for_machines(rule: Rule) -> bool:
    """Whether no person opens it by mistake."""
    return rule.endpoint in ONLY_MACHINES or rule.rule.startswith(f"{problems.PLACE}/")


def led_on() -> Response | None:
    """Where this request, which nothing answers, was meant to go; None where that is nowhere.

    A form's own address is opened again by a reload, a bookmark or "back" after its answer stood there.
    """
    adapter = current_app.create_url_adapter(request)
    if adapter is None or addresses.has_nul() or problems.is_api():
        return None
    if request.routing_exception is not None and request.path.endswith("/"):
        return _without_slash(adapter)
    return _to_its_page(adapter) if request.method in READING else None


def page_of(rule: Rule) -> str | None:
    """The endpoint of the page that leads to this POST's form; None for what no person opens."""
    return _pages().get(rule.endpoint)


def _to_its_page(adapter: MapAdapter) -> Response | None:
    try:
        rule, values = adapter.match(method="POST", return_rule=True)
    except (HTTPException, RequestRedirect):
        return None
    page = page_of(rule)
    if page is None:
        return None
    wanted = {name for one in current_app.url_map.iter_rules(page) for name in one.arguments}
    return redirect(url_for(page, **{name: values[name] for name in wanted & set(values)}), 303)


def _without_slash(adapter: MapAdapter) -> Response | None:
    path = request.path.rstrip("/")
    methods = adapter.allowed_methods(path)
    if not path or not methods:
        return None
    method = request.method if request.method in methods else next(iter(methods))
    try:
        endpoint, values = adapter.match(path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    asked = request.query_string.decode("latin-1")
    return redirect(adapter.build(endpoint, values, method=method) + (asked and f"?{asked}"), 308)


def _pages() -> dict[str, str]:
    return extension_or_new("pages_of_forms", lambda: _found(current_app))


def _found(app: Flask) -> dict[str, str]:
    """Each endpoint that has no GET, with the page where its form stands."""
    read = {
        rule.rule: rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }
    return {
        rule.endpoint: ELSEWHERE.get(rule.endpoint) or _above(rule.rule, read)
        for rule in app.url_map.iter_rules()
        if rule.rule not in read and not is_for_machines(rule)
    }


def _above(address: str, read: Mapping[str, str]) -> str:
    while address:
        address = address.rpartition("/")[0]
        if (address or "/") in read:
            return read[address or "/"]
    raise AssertionError("there is always a first page")
