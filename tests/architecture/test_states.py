"""Each state of each table is reachable, each is some column's, and the database's CHECK lists exactly these."""

import re
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Enum, inspect

from mentorhub.foundation.database.tables import db
from mentorhub.foundation.transitions import Transitions
from tests.architecture.tree import PACKAGES, module_of

QUOTED = re.compile(r"'([^']*)'")
TABLES: dict[str, Transitions[Any]] = {
    f"{module.__name__}.{name}": value
    for package in PACKAGES
    for module in module_of(package, "rules")
    for name, value in vars(module).items()
    if isinstance(value, Transitions)
}
MODELS = [
    module for package in PACKAGES for module in module_of(package, "models")
]  # fill the metadata
COLUMNS: dict[str, Column[Any]] = {
    f"{table.name}.{column.name}": column
    for table in db.metadata.tables.values()
    for column in table.columns
    if isinstance(column.type, Enum)
}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_each_state_is_reachable(table: Transitions[Any]) -> None:
    states: type[StrEnum] = type(table.initial)
    assert table.reachable() == set(states)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_each_table_is_a_columns_that_starts_where_it_starts(table: Transitions[Any]) -> None:
    stored = [column for column in COLUMNS.values() if _values_class(column) is type(table.initial)]
    assert stored, "no column stores these states"
    assert any(column.default and _default(column) is table.initial for column in stored)


@pytest.mark.parametrize("name", COLUMNS)
def test_a_columns_check_lists_exactly_its_values(name: str, in_app: Flask) -> None:
    table = COLUMNS[name].table.name
    values = {member.value for member in _values_class(COLUMNS[name])}
    checks = inspect(db.engine).get_check_constraints(table)
    rule = f"{table}_{COLUMNS[name].type.name}"  # type: ignore[attr-defined]
    listed = [set(QUOTED.findall(check["sqltext"])) for check in checks if check["name"] == rule]
    assert listed == [values]


def test_there_are_tables_to_look_at() -> None:
    assert len(TABLES) >= 8
    assert len(COLUMNS) >= len(TABLES)


def _values_class(column: Column[Any]) -> type[StrEnum]:
    assert isinstance(column.type, Enum)
    found = column.type.enum_class
    assert found is not None and issubclass(found, StrEnum)
    return found


def _default(column: Column[Any]) -> Any:
    return getattr(column.default, "arg", None)
