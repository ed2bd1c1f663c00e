"""What cells hold, where no header says it: emails, numbers, links, days, names."""

import re
from collections.abc import Sequence

from mentorhub.workspace.importers import dates
from mentorhub.workspace.importers.columns import Column, Field

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)?linkedin\.com/\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\/-]{6,}(?:\s*(?:x|ext\.?)\s*\d+)?")
_NAME = re.compile(r"(?:[^\W\d_]|['’.\- ])+")
VALUE_MAX, _NAME_MAX = 300, 60  # characters
_MOST = 0.8  # of the values there are


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
    """Columns whose names are not known take what their values are. In a table with a known header only a link's,
    email's or the one column of days; in any other, also a number's, and the first of names is the name."""
    values = [
        [cells[at] for cells in rows if cells and at < len(cells)] for at in range(len(found))
    ]
    taken = {column.field for column in found}
    settled = []
    for column, cells in zip(found, values, strict=True):
        kind = (
            of(cells) if column.field in {Field.CUSTOM, Field.IGNORE} and not column.group else None
        )
        is_new = kind is not None and kind not in taken
        if column.field is Field.IGNORE and is_header_known:
            is_new = False
        is_sure = kind in {Field.EMAIL, Field.LINK} or (
            kind is Field.MET_ON and Field.MET_ON not in taken
        )
        settled.append(
            Column(kind) if kind and is_new and (is_sure or not is_header_known) else column
        )
        taken.add(settled[-1].field)
    if not taken & {Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME}:
        for at, column in enumerate(settled):
            if column.field in {Field.CUSTOM, Field.IGNORE} and _are_names(values[at]):
                settled[at] = Column(Field.NAME)
                break
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


def _are_names(values: Sequence[str]) -> bool:
    filled = [value for cell in values if (value := cell.strip())]
    short = [value for value in filled if len(value) <= _NAME_MAX and _NAME.fullmatch(value)]
    return bool(filled) and len(short) >= len(filled) * _MOST
