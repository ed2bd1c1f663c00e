"""Tables (CSV, TSV and their kin): which encoding, delimiter and header they have, and which program wrote them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mentorhub.workspace.importers import (
    charsets,
    cleaning,
    csv_rows,
    dates,
    dialects,
    value_kinds,
)
from mentorhub.workspace.importers.columns import (
    HEADER_MAX,
    Column,
    Field,
    columns,
    columns_max,
    is_own,
    known_words,
)
from mentorhub.workspace.importers.records import (
    RECORDS_MAX,
    File,
    FileEmpty,
    Format,
    NotContacts,
    Problem,
    Record,
    TooManyRecords,
)
from mentorhub.workspace.importers.rows import Rows

DELIMITERS = ",;\t|"
SEEN_ROWS = 12  # among which the header is
OWN_SPAN = 100_000  # lines of one row of a notebook's own table
LINES_MAX = 1_500_000  # of a file; spreadsheets pad with a million empty ones
LINE_SEEN = 100_000  # bytes of each of the first lines
SAMPLE_ROWS, SAMPLES, SAMPLE_MAX = 200, 3, 100
# Whose header words a file without UTF-8 may hold; the first of equals is taken.
_GUESSED = (
    "windows-1252 windows-1250 windows-1251 windows-1254 macintosh shift_jis gb18030 euc-kr".split()
)
# Folded, most Polish words are the same in both encodings of Windows; what its ł, ą, ż, Ł, Ż look like in the other is
# no part of a word anywhere.
_POLISH = re.compile(r"(?<=[a-z])[³¹¿](?=[a-z])|[£¯](?=[a-z])")
_DATED = {Field.BIRTHDAY, Field.EVENT, Field.MET_ON}


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a table is written. `header` is the number of its row, None where it has none."""

    encoding: str
    delimiter: str
    header: int | None
    names: tuple[str, ...]
    score: int  # names of columns that are known

    @property
    def is_own(self) -> bool:
        """Whether a notebook wrote it: nothing has to be guessed, and nobody maps its columns."""
        return is_own(self.names)


def read(
    data: bytes,
    *,
    encoding: str = "",
    mapping: Sequence[Field] | None = None,
    day_first: bool | None = None,
) -> File:
    """A table in ASCII or an encoding above it, its lines end in a line feed.

    Raises `NotContacts` for a text that is no table, `FileEmpty` for a header alone, `TooManyRecords`.
    `encoding`, `mapping` (a field for each column) and `day_first` are what its owner chose, else they are found.
    """
    if data.count(b"\n") > LINES_MAX:
        raise TooManyRecords
    layout = _layout(data, encoding)
    body = _Body(data, layout)
    beginning = list(islice(body.rows(), SAMPLE_ROWS))
    if not layout.score and mapping is None and not value_kinds.is_table(beginning):
        raise NotContacts("text")
    if layout.is_own:
        return _own_file(body, layout)
    found = columns(layout.names, mapping=mapping)
    if mapping is None:
        found = value_kinds.completed(found, beginning, is_header_known=layout.score > 1)
    read_as = _counted(body, found)
    read_as = read_as if day_first is None else day_first
    made = list(_records(body, Rows(found, day_first=bool(read_as))))
    if not made:
        raise FileEmpty
    return File(
        format=dialects.of(layout.names, found),
        encoding=layout.encoding,
        records=made,
        columns=tuple(cleaning.one_line(name)[:HEADER_MAX] for name in layout.names),
        mapping=tuple(column.field for column in found),
        samples=_samples(beginning, len(found)),
        has_header=layout.header is not None,
        day_first=read_as,
        delimiter=layout.delimiter,
    )


def _own_file(body: "_Body", layout: _Layout) -> File:
    """A notebook's own table, whichever spreadsheet kept it since."""
    found = columns(layout.names)
    day_first = _counted(body, found)
    made = list(_records(body, Rows(found, day_first=bool(day_first), is_own=True)))
    if not made:
        raise FileEmpty
    return File(Format.MENTORHUB_CSV, layout.encoding, made, has_header=True, day_first=day_first)


class _Body:
    """The rows below the header, without those that are empty or the header once more."""

    def __init__(self, data: bytes, layout: _Layout) -> None:
        self._data = data
        self._layout = layout
        self._decode = _decoder(layout.encoding)

    def rows(self) -> Iterator[list[str] | None]:
        """Each row's cells, None for one that is too long."""
        layout = self._layout
        span = OWN_SPAN if layout.is_own else csv_rows.SPAN_MAX
        every = csv_rows.rows(
            self._data, delimiter=layout.delimiter, decode=self._decode, span_max=span
        )
        width = columns_max(layout.names)
        for cells in islice(every, 0 if layout.header is None else layout.header + 1, None):
            if cells is None or (
                any(map(str.strip, cells)) and tuple(cells[:width]) != layout.names
            ):
                yield cells


