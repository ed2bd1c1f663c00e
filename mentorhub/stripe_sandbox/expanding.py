"""`expand[]`: puts whole objects where their ids stand (https://docs.stripe.com/api/expanding_objects)."""

from typing import Any

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ParameterError
from mentorhub.stripe_sandbox.listing import as_list
from mentorhub.stripe_sandbox.store import Doc

KINDS = {
    ("checkout.session", "customer"): "customer",
    ("checkout.session", "payment_intent"): "payment_intent",
    ("payment_intent", "customer"): "customer",
    ("payment_intent", "latest_charge"): "charge",
    ("payment_intent", "payment_method"): "payment_method",
    ("charge", "customer"): "customer",
    ("charge", "payment_intent"): "payment_intent",
    ("refund", "charge"): "charge",
    ("refund", "payment_intent"): "payment_intent",
    ("dispute", "charge"): "charge",
    ("dispute", "payment_intent"): "payment_intent",
    ("payment_method", "customer"): "customer",
}
DEEPEST = 4


def expand(call: Call, doc: Doc, paths: list[str]) -> Doc:
    """Return the answer with every path of `paths` expanded; refuses what cannot be."""
    for path in paths:
        names = path.split(".")
        if len(names) > DEEPEST:
            raise ParameterError(
                f"You cannot expand more than {DEEPEST} levels of a property.", param="expand"
            )
        _expand(call, doc, names=names, path=path)
    return doc


def _expand(call: Call, doc: Any, *, names: list[str], path: str) -> None:
    if isinstance(doc, list):
        for item in doc:
            _expand(call, item, names=names, path=path)
        return
    if not names or not isinstance(doc, dict):
        return
    name, rest = names[0], names[1:]
    is_list = doc.get("object") == "list" and name == "data"
    if not is_list:
        doc[name] = _expanded(call, doc, name=name, path=path)
    _expand(call, doc[name], names=rest, path=path)


def _expanded(call: Call, doc: Doc, *, name: str, path: str) -> Any:
    place = (str(doc.get("object")), name)
    if place == ("checkout.session", "line_items"):
        url = f"/v1/checkout/sessions/{doc['id']}/line_items"
        return as_list(doc["_private"]["line_items"], url=url)
    if place == ("charge", "refunds"):
        newest_first = call.store.children("refund", doc["id"])[::-1]
        return as_list(newest_first, url=f"/v1/charges/{doc['id']}/refunds")
    if place not in KINDS:
        raise ParameterError(f"This property cannot be expanded ({path}).", param="expand")
    value = doc[name]
    return call.find(KINDS[place], value) if isinstance(value, str) else value
