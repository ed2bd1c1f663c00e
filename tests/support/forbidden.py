"""A breach that the database forbids, planted all the same: its constraints are out of the way, for this test alone."""

from contextlib import closing

import pytest
from sqlalchemy import text

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support.postgres import OWNER, Cluster


def plant_forbidden(request: pytest.FixtureRequest, breach: str, *constraints: str) -> None:
    """Run this statement without these constraints, each "table.name"; SQLite passes over all that it can."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        for table, name in (one.split(".") for one in constraints):
            drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}"
            cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        with transaction(viewer=SYSTEM) as session:
            session.execute(text(breach))
        return
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.execute(breach)
        connection.commit()
        connection.invalidate()