def _records(body: _Body, reader: Rows) -> Iterator[Record]:
    for row, cells in enumerate(body.rows(), start=1):
        yield Record(row, problem=Problem.TOO_LONG) if cells is None else reader.record(cells, row)


def _layout(data: bytes, told: str) -> _Layout:
    """The encoding, delimiter and row that together yield most names of columns."""
    beginning = _first_lines(data)
    encodings = [told] if told else [charsets.UTF8]
    if not told and charsets.encoding_of(data) != charsets.UTF8:
        encodings = _GUESSED
    tried = [one for encoding in encodings for one in _layouts(beginning, encoding)]
    best = max(tried, key=lambda one: one.score)
    if not told and best.encoding == charsets.LEGACY and _POLISH.search(charsets.text(beginning)):
        best = next(
            (one for one in tried if one.encoding == "windows-1250" and one.score == best.score),
            best,
        )
    return best if best.score else _without_known_header(beginning, encodings[0])


def _layouts(beginning: bytes, encoding: str) -> Iterator[_Layout]:
    for delimiter in DELIMITERS:
        for at, cells in enumerate(_rows(beginning, delimiter, encoding)):
            score = 0 if value_kinds.is_person(cells) else known_words(cells)
            yield _Layout(encoding, delimiter, at, tuple(cells), score)


def _without_known_header(beginning: bytes, encoding: str) -> _Layout:
    """A table in other words: the delimiter that cuts most rows into equally many cells, and its first row if that
    looks like names of columns rather than like a person."""
    best, delimiter = max(
        ((_even_rows(_rows(beginning, one, encoding)), one) for one in DELIMITERS),
        key=lambda found: found[0],
    )
    rows = _rows(beginning, delimiter if best else ",", encoding)
    first = next((at for at, cells in enumerate(rows) if any(cells)), 0)
    names = tuple(rows[first]) if rows else ()
    is_header = len(rows) > first + 1 and not value_kinds.is_person(names)
    return _Layout(
        encoding,
        delimiter if best else ",",
        first if is_header else None,
        names if is_header else ("",) * len(names),
        0,
    )


def _even_rows(rows: list[list[str]]) -> int:
    widths = [len(cells) for cells in rows if any(cells)]
    return sum(1 for width in widths if width == widths[-1]) if widths and widths[-1] > 1 else 0


def _rows(beginning: bytes, delimiter: str, encoding: str) -> list[list[str]]:
    found = csv_rows.rows(beginning, delimiter=delimiter, decode=_decoder(encoding))
    return [
        [cell.strip() for cell in (cells or [])[: columns_max(cells or [])]]
        for cells in islice(found, SEEN_ROWS)
    ]


def _first_lines(data: bytes) -> bytes:
    """Enough lines for the header, whatever stands before it; a line without end is cut."""
    return b"\n".join(line[:LINE_SEEN] for line in data[:1_000_000].split(b"\n", 40)[:40])


def _decoder(encoding: str) -> Callable[[bytes], str]:
    """Each line by itself, so that lines in UTF-8 among older ones are read too."""
    if encoding in {charsets.UTF8, charsets.LEGACY}:
        return charsets.text
    return lambda line: charsets.text(line, encoding=encoding)


def _counted(body: _Body, found: Sequence[Column]) -> bool | None:
    """Whether days come first, by all values of all columns of days; if none tells, as Outlook and Google write them.

    Raises `TooManyRecords`, before any is made.
    """
    dated = [at for at, column in enumerate(found) if column.field in _DATED]
    texts: set[str] = set()
    for row, cells in enumerate(body.rows(), start=1):
        if row > RECORDS_MAX:
            raise TooManyRecords
        texts.update(cells[at][: dates.LENGTH_MAX] for at in dated if cells and at < len(cells))
    return dates.day_first(texts, otherwise=False)


def _samples(rows: list[list[str] | None], width: int) -> tuple[tuple[str, ...], ...]:
    """Up to three different values of each column."""
    found: list[dict[str, None]] = [{} for _column in range(width)]
    for cells in rows:
        for seen, cell in zip(found, cells or [], strict=False):
            text = cleaning.one_line(cell[: 2 * SAMPLE_MAX])[:SAMPLE_MAX]
            if text and len(seen) < SAMPLES:
                seen[text] = None
    return tuple(tuple(seen) for seen in found)
