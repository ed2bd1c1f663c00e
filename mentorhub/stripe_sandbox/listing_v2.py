"""Lists of v2: each page names the address of the next (https://docs.stripe.com/api-v2-overview#list-pagination)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.store import Doc

PER_PAGE = 20


def listed(
    call: Call, kind: str, params: Mapping[str, Any], *, url: str, where: Mapping[str, Any]
) -> Doc:
    """Return a page of the platform's objects of that kind, newest first.

    `where` maps SQL conditions to their values. `limit` and `page` come from `params`, which the address of the
    next page repeats.
    """
    limit, conditions = int(params.get("limit", PER_PAGE)), dict(where)
    if "page" in params:
        conditions["seq < ?"] = _place(params["page"])
    docs = call.store.page(
        kind,
        account=call.account,
        where=conditions,
        window="ORDER BY seq DESC",
        limit=limit + 1,
    )
    data = docs[:limit]
    if len(docs) <= limit:
        return {"data": data, "next_page_url": None}
    last = call.store.sequence(data[-1]["id"], account=call.account, kind=kind)
    return {"data": data, "next_page_url": f"{url}?{_query({**params, 'page': f'page_{last}'})}"}


def _place(page: Any) -> int:
    number = str(page).removeprefix("page_")
    if not number.isdecimal() or len(number) > 18:
        raise ParameterError("This page does not exist; begin at the first one.", param="page")
    return int(number)


def _query(params: Mapping[str, Any]) -> str:
    return urlencode(list(_pairs(params)))


def _pairs(params: Mapping[str, Any], *, inside: str = "") -> list[tuple[str, str]]:
    """The parameters as they stand in an address: lists and objects with brackets."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        key = f"{inside}[{name}]" if inside else str(name)
        if isinstance(value, list):
            pairs += _pairs({str(place): item for place, item in enumerate(value)}, inside=key)
        elif isinstance(value, Mapping):
            pairs += _pairs(value, inside=key)
        else:
            pairs.append((key, str(value).lower() if isinstance(value, bool) else str(value)))
    return pairs
