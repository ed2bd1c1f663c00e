"""The public page where as many wait as the mentor lets wait: no form that would be refused, and what to do instead."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"taken": 2, "waiting": 3}, "All seats are taken, and the waiting list is full."),
        ({"allocation_paused_at": "now", "waiting": 3}, "has paused giving seats, and the waiting"),
    ],
)
def test_show_program_with_a_full_line_offers_no_form_that_would_be_refused(
    app: Flask, client: FlaskClient, values: dict[str, Any], words: str
) -> None:
    with app.app_context():
        values = {one: clock.now() if value == "now" else value for one, value in values.items()}
        factories.scene(seats=2)
    _set(app, waiting_max=3, **values)
    page = client.get("/programs/power-networking").text
    assert words in page and "3 people are waiting, as many as this mentor lets wait." in page
    assert "Join the waiting list" not in page and "Write to Ines" in page
    assert "enrolments" not in page
    _set(app, waiting_max=4)
    assert "Join the waiting list</a>" in client.get("/programs/power-networking").text
    _set(app, waiting_max=3, taken=1, allocation_paused_at=None)  # a seat is still free
    assert "Join the waiting list</a>" in client.get("/programs/power-networking").text


def _set(app: Flask, **values: Any) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(Cohort).values(**values))
