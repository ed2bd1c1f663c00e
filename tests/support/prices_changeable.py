"""A database without its own witness against changing a price that was promised."""

import pytest
from sqlalchemy import text

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support.postgres import OWNER, Cluster


def let_prices_change(request: pytest.FixtureRequest) -> None:
    """Drop the triggers, until the test's database is made anew."""
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        drop = "DROP TRIGGER promised_prices_are_kept ON price"
        cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        return
    with transaction(viewer=SYSTEM) as session:
        for event in ("delete", "update"):
            session.execute(text(f"DROP TRIGGER promised_prices_are_kept_{event}"))
