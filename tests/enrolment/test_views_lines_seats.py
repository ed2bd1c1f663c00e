"""What the practice does on a line's page: more or fewer seats, and one given by hand."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.enrolment.actions import endings
from mentorhub.foundation.database.viewers import USER
from tests.support import factories, practice_pages
from tests.support.applicants import (
    assert_in_order,
    cohort,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.forms import submit

LONG = "Wilhelmina " * 18


@pytest.fixture
def scene(app: Flask) -> Scene:
    """One seat."""
    with app.app_context():
        return factories.scene(seats=1)


@pytest.fixture
def owner(app: Flask, scene: Scene) -> FlaskClient:
    """Ines, signed in."""
    return practice_pages.staff(app)


def test_change_seats_offers_new_ones_in_order(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
        address = practice_pages.line_at(scene)
    answer = practice_pages.submit_form(owner, address, "seats", seats=" 2 ")
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert "Saved. The cohort now has 2 seats." in owner.get(address).text
    with app.app_context():
        assert states(ada, ben, cleo) == ["held", "held", "waiting"]
        assert_in_order()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1", "2 seats are taken, so there cannot be fewer."),
        ("10001", "A cohort may have 10000 seats at most."),
        ("-1", "Please give the number of seats in digits"),
        ("two", "Please give the number of seats in digits"),
        ("٣", "Please give the number of seats in digits"),
        ("", "Please give the number of seats in digits"),
        ("9" * 5000, "Please give the number of seats in digits"),
    ],
)
def test_change_seats_refuses_kindly_and_keeps_what_was_typed(
    app: Flask, typed: str, words: str
) -> None:
    with app.app_context():
        scene = factories.scene(seats=2)
        place_applicant(scene, "ada"), place_applicant(scene, "ben")
        address = practice_pages.line_at(scene)
    answer = practice_pages.submit_form(practice_pages.staff(app), address, "seats", seats=typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed}"' in answer.text
    with app.app_context():
        assert cohort(scene).seats == 2


def test_create_grant_overtakes_nobody(app: Flask, scene: Scene, owner: FlaskClient) -> None:
    with app.app_context():
        ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
        address = practice_pages.line_at(scene)
    assert "It overtakes nobody" in owner.get(address).text
    answer = practice_pages.submit_form(
        owner, address, "grants", name="Gus", email="gus@example.org"
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    page = owner.get(address).text
    assert "Gus has a seat." in page
    assert "Enrolled, given by the practice" in page
    with app.app_context():
        assert states(ada, ben) == ["held", "waiting"]
        assert cohort(scene).seats == 2
        assert journal_kinds(scene)[-1] == "granted"
        assert mails_to("gus")
        assert_in_order()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("", "gus@example.org"), "Please say who gets the seat."),
        (("\u2800", "gus@example.org"), "Please say who gets the seat."),
        ((LONG + LONG, "gus@example.org"), "A name may have 200 characters at most."),
        (("Gus", ""), "Please give the address that the welcome email goes to."),
        (("Gus", "gus@example"), "This address seems to be missing its ending"),
        (("Gus", "ADA@example.org"), "This address has a seat in this cohort already."),
    ],
)
def test_create_grant_refuses_beside_the_field(
    app: Flask, scene: Scene, owner: FlaskClient, given: tuple[str, str], words: str
) -> None:
    with app.app_context():
        place_applicant(scene, "ada")
        name, email = given
        address, before = practice_pages.line_at(scene), journal_kinds(scene)
    answer = practice_pages.submit_form(owner, address, "grants", name=name, email=email)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{email}"' in answer.text or email == "ADA@example.org"
    assert '<details class="fold" open>' in answer.text
    with app.app_context():
        assert journal_kinds(scene) == before


def test_a_cohort_called_off_takes_neither(app: Flask, scene: Scene, owner: FlaskClient) -> None:
    with app.app_context():
        address = practice_pages.line_at(scene)
    owner.get(address)
    with app.app_context():
        endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    page = owner.get(address).text
    assert "Cancelled" in page
    assert "Ill." in page
    assert "/grants" not in page
    who = {"name": "Gus", "email": "gus@example.org"}
    for action, fields, words in (
        ("seats", {"seats": "9"}, "so its seats cannot be changed"),
        ("grants", who, "so nobody can be given a seat in it"),
    ):
        answer = submit(owner, f"{address}/{action}", page="/account/password", **fields)
        assert answer.status_code == 422
        assert words in answer.text


def test_nobody_is_given_a_seat_after_the_last_day(app: Flask, scene: Scene) -> None:
    with app.app_context():
        address = practice_pages.line_at(scene)
    pass_time(days=200)
    owner = practice_pages.staff(app)  # a device ends before that
    answer = submit(
        owner, f"{address}/grants", page="/account/factors", name="Gus", email="gus@example.org"
    )
    assert answer.status_code == 422
    assert "last day has passed" in answer.text
