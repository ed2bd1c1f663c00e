"""However long the line is, an arrival reads only its own rows; also before the statistics know of the line."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from mentorhub.enrolment.actions import arrivals
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories
from tests.support.applicants import place_applicant
from tests.support.factories import Scene

LONG = 400
FEW = 20  # rows that an index may offer beside those that were meant
FILL = text(
    "INSERT INTO enrolment SELECT (jsonb_populate_record(first, jsonb_build_object('id', 1000 + n, 'public_id', n, "
    "'place', n, 'state', 'waiting', 'seat_number', NULL, 'held_until', NULL, 'email_key', n, 'browser_key', n))).* "
    "FROM enrolment AS first, generate_series(2, :long) AS n"
)


@pytest.fixture
def long_line(racing: Flask) -> Iterator[Scene]:
    """Hundreds wait, all of them come after the last look at statistics."""
    with racing.app_context():
        scene = factories.scene(seats=1)
        place_applicant(scene, "ada")
        with transaction(viewer=SYSTEM) as session:
            session.execute(
                text("UPDATE cohort SET last_place = :long, waiting = :long - 1"), {"long": LONG}
            )
            session.execute(FILL, {"long": LONG})
        yield scene


def test_a_submit_reads_no_rows_of_those_who_wait(long_line: Scene) -> None:
    asked = list[tuple[str, Any]]()

    def note(_1: Any, _2: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "enrolment" in statement:
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    arrivals.take_place(
        long_line.slug, applicant=arrivals.Applicant("Ben", "ben@example.org", "ben")
    )
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 2
    assert [_passed_by(*each) for each in asked] == [pytest.approx(0, abs=FEW)] * 2


def _passed_by(statement: str, parameters: Any) -> int:
    """How many rows it looked at in vain."""
    with transaction(viewer=SYSTEM) as session:
        explained = session.connection().exec_driver_sql(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters
        )
        return _removed(explained.scalar_one()[0]["Plan"])


def _removed(node: dict[str, Any]) -> int:
    below = sum(_removed(each) for each in node.get("Plans", ()))
    loops = int(node["Actual Loops"])
    return below + loops * int(node.get("Rows Removed by Filter", 0))
