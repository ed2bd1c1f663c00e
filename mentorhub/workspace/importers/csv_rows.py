"""Rows of comma-separated text, one after the other, whatever stands between its quotes.

Python's reader takes all the rest of a file into one cell where a quote is not closed: such a row is read by itself.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator

LINE_MAX = 1_000_000  # bytes; a longer line is no person
SPAN_MAX = 400  # lines of one row, in its notes
RUNAWAYS_MAX = 20  # unclosed quotes, after which a row has few lines
SHORT_SPAN = 3


class _Runaway(Exception):  # noqa: N818 - never leaves this module
    """A row that goes on and on."""


class _Lines:
    """Lines of a file as text, and those of the row that is being read, so that it can be read again."""

    def __init__(self, data: bytes, decode: Callable[[bytes], str], span_max: int) -> None:
        self._lines = iter(io.BytesIO(data))
        self._decode = decode
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.span_max = span_max
        self.is_too_long = False
        self.is_over = False  # asked for a line when there was none

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= self.span_max:
            raise _Runaway
        line = self._again.popleft() if self._again else self._next()
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """The next line begins a row."""
        self.taken.clear()
        self.is_too_long = self.is_over = False

    def take_back(self) -> str:
        """Only the first line was this row; the others come again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        return first

    def _next(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.is_over = True
            raise StopIteration
        if len(line) > LINE_MAX:
            self.is_too_long = True
            return "\n"
        text = self._decode(line).replace("\0", "")
        return text if self.taken else text.removeprefix("\ufeff")


def rows(
    data: bytes, *, delimiter: str, decode: Callable[[bytes], str], span_max: int = SPAN_MAX
) -> Iterator[list[str] | None]:
    """The cells of each row, an empty list for a blank line, None for a row that is too long to be a person.

    `data` has lines that end in a line feed; `decode` makes one of them text; no row has more than `span_max` lines.
    """
    lines = _Lines(data, decode, span_max)
    reader = csv.reader(lines, delimiter=delimiter)
    runaways = 0
    while True:
        lines.begin()
        try:
            cells = next(reader)
            is_closed = not lines.is_over  # a row that ends with the file, but not by its own end
        except StopIteration:
            return
        except (csv.Error, _Runaway):
            is_closed, cells = False, []
        if lines.is_too_long:
            yield None
        elif is_closed:
            yield cells
        else:
            runaways += 1
            lines.span_max = span_max if runaways < RUNAWAYS_MAX else SHORT_SPAN
            yield _literal(lines.take_back(), delimiter)
            reader = csv.reader(lines, delimiter=delimiter)


def _literal(line: str, delimiter: str) -> list[str] | None:
    """A row in which quotes mean nothing."""
    try:
        cells = next(
            csv.reader([line.replace("\r", " ")], delimiter=delimiter, quoting=csv.QUOTE_NONE)
        )
    except csv.Error:
        return None
    return [cell.strip('" ') for cell in cells]
