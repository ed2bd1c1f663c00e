"""A breach that the database forbids, planted all the same: its constraints are out of the way, for this test alone."""

from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import text

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support.postgres import OWNER, Cluster


def plant_forbidden(
    request: pytest.FixtureRequest, breach: str, *constraints: str, index: str = ""
) -> None:
    """Run this statement without these constraints, each "table.name"; SQLite passes over all that it can.

    `index` is a unique index that stands in the way as well.

    What SQLite says in triggers, named like the constraint with an event behind it, is dropped there.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        for table, name in (one.split(".") for one in constraints):
            drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}"
            cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        if index:
            cluster.execute(f"DROP INDEX {index}", role=OWNER, database=str(db.engine.url.database))
        with transaction(viewer=SYSTEM) as session:
            session.execute(text(breach))
        return
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        _drop_triggers(cursor, constraints)
        if index:
            cursor.execute(f"DROP INDEX {index}")
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(breach)
        connection.commit()
        connection.invalidate()


def _drop_triggers(cursor: Any, constraints: Sequence[str]) -> None:
    """Drop the triggers that stand for these constraints."""
    for name in (one.partition(".")[2] for one in constraints):
        for event in ("insert", "update"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}")
