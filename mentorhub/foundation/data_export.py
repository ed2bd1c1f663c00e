"""A person's data export: files, made piece by piece, and the rows of tables as JSON and CSV write them.

Each package says by `Exported` which columns of which tables go out; an architecture test checks every table.
"""

import csv
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select

from mentorhub.foundation.cells import guarded
from mentorhub.foundation.database.sessions import reading, snapshot
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import Viewer

BATCH = 500  # rows in memory at once
Record = Mapping[str, Any]
INSIDE = "a key that only this database knows; what it points at is named instead"
_PLAIN = frozenset({str, int, bool, float, type(None)})


@dataclass(frozen=True)
class File:
    """One file. `about` says in plain words what is in it; `pieces` makes it when it is written, and not before."""

    name: str
    about: str
    pieces: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Exported:
    """The columns of a table that go out: all but those left `out`, with why.

    Or `only` these, under these names: for tables that hold secrets, where a new column must not go out unseen.
    """

    table: type[Model]
    out: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """In the order of the table, or that of `only`."""
        columns = self.table.__table__.c
        if self.only:
            return tuple(columns[name].label(shown) for name, shown in self.only.items())
        return tuple(column for column in columns if column.name not in self.out)


@dataclass(frozen=True)
class Section:
    """The rows of one kind, under a name: what is asked of the database for them."""

    name: str
    statement: Select[Any]

    @property
    def columns(self) -> Sequence[str]:
        """What each row holds."""
        return self.statement.selected_columns.keys()

    def has_any(self, *, viewer: Viewer) -> bool:
        """Whether there is a row."""
        with reading(viewer=viewer) as session:
            return session.execute(self.statement.limit(1)).first() is not None

    def records(self, *, viewer: Viewer) -> Iterator[Record]:
        """The rows, streamed as of one point in time; `viewer` asks. Close it where it is not read to its end."""
        with snapshot(viewer=viewer) as session:
            streamed = {"yield_per": BATCH}
            asked = session.connection()  # rows of plain values need nothing that a session adds
            with asked.execute(self.statement, execution_options=streamed) as found:
                names = tuple(found.keys())
                for row in found:
                    yield dict(zip(names, row, strict=True))


def named(**columns: ColumnElement[Any] | Any) -> tuple[Any, ...]:
    """Columns under these names: what a row points at, as its owner knows it."""
    return tuple(column.label(name) for name, column in columns.items())


def json_pieces(head: Record, sections: Mapping[str, Iterable[Record]]) -> Iterator[bytes]:
    """One object: the head's entries, then a list for each section, a row a line. UTF-8, values exact."""
    yield b"{\n" + b",\n".join(_entry(name, value) for name, value in head.items())
    for name, records in sections.items():
        yield b",\n" + _json(name) + b": ["
        before = b"\n"
        for record in records:
            yield before + _json(record if isinstance(record, dict) else dict(record))
            before = b",\n"
        yield b"\n]"
    yield b"\n}\n"


def csv_pieces(columns: Sequence[str], records: Iterable[Record]) -> Iterator[bytes]:
    """A table for spreadsheets: UTF-8 with the mark by which Excel knows it, RFC 4180, every cell between quotation
    marks; no cell can be a formula. The one writer of such files.
    """
    write = csv.writer(_Line(), quoting=csv.QUOTE_ALL).writerow
    yield b"\xef\xbb\xbf" + write(columns)
    for record in records:
        yield write([cell(record[name]) for name in columns])


def cell(value: Any) -> str:
    """A value as a spreadsheet may open it: none is a formula (`cells.guarded`)."""
    written = value if type(value) is str else plain(value)
    if written is None:
        return ""
    if not isinstance(written, str):
        return _JSON.encode(written)
    return guarded(written)


def plain(value: Any) -> Any:
    """A value as JSON has it: times in UTC ("2026-05-07T09:30:00Z"), days as "2026-05-07", states by their words."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


class _Line:
    """What a CSV writer writes to: it hands back each line as the bytes it is."""

    def write(self, line: str) -> bytes:
        return line.encode()


def _entry(name: str, value: Any) -> bytes:
    return _json(name) + b": " + _json(dict(value) if isinstance(value, Mapping) else value)


def _json(value: Any) -> bytes:
    return _JSON.encode(value).encode("utf-8")


def _as_json(value: Any) -> Any:
    """What JSON has no word for. Raises `TypeError` for what we have none for either."""
    written = plain(value)
    if written is value:
        raise TypeError(f"{type(value).__name__} is not written as JSON")
    return written


_JSON = json.JSONEncoder(ensure_ascii=False, default=_as_json)
