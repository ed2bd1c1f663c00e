"""Many new rows in one statement: what a rush writes, where an object or a statement for each would cost too much."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Dialect, Table, TextClause, insert, inspect, text
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

Row = Mapping[str, Any]
INSERTED = "inserted"  # in a session's `info`: what a rollback has to take out of it again


def insert_rows(
    session: Session, table: Table, rows: Sequence[Row], *, once: str = ""
) -> list[int]:
    """Write rows that all name the same columns, with the columns' own defaults; returns their ids in order.

    `once` names a unique column: rows whose value there is taken (also by an earlier row of these) are passed by.
    On PostgreSQL the rows go as one JSON text, so that the statement is prepared once for any number of them.
    """
    if not rows:
        return []
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        if once and any(row[once] is not None for row in rows):
            return [key for row in rows for key in _inserted_once(connection, table, row, once)]
        keys = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        return list(connection.execute(keys, rows).scalars())
    plan = _plan(table, tuple(rows[0]), connection.dialect, once)
    written = _as_json([plan.written(row) for row in rows])
    return list(connection.execute(plan.statement, {"rows": written}).scalars())


def insert_new(session: Session, objects: Sequence[Any], **shared: Any) -> None:
    """Write new objects of one class, all with the same attributes set; they are the session's from then on.

    `shared` are the objects that all of them point at, by the relationship's name: they are not queried again.
    """
    if not objects:
        return
    table = inspect(type(objects[0])).local_table
    assert isinstance(table, Table)
    attributes: list[dict[str, Any]] = [inspect(one).dict for one in objects]
    names = [column.name for column in table.c if column.name in attributes[0]]
    empty = dict.fromkeys(column.name for column in table.c if column.default is None)
    rows = [{name: each[name] for name in names} for each in attributes]
    keys = insert_rows(session, table, rows)
    for one, known, key in zip(objects, attributes, keys, strict=True):
        known.update({**empty, **known, **shared, "id": key})
        make_transient_to_detached(one)
        session.add(one)
    session.info.setdefault(INSERTED, []).extend(objects)


def _inserted_once(connection: Connection, table: Table, row: Row, once: str) -> Sequence[int]:
    """One row and its key, or none: SQLite returns no keys in order beside ON CONFLICT."""
    new = sqlite_insert(table).on_conflict_do_nothing(index_elements=[once]).returning(table.c.id)
    return connection.execute(new, row).scalars().all()


class _Plan(NamedTuple):
    """How rows of these columns are written: what becomes of each value, and the statement that takes them all."""

    given: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    defaults: tuple[tuple[str, Callable[[], Any]], ...]
    statement: TextClause

    def written(self, row: Row) -> dict[str, Any]:
        values = {
            name: value if bind is None else bind(value)
            for (name, bind), value in zip(self.given, row.values(), strict=True)
        }
        for name, default in self.defaults:
            values[name] = default()
        return values


@lru_cache(maxsize=64)
def _plan(table: Table, names: tuple[str, ...], dialect: Dialect, once: str = "") -> _Plan:
    left = [column for column in table.c if column.name not in names and column.default is not None]
    columns = [*(table.c[name] for name in names), *left]
    given = tuple((name, _bind(table.c[name], dialect)) for name in names)
    defaults = tuple((column.name, _default(column, dialect)) for column in left)
    passed_by = f"ON CONFLICT ({once}) DO NOTHING " if once else ""
    listed = ", ".join(column.name for column in columns)
    typed = ", ".join(f"{column.name} {column.type.compile(dialect)}" for column in columns)
    return _Plan(
        given,
        defaults,
        text(
            f"INSERT INTO {table.name} ({listed}) SELECT {listed} FROM "  # noqa: S608 - names of our own columns
            f"ROWS FROM (json_to_recordset(CAST(:rows AS json)) AS ({typed})) "
            f"WITH ORDINALITY AS given ({listed}, ordinality) ORDER BY ordinality {passed_by}RETURNING id"
        ),
    )


def _bind(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    bind: Callable[[Any], Any] | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return bind


def _default(column: Column[Any], dialect: Dialect) -> Callable[[], Any]:
    """What the column is given where a row does not say: a value, or a function's answer each time."""
    bind = _bind(column, dialect) or (lambda value: value)
    if isinstance(column.default, CallableColumnDefault):
        make: Callable[[Any], Any] = column.default.arg
        return lambda: bind(make(None))
    assert isinstance(column.default, ScalarElementColumnDefault)
    value = bind(column.default.arg)
    return lambda: value


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written in bulk")


_as_json = json.JSONEncoder(default=_plain).encode
