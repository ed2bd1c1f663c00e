"""People as vCards, version 3.0 (RFC 2426) and 4.0 (RFC 6350), of which `importers.vcards` reads what was written.

Lines are put together here: a card as one of vobject's objects would take ten times as long, and it writes no 4.0.
What has no property of the standards is X-MENTORHUB-…, which other software leaves alone.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from vobject.base import backslashEscape

from mentorhub.workspace.exporters.folding import folded_before_words
from mentorhub.workspace.rules.cards import Card, CardVersion
from mentorhub.workspace.rules.details import Address, Details, PartialDate, Precision

# Labels that the standards have types for; any other stands beside its value, as Apple's address book writes it.
_PLACES = {"home": "home", "work": "work"}
_KINDS = {"mobile": "cell", "fax": "fax", "pager": "pager"}
_PHONES = {
    **_PLACES,
    **_KINDS,
    **{f"{at} {kind}": f"{at},{type_}" for at in _PLACES for kind, type_ in _KINDS.items()},
}
_NOTHING: Mapping[str, str] = {}
_OWN = {  # texts that only a notebook has
    "occasion": "X-MENTORHUB-OCCASION",
    "met_how": "X-MENTORHUB-MET-HOW",
    "met_through": "X-MENTORHUB-MET-THROUGH",
    "purpose": "X-MENTORHUB-PURPOSE",
    "source_note": "X-MENTORHUB-SOURCE",
}
_MET = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}  # characters of YYYY-MM-DD
_ITEM = re.compile(r"item(\d{1,9})\.", re.IGNORECASE)


def vcard_pieces(
    cards: Iterable[Card], *, version: CardVersion = CardVersion.THREE
) -> Iterator[bytes]:
    """One card after the other, folded and escaped. UTF-8."""
    for card in cards:
        lines = _Lines(version, card)
        _put_names(lines, card.details)
        _put_reach(lines, card.details)
        _put_work(lines, card.details)
        _put_days(lines, card.details)
        _put_own(lines, card.details)
        lines.texts("CATEGORIES", card.tags, between=",")
        lines.photo(card.photo)
        lines.found += card.lines
        # Last, since a reader that is kind to unfolded notes may take what comes after for more of it.
        lines.text("NOTE", card.details.remember)
        yield lines.written()


class _Lines:
    """The lines of one card, not folded yet. Items are numbered past those that stand in its unknown lines."""

    def __init__(self, version: CardVersion, card: Card) -> None:
        self.is_four = version is CardVersion.FOUR
        self.found = ["BEGIN:VCARD", f"VERSION:{version}", self._uid(card.uid)]
        used = (found for line in card.lines if (found := _ITEM.match(line)))
        self._item = max((int(found[1]) for found in used), default=0)

    def text(self, name: str, value: str, params: str = "") -> None:
        """A property of one text; nothing where there is none."""
        if value:
            self.found.append(f"{name}{params}:{_escaped(value)}")

    def texts(self, name: str, values: Iterable[str], *, between: str, params: str = "") -> None:
        """A property of several: parts between semicolons, or a list between commas."""
        written = [_escaped(value) for value in values]
        if any(written):
            self.found.append(f"{name}{params}:{between.join(written)}")

    def labelled(
        self, name: str, value: str, label: str, *, types: Mapping[str, str], params: str = ""
    ) -> None:
        """A property (its value escaped) with what its owner calls it."""
        if not label:
            self.found.append(f"{name}{params}:{value}")
        elif label in types:
            self.found.append(f"{name};TYPE={types[label]}{params}:{value}")
        else:
            item = self.item()
            self.found += [
                f"{item}.{name}{_own_label(label)}{params}:{value}",
                f"{item}.X-ABLabel:{_escaped(label)}",
            ]

    def item(self) -> str:
        """A group of its own, for lines that belong together."""
        self._item += 1
        return f"item{self._item}"

    def day(self, on: PartialDate) -> tuple[str, str]:
        """Parameters and value; without a year as Apple writes it, who has most of the readers of 3.0."""
        if self.is_four:
            return "", f"--{on.month:02}{on.day:02}" if on.year is None else on.iso.replace("-", "")
        if on.year is None:
            return ";X-APPLE-OMIT-YEAR=1604", f"1604-{on.month:02}-{on.day:02}"
        return "", on.iso

    def photo(self, jpeg: bytes) -> None:
        """The picture, if there is one."""
        if jpeg:
            head = (
                "PHOTO:data:image/jpeg;base64," if self.is_four else "PHOTO;ENCODING=b;TYPE=JPEG:"
            )
            self.found.append(head + b64encode(jpeg).decode())

    def written(self) -> bytes:
        """The card's bytes."""
        lines = map(folded_before_words, self.found)
        return b"\r\n".join([*lines, b"END:VCARD", b""])

    def _uid(self, uid: str) -> str:
        if not self.is_four:
            return f"UID:{_escaped(uid)}"
        return f"UID:urn:uuid:{uid}" if _is_uuid(uid) else f"UID;VALUE=text:{_escaped(uid)}"


