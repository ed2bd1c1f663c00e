"""What cells hold, where no header says it: emails, numbers, links, days, names."""

import re
from collections.abc import Sequence

from mentorhub.workspace.importers import dates
from mentorhub.workspace.importers.columns import Column, Field

# Possessive, so that a cell of any content is looked at once.
_EMAIL = re.compile(r"[^\s@,;<>]++@(?:[^\s@,;<>.]++\.)++[^\s@,;<>.]++")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)?linkedin\.com/\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\/-]{6,}+(?:(?:x|ext\.?)\s*+\d++)?")
_NAME = re.compile(r"[^\d@:/\\<>{}|=+*#]+")
_PROFILE = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.com/in/\S+", re.IGNORECASE)
VALUE_MAX, _NAME_MAX = 300, 60  # characters
_MOST = 0.8  # of the values there are
# Connections.csv in the order it has in every language.
_CONNECTIONS = (
    *(Field.GIVEN_NAME, Field.FAMILY_NAME, Field.LINK, Field.EMAIL),
    *(Field.ORGANIZATION, Field.TITLE, Field.MET_ON),
)


def of(values: Sequence[str]) -> Field | None:
    """What nearly all of a column's values are, None if they are anything."""
    filled = [value for cell in values if (value := cell.strip())]
    if not filled or max(map(len, filled)) > VALUE_MAX:
        return None
    for field, test in ((Field.EMAIL, _EMAIL), (Field.LINK, _LINK)):
        if _share(filled, test) >= _MOST:
            return field
    if sum(1 for value in filled if dates.parts(value)) >= len(filled) * _MOST:
        return Field.MET_ON
    is_phone = _share(filled, _PHONE) >= _MOST and any(
        sum(map(str.isdigit, value)) > 6 for value in filled
    )
    return Field.PHONE if is_phone else None


def completed(
    found: list[Column], rows: Sequence[list[str] | None], *, is_header_known: bool
) -> list[Column]:
    """Columns whose names are not known take what their values are: emails or links; without a known header also
    numbers, and the first of names is the name. What a day is for, its values do not tell, but for LinkedIn's."""
    values = [
        [cells[at] for cells in rows if cells and at < len(cells)] for at in range(len(found))
    ]
    if _are_connections(values):
        return [Column(field) for field in _CONNECTIONS]
    unknown = {Field.CUSTOM} if is_header_known else {Field.CUSTOM, Field.IGNORE}
    sure = {Field.EMAIL, Field.LINK} if is_header_known else {Field.EMAIL, Field.LINK, Field.PHONE}
    settled = list(found)
    for at, column in enumerate(found):
        if column.field in unknown and not column.group:
            kind = of(values[at])
            if kind in sure and kind not in {one.field for one in settled}:
                settled[at] = Column(kind)
    if {Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME}.isdisjoint(one.field for one in settled):
        names = [
            at for at, one in enumerate(settled) if one.field in unknown and _are_names(values[at])
        ]
        for first in names[:1]:
            settled[first] = Column(Field.NAME)
    return settled


def is_person(cells: Sequence[str]) -> bool:
    """Whether a row holds what only a person has, rather than names of columns."""
    short = [cell for cell in cells if len(cell) <= VALUE_MAX]
    tests = (_EMAIL, _LINK, _PHONE)
    return any(test.fullmatch(cell) for cell in short for test in tests) or any(
        map(dates.parts, short)
    )


def is_table(rows: Sequence[list[str] | None]) -> bool:
    """Whether rows under an unknown header can be people: somebody can be reached, or all are cut alike."""
    filled = [cells for cells in rows if cells]
    short = (value for cells in filled for cell in cells if len(value := cell.strip()) <= VALUE_MAX)
    if any(_EMAIL.fullmatch(value) or _LINK.fullmatch(value) for value in short):
        return True
    widths = {len(cells) for cells in filled}
    return len(filled) > 1 and len(widths) == 1 and min(widths) > 1


def _share(values: Sequence[str], test: re.Pattern[str]) -> float:
    return sum(1 for value in values if test.fullmatch(value)) / len(values)


def _are_connections(values: Sequence[Sequence[str]]) -> bool:
    """LinkedIn's seven columns under whatever names: a profile in the third, a day in the last."""
    if len(values) != len(_CONNECTIONS):
        return False
    profiles = [value for cell in values[2] if (value := cell.strip())]
    is_profile = bool(profiles) and all(
        len(one) <= VALUE_MAX and _PROFILE.fullmatch(one) for one in profiles
    )
    return is_profile and of(values[-1]) is Field.MET_ON


def _are_names(values: Sequence[str]) -> bool:
    filled = [value for cell in values if (value := cell.strip())]
    short = [value for value in filled if len(value) <= _NAME_MAX and _NAME.fullmatch(value)]
    return len(short) >= len(filled) * _MOST and any(
        char.isalpha() for value in short for char in value
    )
