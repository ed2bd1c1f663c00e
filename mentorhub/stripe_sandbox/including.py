"""`include`: what an answer of v2 holds only if it is asked for, and is null otherwise.

https://docs.stripe.com/api-includable-response-values
"""

from mentorhub.stripe_sandbox.store import Doc

ACCOUNT = (
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
)
DESTINATION = ("webhook_endpoint.url",)
NEW_DESTINATION = ("webhook_endpoint.signing_secret", *DESTINATION)
INCLUDABLE = {"v2.core.account": ACCOUNT, "v2.core.event_destination": NEW_DESTINATION}


def include(doc: Doc, names: list[str]) -> Doc:
    """Return the answer, a list's too, with null where something includable is not among `names`."""
    if "data" in doc and isinstance(doc["data"], list):
        return {**doc, "data": [include(item, names) for item in doc["data"]]}
    shown = dict(doc)
    for name in INCLUDABLE.get(str(doc.get("object")), ()):
        outer, _, inner = name.partition(".")
        if name in names or shown.get(outer) is None:
            continue
        shown[outer] = {**shown[outer], inner: None} if inner else None
    if "configuration" in shown and not any(name.startswith("configuration.") for name in names):
        shown["configuration"] = None
    return shown
