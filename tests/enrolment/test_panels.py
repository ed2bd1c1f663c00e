"""What closing an account is said to mean for seats and money is what happens, on the same day."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_login import login_user
from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.enrolment import panels
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.periodic.places import give_up_places
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.ledger import Refund
from tests.support import factories
from tests.support.account_closing import account, close, close_and_run_tasks
from tests.support.applicants import (
    checkout_session,
    claim,
    cohort,
    enrol,
    enrolment,
    pass_time,
    place_applicant,
    states,
)
from tests.support.paying_in_parts import parts
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def in_request(in_app: Flask) -> Iterator[None]:
    """Templates ask whose request it is."""
    with in_app.test_request_context():
        yield


def test_who_may_not_open_a_seat_is_shown_no_link_to_it() -> None:
    seat, _mentorship = factories.enrolled(factories.scene(), factories.user("mia@example.org"))
    stranger = db.session.get_one(User, factories.user("stranger@example.org"))
    login_user(stranger)
    assert panels.enrolled(enrolment_id=seat) == ""


def _said(user_id: int, *, is_closing: bool = True) -> str:
    said = panels.closing_account(user_id=user_id, is_closing=is_closing)
    return " ".join(re.sub("<[^>]+>", " ", said.html).split()) if said else ""


def _refunded() -> int:
    db.session.rollback()
    return sum(db.session.scalars(select(Refund.amount_minor)))


@pytest.mark.parametrize(
    ("days_after_start", "words", "back"),
    [
        (-20, "€640 comes back today", 64000),
        (0, "€320 comes back today", 32000),
        (20, "nothing of the €640 comes back any more", 0),
    ],
)
def test_what_comes_back_is_said_before(
    stripe: StripeClient, days_after_start: int, words: str, back: int
) -> None:
    scene = factories.scene(seats=1)
    viewer = claim(enrol(stripe, scene, "ada"))
    start = cohort(scene).starts_on
    pass_time(days=(start - clock.now().date()).days + days_after_start)
    said = _said(viewer.id or 0)
    assert words in said
    assert "Power Networking Personal Mentoring, Spring circle" in said
    assert "You give up seat 1 at once." in said
    close_and_run_tasks(viewer.id or 0)
    assert _refunded() == back
    assert "Your seat has ended" in _said(viewer.id or 0, is_closing=False)


def test_parts_that_are_still_to_come_are_said_to_stop(stripe: StripeClient) -> None:
    found = parts(stripe)
    viewer = claim(found.ada)
    assert "The €426.66 that is still to come is not taken any more." in _said(viewer.id or 0)


def test_a_place_a_held_seat_and_an_open_payment_page(stripe: StripeClient) -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_session(ada)
    held, waits = account("ada"), account("ben")
    assert "A payment page that is still open is closed first" in _said(held)
    assert "You leave the line." in _said(waits)
    close(waits)
    assert "It is ending just now." in _said(waits, is_closing=False)
    give_up_places()
    assert states(ada, ben) == ["held", "left"]
    assert "Your place in line has ended" in _said(waits, is_closing=False)


def test_money_on_its_way_and_a_completed_programme() -> None:
    ada = place_applicant(factories.scene(seats=2), "ada")
    user_id = account("ada")
    enrolment(ada).await_money()
    db.session.commit()
    assert "Your payment is on its way." in _said(user_id)
    assert "What becomes of the seat follows" in _said(user_id, is_closing=False)
    row = enrolment(ada)
    row.confirm(clock.now())
    row.complete(clock.now())
    db.session.commit()
    assert "You have completed it." in _said(user_id)
    assert "that stays so" in _said(user_id, is_closing=False)


def test_who_has_nothing_sees_nothing() -> None:
    assert _said(account("ada")) == ""


def test_a_mentor_of_a_circle_that_goes_on_is_asked_to_see_it_through() -> None:
    scene = factories.scene()
    said = panels.closing_account(user_id=scene.mentor_id, is_closing=True)
    assert said is not None
    assert said.is_refusal
    assert "You are the mentor of a circle that goes on." in said.html
    factories.enrolled(scene, factories.user("mia@example.org"))
    assert "1 mentee counts on you" in _said(scene.mentor_id)
    pass_time(days=(cohort(scene).ends_on - clock.now().date()).days + 2)
    assert "1 mentee counts on you" in _said(scene.mentor_id)
    close_and_run_tasks(_only_mentee())
    assert _said(scene.mentor_id) == ""


def _only_mentee() -> int:
    db.session.rollback()
    return db.session.scalars(select(Enrolment.user_id)).one() or 0
