"""Whatever is written shows in the checksums, whoever writes it and however often they were asked for before."""

import pytest
from flask import Flask
from sqlalchemy import text

from mentorhub.foundation.database.tables import db
from tests.support import factories
from tests.support.stored_rows import changed, tables


@pytest.fixture
def somebody(in_app: Flask) -> Flask:
    """An app in whose database one person stands."""
    factories.user("amara@example.org")
    return in_app


def _write(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def test_what_nobody_writes_stays_the_same(somebody: Flask) -> None:
    before = tables(somebody)
    assert set(before) == set(db.metadata.tables)
    assert changed(somebody, before) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE user_account SET name = 'Ben'", "DELETE FROM user_account"]
)
def test_each_write_shows_once(somebody: Flask, statement: str) -> None:
    before = tables(somebody)
    _write(statement)
    after = tables(somebody)
    assert [name for name in before if before[name] != after[name]] == ["user_account"]
    assert changed(somebody, after) == []


def test_what_was_written_back_is_as_it_was(somebody: Flask) -> None:
    before = tables(somebody)
    _write("UPDATE user_account SET name = 'Ben'")
    assert changed(somebody, before) == ["user_account"]
    _write("UPDATE user_account SET name = 'Amara Nwosu'")
    assert changed(somebody, before) == []
