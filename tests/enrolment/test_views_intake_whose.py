"""Whose answers they are: an account's once the seat is, nobody's without a seat, and a rehearsal's for a while."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation import clock
from tests.support import asking, factories, practice_pages
from tests.support.applicants import claim, enrolment
from tests.support.asking import GOAL, HOURS
from tests.support.forms import submit
from tests.support.program_pages import do, submit_form
from tests.support.rehearsing import rehearsing


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A cohort that asks two things."""
    with app.app_context():
        made = factories.scene(price_minor=0)
        asking.asks(made)
        asking.asks(made, HOURS, is_long=False, is_required=True)
        return made


@pytest.fixture
def place(client: FlaskClient, scene: factories.Scene) -> str:
    """Ada's confirmed seat: the address of its page."""
    where = submit_form(client).location
    do(client, where, "confirmation")
    return where


def _save(client: FlaskClient, at: str, *words: str) -> str:
    said = {f"answers-{number}": one for number, one in enumerate(words)}
    assert submit(client, at, page=at, **said).location == at
    return client.get(at).text


def test_a_claimed_seat_is_answered_by_its_account_alone(
    app: Flask, client: FlaskClient, scene: factories.Scene, place: str
) -> None:
    at = f"{place}/intake"
    with app.app_context():
        claim(1)
        assert enrolment(1).user_id is not None
        factories.user("eve@example.org", "Eve")
    assert client.get(at).location.startswith("/sign-in")
    eve, ada = practice_pages.staff(app, "eve@example.org"), app.test_client()
    assert eve.get(at).status_code == 404
    fields = {"answers-0": "Mine"}
    assert submit(eve, at, page="/account/password", **fields).status_code == 404
    factories.sign_in(ada, "ada@example.org")
    assert _save(ada, at, "Mine", "").count("Mine</textarea>") == 1
    assert "You have answered 1." in ada.get("/my-program").text


def test_nobody_without_a_seat_has_questions(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    held = submit_form(client).location
    assert client.get(f"{held}/intake").status_code == 404
    assert client.get("/enrolments/nothing/intake").status_code == 404


def test_a_rehearsal_asks_the_same_and_keeps_no_answer(app: Flask, client: FlaskClient) -> None:
    at = rehearsing(app, client)
    with app.app_context():
        assert at.scene is not None
        asking.asks(at.scene)
    at.begin()
    place = at.take_place().location
    do(client, place, "confirmation")
    assert "Your mentor has 1 question for you" in client.get(place).text
    _save(client, f"{place}/intake", "Less.")
    at.end()
    with app.app_context():
        assert asking.stored() == [(GOAL, "Less.")]
    for task in ("rehearsals", "cancellations", "erasing-places"):
        at.task(task)
    with clock.moved(dt.timedelta(days=31)):
        for task in ("rehearsals", "erasing-places"):
            at.task(task)
    with app.app_context():
        assert asking.stored() == []
