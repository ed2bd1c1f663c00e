"""Rows of a table as records, by what its columns mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mentorhub.foundation.cells import unguarded
from mentorhub.workspace.importers import cleaning, labels, records
from mentorhub.workspace.importers.columns import Column, Field
from mentorhub.workspace.importers.dates import known_day, partial_date
from mentorhub.workspace.importers.drafts import Draft
from mentorhub.workspace.importers.records import SEVERAL_MAX, Record

_BETWEEN = " ::: "  # Google's several values in one cell
_SIMPLE = frozenset(
    map(
        Field,
        "name given_name additional_name family_name prefix suffix nickname uid occasion".split(),
    )
)
_JOB = {
    field: at
    for at, field in enumerate(map(Field, "organization title department since until".split()))
}
_PLACE = frozenset(
    map(Field, "address street extended po_box city region postal_code country".split())
)
_LABELLED: dict[Field, Callable[[Draft, str, str], None]] = {
    Field.EMAIL: Draft.email,
    Field.PHONE: Draft.phone,
    Field.LINK: Draft.link,
    Field.NOTE: lambda draft, text, _label: draft.note(text),
    Field.CUSTOM: lambda draft, text, label: draft.custom(label, text),
}
_BIRTH = (Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY)


@dataclass(slots=True)
class _Groups:
    """Cells of one row that belong together, by their column's group."""

    labels: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, dict[Field, list[str]]] = field(default_factory=dict)
    place_labels: dict[str, str] = field(default_factory=dict)
    birth: dict[Field, str] = field(default_factory=dict)


class Rows:
    """Reads rows whose cells stand in these columns; `day_first` says how 4/5/2020 is meant.

    In a notebook's own table (`is_own`) labels are as they were typed, and a cell holds one value.
    """

    def __init__(self, columns: Sequence[Column], *, day_first: bool, is_own: bool = False) -> None:
        used = [one for one in enumerate(columns) if one[1].field is not Field.IGNORE]
        self._labels = [one for one in used if one[1].field is Field.LABEL]
        self._values = [one for one in used if one[1].field is not Field.LABEL]
        self._width = len(columns)
        self._day_first = day_first
        self._is_own = is_own
        self._label = cleaning.label if is_own else labels.own

    def record(self, cells: Sequence[str], row: int) -> Record:
        """The record of one row. Cells that are missing are empty; what stands beyond the last column is kept."""
        draft, groups = Draft(), _Groups()
        if self._is_own:
            cells = list(map(unguarded, cells))
        for at, column in self._labels:
            if at < len(cells) and cells[at]:
                groups.labels[column.group] = cells[at]
        for at, column in self._values:
            if at < len(cells) and (text := cells[at].strip()):
                self._put(draft, groups, column, text)
        for text in cells[self._width : self._width + SEVERAL_MAX]:
            draft.custom("other", text)
        self._finish(draft, groups)
        return draft.record(row)

    def _put(self, draft: Draft, groups: _Groups, column: Column, text: str) -> None:
        kind = column.field
        if kind in _SIMPLE:
            if not getattr(draft, kind.value):
                setattr(draft, kind.value, text)
        elif kind in _JOB:
            groups.jobs.setdefault(column.group, [""] * len(_JOB))[_JOB[kind]] = text
        elif kind in _PLACE:
            groups.places.setdefault(column.group, {}).setdefault(kind, []).append(text)
            groups.place_labels[column.group] = column.label
        elif kind in _BIRTH:
            groups.birth[kind] = text
        else:
            given = self._several(groups.labels.get(column.group, ""))
            for at, value in enumerate(self._several(text)):
                own = self._label(given[min(at, len(given) - 1)]) if given[0] else ""
                self._put_value(draft, kind, value, own or column.label)

    def _several(self, text: str) -> list[str]:
        return [text] if self._is_own else text.split(_BETWEEN)

    def _put_value(self, draft: Draft, kind: Field, text: str, label: str) -> None:
        if kind in _LABELLED:
            _LABELLED[kind](draft, text, label)
        elif kind is Field.MET_ON:
            self._met(draft, text)
        elif kind is Field.BIRTHDAY:
            draft.born(text, day_first=self._day_first)
        elif kind is Field.EVENT:
            draft.event(label or "other", text, day_first=self._day_first)
        elif kind is Field.PRONUNCIATION:
            draft.pronunciation = f"{draft.pronunciation} {text}".strip()
        elif kind.value in records.ABOUT_MAX:
            draft.say(kind.value, text)
        else:  # tags
            for tag in text.split(";" if ";" in text and not self._is_own else ","):
                draft.tag(tag)

    def _met(self, draft: Draft, text: str) -> None:
        known = known_day(text)
        if known and draft.met_on is None:
            draft.met_on, draft.met_precision = known
            return
        found = partial_date(text, day_first=self._day_first)
        if found and found.year and draft.met_on is None:
            draft.met_on = found.date
        elif not found or not found.year:
            draft.custom("met on", text)

    def _finish(self, draft: Draft, groups: _Groups) -> None:
        for job in groups.jobs.values():
            since, until = (text if known_day(text) else "" for text in job[3:])
            draft.affiliation(*job[:3], since, until)
        for group, parts in groups.places.items():
            label = self._label(groups.labels.get(group, "")) or groups.place_labels[group]
            whole = parts.pop(Field.ADDRESS, [])
            if whole and parts and Field.STREET not in parts and not self._is_own:
                parts[Field.STREET], whole = whole, []
            lines = {part.value: "\n".join(texts) for part, texts in parts.items()}
            draft.address(label, **lines, formatted="\n".join(whole))
        draft.born_in_parts(*(groups.birth.get(part, "") for part in _BIRTH))
