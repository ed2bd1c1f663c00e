"""An applicant's standing as JSON: exactly the promised fields."""

import datetime as dt

from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories
from tests.support.program_pages import do, submit_form


def test_held_and_waiting_say_what_they_are(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene(seats=1)
    held = client.get(submit_form(client).location + ".json").get_json()
    deadline = dt.datetime.fromisoformat(held.pop("deadline"))
    assert deadline.tzinfo is not None
    assert held == {
        "state": "held",
        "place": 1,
        "ahead": None,
        "seat": 1,
        "amount_minor": 64000,
        "currency": "eur",
    }
    other = app.test_client()
    for number in (2, 3):
        other = app.test_client()
        place = submit_form(other, name=f"P{number}", email=f"p{number}@example.org").location
    waiting = other.get(f"{place}.json").get_json()
    assert (waiting["state"], waiting["place"], waiting["ahead"]) == ("waiting", 3, 1)
    assert (waiting["seat"], waiting["deadline"]) == (None, None)


def test_it_is_sent_again_only_when_something_has_changed(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene()
    place = submit_form(client).location
    first = client.get(f"{place}.json")
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{place}.json", headers=known).status_code == 304
    do(client, place, "departure")
    changed = client.get(f"{place}.json", headers=known)
    assert (changed.status_code, changed.get_json()["state"]) == (200, "left")