def _put_names(lines: _Lines, details: Details) -> None:
    lines.found.append(f"FN:{_escaped(details.name)}")
    parts = (details.family_name, details.given_name, details.additional_name)
    if any((*parts, details.prefix, details.suffix)):
        lines.texts("N", (*parts, details.prefix, details.suffix), between=";")
    elif not lines.is_four:
        # 3.0 asks for one, and phones show it. Which word is the family's, only its owner knows.
        lines.texts("N", ("", details.name, "", "", ""), between=";", params=";X-MENTORHUB-WHOLE=1")
    lines.text("NICKNAME", details.nickname)
    lines.text("X-PHONETIC-FIRST-NAME", details.pronunciation)


def _put_reach(lines: _Lines, details: Details) -> None:
    for email in details.emails:
        lines.labelled("EMAIL", _escaped(email.value), email.label, types=_PLACES)
    for phone in details.phones:
        lines.labelled("TEL", _escaped(phone.value), phone.label, types=_PHONES)
    for link in details.links:
        lines.labelled("URL", _escaped(link.value), link.label, types=_PLACES)
    for address in details.addresses:
        _put_address(lines, address)


def _put_address(lines: _Lines, one: Address) -> None:
    """Of one that is known only as a whole, that stands for the street as well: few read the label."""
    parts = (one.po_box, one.extended, one.street, one.city, one.region, one.postal_code)
    if one.formatted and not any((*parts, one.country)):
        parts = ("", "", one.formatted, "", "", "")
    envelope = one.formatted.replace("\\", "\\\\").replace("\n", "\\n")
    params = f";LABEL={_quoted(envelope)}" if envelope else ""
    value = ";".join(map(_escaped, (*parts, one.country)))
    lines.labelled("ADR", value, one.label, types=_PLACES, params=params)


def _put_work(lines: _Lines, details: Details) -> None:
    """Of several organisations each stands in a group with its title."""
    for one in details.affiliations:
        group = f"{lines.item()}." if len(details.affiliations) > 1 else ""
        since = f";X-MENTORHUB-SINCE={one.since}" if one.since else ""
        until = f";X-MENTORHUB-UNTIL={one.until}" if one.until else ""
        names = (one.organization, one.department) if one.department else (one.organization,)
        lines.texts(f"{group}ORG", names, between=";", params=since + until)
        lines.text(f"{group}TITLE", one.title)
    is_title = not details.affiliations
    lines.text("TITLE" if is_title else "X-MENTORHUB-HEADLINE", details.headline)


def _put_days(lines: _Lines, details: Details) -> None:
    if details.birthday:
        params, value = lines.day(details.birthday)
        lines.text("BDAY", value, params)
    has_anniversary = not lines.is_four  # which 4.0 has a property for, once
    for event in details.events:
        params, value = lines.day(event.on)
        if event.label == "anniversary" and not has_anniversary:
            has_anniversary = True
            lines.text("ANNIVERSARY", value, params)
        else:
            lines.labelled("X-ABDATE", value, event.label, types=_NOTHING, params=params)


def _put_own(lines: _Lines, details: Details) -> None:
    for name, property_ in _OWN.items():
        lines.text(property_, getattr(details, name))
    if details.met_on:
        known = details.met_on.isoformat()[: _MET[details.met_precision]]
        lines.text("X-MENTORHUB-MET-ON", known)
    for custom in details.customs:
        lines.text("X-MENTORHUB-FIELD", custom.value, _own_label(custom.label))


def _escaped(text: str) -> str:
    return str(backslashEscape(text))


def _quoted(text: str) -> str:
    """A parameter's value, with any character in it (RFC 6868)."""
    return '"' + text.replace("^", "^^").replace('"', "^'").replace("\n", "^n") + '"'


def _own_label(label: str) -> str:
    """The label as it is written here, since readers of X-ABLabel fold case and words of their own."""
    return f";X-MENTORHUB-LABEL={_quoted(label)}"


def _is_uuid(uid: str) -> bool:
    try:
        return str(UUID(uid)) == uid.lower()
    except ValueError:
        return False
