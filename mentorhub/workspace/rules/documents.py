"""Details of a person as plain values that JSON can hold, and back: what is kept beside the notebook's tables. Pure."""

import datetime as dt
from typing import Any

from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Details,
    Labelled,
    PartialDate,
    Precision,
)
from mentorhub.workspace.rules.rhythm import Tier

Document = dict[str, Any]
_NAMES = tuple(Details.__dataclass_fields__)


def document_of(details: Details) -> Document:
    """Plain values by the names of `Details`, what is empty left out."""
    found: Document = {}
    for name in _NAMES:
        value = getattr(details, name)
        if value is not None and value not in ("", ()):
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.value if isinstance(value, Tier | Precision) else value
    if isinstance(value, tuple):
        return [{part: _plain(each) for part, each in vars(one).items() if each} for one in value]
    if isinstance(value, PartialDate):
        return value.iso
    return value.isoformat() if isinstance(value, dt.date) else value


def details_from(document: Document) -> Details:
    """The details that such a document holds; what one of a later version may have besides is left out."""
    known = dict(document)
    many = {
        "emails": (Labelled, ("value", "label")),
        "phones": (Labelled, ("value", "label")),
        "links": (Labelled, ("value", "label")),
        "addresses": (Address, tuple(Address.__dataclass_fields__)),
        "affiliations": (Affiliation, tuple(Affiliation.__dataclass_fields__)),
        "customs": (Custom, ("label", "value")),
    }
    for name, (kind, parts) in many.items():
        known[name] = tuple(
            kind(**{part: one[part] for part in parts if part in one})
            for one in document.get(name, ())
        )
    known["events"] = tuple(
        DatedEvent(one["label"], on)
        for one in document.get("events", ())
        if (on := PartialDate.from_iso(one["on"]))
    )
    birthday, met_on = document.get("birthday"), document.get("met_on")
    known["birthday"] = PartialDate.from_iso(birthday) if birthday else None
    known["met_on"] = dt.date.fromisoformat(met_on) if met_on else None
    known["met_precision"] = Precision(document.get("met_precision", Precision.DAY))
    known["tier"] = Tier(document.get("tier", Tier.ACTIVE))
    fields = Details.__dataclass_fields__
    return Details(**{"name": ""} | {name: known[name] for name in fields if name in known})
