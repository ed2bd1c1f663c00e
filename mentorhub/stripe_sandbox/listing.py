"""Lists with cursors, newest first (https://docs.stripe.com/api/pagination)."""

from collections.abc import Mapping
from typing import Any

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.params import at_most_one
from mentorhub.stripe_sandbox.store import Doc

COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def listed(
    call: Call,
    kind: str,
    params: Mapping[str, Any],
    *,
    url: str,
    equal: Mapping[str, Any] | None = None,
    where: Mapping[str, Any] | None = None,
) -> Doc:
    """Return a page of the account's objects of that kind.

    `equal` maps a field of the object to the value it must have (None: any); `where` maps further
    SQL conditions to their values; `created`, `limit` and the cursors come from `params`.
    """
    at_most_one(params, ("starting_after", "ending_before"))
    conditions = dict(where or {})
    for field, value in (equal or {}).items():
        if value is not None:
            conditions[f"json_extract(doc, '$.{field}') = ?"] = value
    for name, value in params.get("created", {}).items():
        conditions[f"json_extract(doc, '$.created') {COMPARISONS[name]} ?"] = value
    limit = params.get("limit", 10)
    backwards = "ending_before" in params
    window = "ORDER BY seq ASC" if backwards else "ORDER BY seq DESC"
    for name, sign in (("starting_after", "<"), ("ending_before", ">")):
        if name in params:
            conditions[f"seq {sign} ?"] = _place(call, kind, params[name], param=name)
    docs = call.store.page(
        kind, account=call.account, where=conditions, window=window, limit=limit + 1
    )
    data = docs[:limit][::-1] if backwards else docs[:limit]
    return as_list(data, url=url, has_more=len(docs) > limit)


def as_list(data: list[Doc], *, url: str, has_more: bool = False) -> Doc:
    """Return Stripe's list object around the data."""
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def _place(call: Call, kind: str, object_id: str, *, param: str) -> int:
    place = call.store.sequence(object_id, account=call.account, kind=kind)
    if place is None:
        raise ParameterError(f"No such {kind}: '{object_id}'", code="resource_missing", param=param)
    return place
