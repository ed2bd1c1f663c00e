"""Cards of vCard 2.1, 3.0 and 4.0, mixed in one file too, as records: what every dialect writes.

What Apple, Android, Evolution and others added to it is in `card_extensions.py`, our own in `card_notebook.py`.
"""

from collections.abc import Callable, Iterator

from mentorhub.workspace.importers import (
    card_extensions,
    card_notebook,
    card_values,
    charsets,
    cleaning,
    content_lines,
    labels,
)
from mentorhub.workspace.importers.card_parts import CardParts
from mentorhub.workspace.importers.columns import Field, columns
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.importers.content_lines import Card
from mentorhub.workspace.importers.records import Problem, Record
from mentorhub.workspace.importers.rows import Rows

# The file's own matter, or said by another property that is read.
_DROPPED = frozenset(
    "VERSION PRODID REV BEGIN END PROFILE X-ABLABEL X-ABADR X-PRODID X-MS-OL-DEFAULT-POSTAL-ADDRESS".split()
)
_NOT_PEOPLE = {
    "group": Problem.GROUP,
    "location": Problem.NOT_A_PERSON,
    "application": Problem.NOT_A_PERSON,
}
_NAMES = frozenset({Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME})


def records(data: bytes, *, told: str = "") -> Iterator[Record]:
    """A record for each card of a file, in its order; `told` is the charset that its owner chose, if any."""
    for row, card in enumerate(content_lines.cards(data), start=1):
        if card.is_too_long:
            yield Record(row, problem=Problem.TOO_LONG)
        else:
            found = _record(card, row, told)
            yield (
                (_described(card, row, told) or found)
                if found.problem is Problem.NAMELESS
                else found
            )


def _record(card: Card, row: int, told: str) -> Record:
    parts = CardParts(told=told)
    for line in card.lines:
        if line.name == "X-ABLABEL" and line.group:
            parts.labels[line.group] = labels.own(parts.text(line))
    problem = None if card.is_whole else Problem.CUT_OFF
    for line in card.lines:
        if line.name in {"KIND", "X-ADDRESSBOOKSERVER-KIND"}:
            kind = line.text().strip().casefold()
            problem = problem or _NOT_PEOPLE.get(kind)
            if kind == "individual":
                continue
        read = _READERS.get(line.name)
        if read:
            read(parts, line)
        elif line.name not in _DROPPED and line.value.strip():
            parts.keep(line)
    for line in card.lines:
        if line.name == "X-ABLABEL" and line.group and line.group in parts.kept:
            parts.keep(line)  # what a line that is kept is called
    return parts.finished().record(row, problem=problem)


def _described(card: Card, row: int, told: str) -> Record | None:
    """A card in words of its own ("First name:Ada"), as converters of tables write them: its lines as a row's cells."""
    text = charsets.text(card.block[: cleaning.TEXT_MAX], encoding=told)
    pairs = [line.partition(":") for line in text.splitlines()]
    found = columns([name for name, _colon, _value in pairs])
    if _NAMES.isdisjoint(column.field for column in found):
        return None
    record = Rows(found, day_first=False).record([value for _name, _colon, value in pairs], row)
    return None if record.problem else record


def _full_name(parts: CardParts, line: Line) -> None:
    parts.draft.name = parts.draft.name or card_values.unescaped(parts.text(line))


def _name(parts: CardParts, line: Line) -> None:
    if line.param("X-MENTORHUB-WHOLE"):
        return  # only what phones show
    family, given, additional, prefix, suffix = card_values.names(parts.text(line))
    draft = parts.draft
    if not (draft.family_name or draft.given_name):  # a second N is in another script or language
        draft.family_name, draft.given_name, draft.additional_name = family, given, additional
        draft.prefix, draft.suffix = prefix, suffix


def _nickname(parts: CardParts, line: Line) -> None:
    found = [parts.draft.nickname, *card_values.several(parts.text(line))]
    parts.draft.nickname = ", ".join(filter(None, found))


def _email(parts: CardParts, line: Line) -> None:
    parts.draft.email(card_values.unescaped(parts.text(line)), parts.label(line))


def _phone(parts: CardParts, line: Line) -> None:
    parts.draft.phone(card_values.unescaped(parts.text(line)), parts.label(line))


def _url(parts: CardParts, line: Line) -> None:
    parts.draft.link(card_values.unescaped(parts.text(line)), parts.label(line))


def _address(parts: CardParts, line: Line) -> None:
    found = [*card_values.components(parts.text(line)), *[""] * 7][:7]
    keys = ("po_box", "extended", "street", "city", "region", "postal_code", "country")
    envelope = card_values.unescaped(line.param("LABEL"))
    parts.addresses.append((parts.label(line), dict(zip(keys, found, strict=True)), envelope))


def _envelope(parts: CardParts, line: Line) -> None:
    parts.envelopes.append((parts.label(line), card_values.unescaped(parts.text(line))))


def _organization(parts: CardParts, line: Line) -> None:
    name, *units = [part.strip() for part in card_values.components(parts.text(line))]
    department = ", ".join(filter(None, units))
    parts.organizations.append((line.group, name, department, *card_notebook.dates(line)))


def _title(parts: CardParts, line: Line) -> None:
    parts.titles.append((line.group, card_values.unescaped(parts.text(line))))


def _role(parts: CardParts, line: Line) -> None:
    parts.roles.append((line.group, card_values.unescaped(parts.text(line))))


def _birthday(parts: CardParts, line: Line) -> None:
    parts.draft.born(card_extensions.day(parts, line))


def _anniversary(parts: CardParts, line: Line) -> None:
    parts.draft.event("anniversary", card_extensions.day(parts, line))


def _note(parts: CardParts, line: Line) -> None:
    parts.draft.note(card_values.unescaped(parts.text(line)))


def _categories(parts: CardParts, line: Line) -> None:
    for tag in card_values.several(parts.text(line)):
        parts.draft.tag(tag)


def _uid(parts: CardParts, line: Line) -> None:
    text = card_values.unescaped(parts.text(line)).strip().removeprefix("urn:uuid:")
    parts.draft.uid = parts.draft.uid or text


def _photo(parts: CardParts, line: Line) -> None:
    found = card_values.photo(line)
    if found is None:
        parts.keep(line)
    else:
        parts.draft.picture(found)


_PROPERTIES: dict[str, Callable[[CardParts, Line], None]] = {
    "FN": _full_name,
    "N": _name,
    "NICKNAME": _nickname,
    "EMAIL": _email,
    "TEL": _phone,
    "URL": _url,
    "ADR": _address,
    "LABEL": _envelope,
    "ORG": _organization,
    "TITLE": _title,
    "ROLE": _role,
    "BDAY": _birthday,
    "ANNIVERSARY": _anniversary,
    "NOTE": _note,
    "CATEGORIES": _categories,
    "UID": _uid,
    "PHOTO": _photo,
}
_READERS = {**card_notebook.PROPERTIES, **card_extensions.PROPERTIES, **_PROPERTIES}
