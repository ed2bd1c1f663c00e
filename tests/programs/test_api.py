"""seats.json: the counters as they stand."""

import datetime as dt

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers
from tests.support import factories

SEATS = "/programs/power-networking/seats.json"


def test_seats_are_counted_and_never_stored(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene(seats=2)
    response = client.get(SEATS)
    assert response.json == {"seats": 2, "taken": 0, "free": 2, "waiting": 0, "state": "open"}
    assert response.headers["Cache-Control"] == "no-store"
    with app.app_context():
        for number in range(2):
            factories.enrolled(scene, factories.user(f"bo{number}@example.org"))
    assert client.get(SEATS).json == {
        "seats": 2,
        "taken": 2,
        "free": 0,
        "waiting": 0,
        "state": "full",
    }


def test_seats_follow_the_clock_and_the_address(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene(opens_in=dt.timedelta(hours=1))
        offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="moved")
    states = []
    for hours in (0, 2, 24 * 31, 24 * 41, 24 * 200):
        with clock.moved(dt.timedelta(hours=hours)):
            found = client.get(SEATS).json
            assert found is not None
            states.append(found["state"])
    assert states == ["scheduled", "open", "closed", "running", "ended"]


def test_seats_of_an_unknown_programme_are_not_found(client: FlaskClient) -> None:
    response = client.get("/programs/unknown/seats.json")
    assert (response.status_code, response.json) == (404, {"error": "Page not found"})
