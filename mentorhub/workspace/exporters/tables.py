"""People as a table (CSV) for spreadsheets, a row each, which `importers.tables` reads back as it was written.

Columns are called as Google's address book calls them, as far as it has a name for them; there are as many of a kind as
the person with most of it needs.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from tempfile import SpooledTemporaryFile

from mentorhub.foundation.cells import marked
from mentorhub.foundation.data_export import csv_pieces
from mentorhub.workspace.rules.cards import Card
from mentorhub.workspace.rules.details import Details, Precision

IN_MEMORY_BYTES = 4 * 1024 * 1024
_TEXTS = {  # columns of one text, by the names of `Details`
    "Name": "name",
    "First Name": "given_name",
    "Middle Name": "additional_name",
    "Last Name": "family_name",
    "Phonetic First Name": "pronunciation",
    "Name Prefix": "prefix",
    "Name Suffix": "suffix",
    "Nickname": "nickname",
    "What they do": "headline",
    "Occasion": "occasion",
    "How you met": "met_how",
    "Met through": "met_through",
    "Why stay in touch": "purpose",
    "Source of details": "source_note",
    "Notes": "remember",
}
_ONCE = ("MentorHub ID", *_TEXTS, "Met on", "Birthday", "Labels")
_MET = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}  # characters of YYYY-MM-DD


@dataclass(frozen=True)
class _Several:
    """Columns of which there are as many as needed: "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label" …

    Those of the first have no number where Google gives them none: "Organization Name".
    """

    kind: str
    field: str
    parts: Mapping[str, str]  # the last words of a column, and what it holds
    is_first_plain: bool = False

    def cells(self, details: Details) -> Iterator[tuple[str, str]]:
        """The names of columns and their texts for one person."""
        for at, one in enumerate(getattr(details, self.field), start=1):
            for part, name in self.parts.items():
                value = getattr(one, name)
                yield self._column(at, part), value if isinstance(value, str) else value.iso

    def columns(self, most: int) -> list[str]:
        """The names of the columns where the richest has so many."""
        return [self._column(at, part) for at in range(1, most + 1) for part in self.parts]

    def _column(self, at: int, part: str) -> str:
        is_plain = at == 1 and self.is_first_plain
        return f"{self.kind} {part}" if is_plain else f"{self.kind} {at} - {part}"


_LABELLED = {"Label": "label", "Value": "value"}
_SEVERAL = (
    _Several("E-mail", "emails", _LABELLED),
    _Several("Phone", "phones", _LABELLED),
    _Several("Website", "links", _LABELLED),
    _Several(
        "Organization",
        "affiliations",
        {
            **{"Name": "organization", "Title": "title", "Department": "department"},
            **{"Since": "since", "Until": "until"},
        },
        is_first_plain=True,
    ),
    _Several(
        "Address",
        "addresses",
        {
            **{"Label": "label", "Formatted": "formatted", "Street": "street", "City": "city"},
            **{"PO Box": "po_box", "Region": "region", "Postal Code": "postal_code"},
            **{"Country": "country", "Extended Address": "extended"},
        },
    ),
    _Several("Event", "events", {"Label": "label", "Value": "on"}),
    _Several("Custom Field", "customs", _LABELLED),
)


def table_pieces(cards: Iterable[Card]) -> Iterator[bytes]:
    """One table of these people; nothing where there is nobody. UTF-8 (`data_export.csv_pieces`).

    Which columns there are is known after the last person only: until then the rows wait in a file.
    """
    most = dict.fromkeys((several.field for several in _SEVERAL), 0)
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as waiting:
        for card in cards:
            for field in most:
                most[field] = max(most[field], len(getattr(card.details, field)))
            waiting.write(json.dumps(_row(card)).encode() + b"\n")
        if not waiting.tell():
            return
        waiting.seek(0)
        numbered = chain.from_iterable(one.columns(most[one.field]) for one in _SEVERAL)
        columns = (*_ONCE, *numbered)
        yield from csv_pieces(columns, (_filled(json.loads(line), columns) for line in waiting))


def _row(card: Card) -> dict[str, str]:
    details = card.details
    met_on = details.met_on.isoformat()[: _MET[details.met_precision]] if details.met_on else ""
    once = {
        "MentorHub ID": card.uid,
        **{column: getattr(details, name) for column, name in _TEXTS.items()},
        **{"Met on": met_on, "Birthday": details.birthday.iso if details.birthday else ""},
        "Labels": ", ".join(card.tags),  # in no tag there is a comma
    }
    return once | dict(chain.from_iterable(one.cells(details) for one in _SEVERAL))


def _filled(row: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    return {column: marked(row.get(column, "")) for column in columns}
