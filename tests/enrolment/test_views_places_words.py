"""What an applicant's page says in each state: what is, what comes next, and when, in the reader's own zone."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from mentorhub.enrolment.actions import endings
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from tests.support import factories
from tests.support.applicants import enrolment, place_applicant


def said(client: FlaskClient, app: Flask, enrolment_id: int) -> str:
    """What the page of a place says, without markup."""
    with app.app_context():
        token = enrolment(enrolment_id).token
    page = client.get(f"/enrolments/{token}")
    assert page.status_code == 200
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_who_waits_reads_place_who_is_ahead_and_what_comes_next(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        scene = factories.scene(seats=1)
        _, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    second = said(client, app, cleo)
    assert "You have place 3 in line" in second
    assert "1 person is waiting ahead of you." in second
    assert "Places are numbered in the order of arrival, and yours stays the same." in second
    assert set(re.findall(r"\b(?:place|number) (\d+)", second)) == {"3"}
    assert "offered to the first person in line" in second
    assert "There are at least 48 hours to answer" in second
    assert "between 22:00 and 8:00" in second
    assert "Enrolment closes on" in second
    assert "The next seat that comes free is offered to you." in said(client, app, ben)


def test_who_waits_after_the_window_reads_that_the_line_stays(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        scene = factories.scene(seats=1, closes_in=dt.timedelta(minutes=5))
        place_applicant(scene, "ada")
        ben = place_applicant(scene, "ben")
    with clock.moved(dt.timedelta(minutes=6)):
        page = said(client, app, ben)
    assert (
        "Enrolment has closed. Nobody can join the waiting list any more; everybody on it keeps their place"
        in page
    )
    assert "Enrolment closes on" not in page


def test_who_passed_reads_that_the_place_is_kept(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene(seats=1)
        ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
        endings.leave(ada)
    assert "and your place ends" in said(client, app, ben)
    with app.app_context():
        endings.pass_offer(ben)
    page = said(client, app, ben)
    assert "You have declined a seat, and your place in line is kept." in page
    assert "asked again when the next seat comes free" in page
    assert "The next seat that comes free is offered to you." not in page


@pytest.mark.parametrize(("zone", "place"), [("Asia/Tokyo", "Tokyo"), ("Europe/Oslo", "Oslo")])
def test_a_held_seats_deadline_is_shown_in_the_readers_zone(
    app: Flask, client: FlaskClient, zone: str, place: str
) -> None:
    with app.app_context():
        scene = factories.scene()
        ada = place_applicant(scene, "ada")
        db.session.execute(text("UPDATE enrolment SET timezone = :zone"), {"zone": zone})
        db.session.commit()
        until = enrolment(ada).held_until
    assert until is not None
    from_there = until.astimezone(dt.timezone(dt.timedelta(hours=9))).strftime("%H:%M")
    page = said(client, app, ada)
    assert re.search(rf"That is [A-Z][a-z]+day .*, \d\d:\d\d in {place} ", page)
    assert (f", {from_there} in " in page) == (place == "Tokyo")


def test_who_lapsed_reads_whether_the_line_still_takes_anybody(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        ada = place_applicant(factories.scene(closes_in=dt.timedelta(hours=2)), "ada")
    with clock.moved(dt.timedelta(hours=1)):
        with app.app_context():
            endings.lapse_hold(ada)
        assert "You can join again" in said(client, app, ada)
    with clock.moved(dt.timedelta(hours=3)):
        page = said(client, app, ada)
    assert "You can join again" not in page
    assert "otherwise all of it is refunded automatically" in page


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        ("removed", "by_practice", "The practice has ended this enrolment."),
        ("removed", "refunded", "Your payment has gone back in full"),
        ("removed", "dispute_lost", "The bank has given the disputed payment back"),
        ("removed", "price_mismatch", "The payment did not match the price"),
        ("removed", "cohort_cancelled", "This programme was cancelled"),
        ("withdrawn", "", "What goes back of your payment follows the programme’s terms"),
        ("declined", "", "The bank declined it"),
        ("left", "", "You have left the waiting list"),
    ],
)
def test_a_place_that_has_ended_says_how(
    app: Flask, client: FlaskClient, state: str, reason: str, words: str
) -> None:
    with app.app_context():
        ada = place_applicant(factories.scene(), "ada")
        db.session.execute(
            text(
                "UPDATE enrolment SET state = :state, end_reason = :reason,"
                " seat_number = NULL, held_until = NULL, ended_at = arrived_at"
            ),
            {"state": state, "reason": reason},
        )
        db.session.commit()
    assert words in said(client, app, ada)
