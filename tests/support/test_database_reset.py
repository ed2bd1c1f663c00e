"""What one test leaves in PostgreSQL, the next one does not find."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from tests.conftest import TEMPLATE
from tests.support.database_reset import TURNS, ReusedDatabase
from tests.support.postgres import APP, OWNER, Cluster

ADD = """
    INSERT INTO finding (public_id, kind, subject_type, subject_public_id, detail, opened_at)
    SELECT left(gen_random_uuid()::text, 22), 'late', 'task', gen_random_uuid()::text, '', now() RETURNING id
"""


@pytest.fixture
def reused(postgres: Cluster) -> Iterator[ReusedDatabase]:
    """Another one than the tests' own."""
    made = ReusedDatabase(postgres, TEMPLATE)
    yield made
    made.drop()


def _ask(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
    return row and row[0]


def test_rows_are_gone_and_numbers_begin_anew(reused: ReusedDatabase) -> None:
    with reused.turn() as first:
        assert (_ask(first, ADD), _ask(first, ADD)) == (1, 2)
    with reused.turn() as second:
        assert second == first
        assert _ask(second, "SELECT count(*) FROM finding") == 0
        assert _ask(second, ADD) == 1
        assert _ask(second, "SELECT count(*) FROM alembic_version") == 1


def test_a_connection_left_open_in_the_middle_of_its_work_is_no_hindrance(
    reused: ReusedDatabase,
) -> None:
    with reused.turn() as first:
        left = psycopg.connect(first)
        left.execute(ADD.encode())
    with reused.turn() as second, closing(left):
        assert second == first
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE finding DISABLE TRIGGER USER",
        "ALTER TABLE finding ALTER COLUMN detail DROP NOT NULL",
        "DROP INDEX one_open_finding_per_kind_and_subject",
    ],
)
def test_a_changed_schema_is_thrown_away_even_where_the_change_was_taken_back(
    reused: ReusedDatabase, change: str
) -> None:
    with reused.turn() as first, psycopg.connect(_as_owner(first)) as connection:
        connection.execute(change.encode())
        connection.rollback()
    with reused.turn() as second:
        assert second != first


def test_a_copy_has_its_turns(reused: ReusedDatabase) -> None:
    names = []
    for _ in range(TURNS + 1):
        with reused.turn() as url:
            names.append(url)
    assert len(set(names[:TURNS])) == 1
    assert names[TURNS] != names[0]


def _as_owner(url: str) -> str:
    return url.replace(APP, OWNER)
