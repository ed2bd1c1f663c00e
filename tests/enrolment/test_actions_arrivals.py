"""Arriving in the line: places by arrival, seats by place, one live place per address, one hold per browser."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.enrolment.actions import arrivals, endings
from mentorhub.enrolment.queries import arrivals as arrivals_queries
from mentorhub.enrolment.rules.refusals import (
    AlreadyInLine,
    HoldElsewhere,
    LapsedBefore,
    NoLongerOpen,
    NotOpenYet,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Price
from mentorhub.programs.rules.offers import PriceKind
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.unpromised import unpromised

pytestmark = pytest.mark.usefixtures("in_app")


def test_the_first_hold_seats_and_the_next_wait() -> None:
    scene = factories.scene(seats=2)
    ids = [place_applicant(scene, name) for name in ("ada", "ben", "cleo", "dov")]
    assert states(*ids) == ["held", "held", "waiting", "waiting"]
    assert [enrolment(one).place for one in ids] == [1, 2, 3, 4]
    assert [enrolment(one).seat_number for one in ids] == [1, 2, None, None]
    assert (cohort(scene).taken, cohort(scene).waiting, cohort(scene).last_place) == (2, 2, 4)
    assert_in_order()


def test_an_arrival_has_no_place_until_it_is_placed() -> None:
    scene = factories.scene()
    one = arrive(scene, "ada")
    assert enrolment(one).place is None
    assert states(one) == ["arrived"]


def test_one_allocation_places_all_who_arrived_in_their_order() -> None:
    scene = factories.scene(seats=1)
    ids = [arrive(scene, name) for name in ("ada", "ben", "cleo")]
    arrivals.allocate_cohort(scene.cohort_id)
    assert [enrolment(one).place for one in ids] == [1, 2, 3]
    assert states(*ids) == ["held", "waiting", "waiting"]
    assert journal_kinds(scene) == ["placed", "placed", "placed", "held"]
    assert cohort(scene).allocation_number == 1


def test_allocating_again_changes_nothing() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    arrivals.allocate_cohort(scene.cohort_id)
    assert (cohort(scene).allocation_number, cohort(scene).entries) == (1, 2)


def test_a_hold_lasts_the_claim_window() -> None:
    scene = factories.scene()
    held = enrolment(place_applicant(scene, "ada"))
    assert held.held_until is not None
    assert dt.timedelta(minutes=14, seconds=58) <= held.held_until - held.arrived_at
    assert held.held_until - held.arrived_at <= dt.timedelta(minutes=15, seconds=1)
    assert held.offered_at is None


def test_everybody_is_mailed_where_they_stand() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    assert mails_to("ada") == ["enrolment.held"]
    assert mails_to("ben") == ["enrolment.waiting"]


def test_an_address_has_one_live_place(app: Flask) -> None:
    scene = factories.scene()
    first = place_applicant(scene, "ada")
    with pytest.raises(AlreadyInLine) as known:
        arrive(scene, "ADA", browser="another")
    assert known.value.enrolment_id == first


def test_who_left_may_come_again_at_the_end() -> None:
    scene = factories.scene(seats=1)
    first = place_applicant(scene, "ada")
    second = place_applicant(scene, "ben")
    endings.leave(first)
    again = place_applicant(scene, "ada")
    assert states(first, second, again) == ["left", "held", "waiting"]
    assert enrolment(again).place == 3
    assert_in_order()


def test_who_let_a_seat_lapse_comes_again_only_by_the_mailed_link() -> None:
    scene = factories.scene()
    first = place_applicant(scene, "ada")
    pass_time(minutes=16)
    assert endings.lapse_hold(first)
    with pytest.raises(LapsedBefore):
        arrive(scene, "ada")
    again = arrive(scene, "ada", is_return=True)
    arrivals.allocate_cohort(scene.cohort_id)
    assert states(first, again) == ["lapsed", "held"]
    assert mails_to("ada") == ["enrolment.held", "enrolment.lapsed", "enrolment.held"]


def test_one_browser_holds_one_unpaid_seat_across_cohorts() -> None:
    practice_id, mentor_id = factories.practice()
    here = factories.program(practice_id, mentor_id, slug="here")
    there = factories.program(practice_id, mentor_id, slug="there")
    held = place_applicant(here, "ada", browser="one")
    with pytest.raises(HoldElsewhere):
        arrive(there, "ada", browser="one")
    endings.leave(held)
    assert states(place_applicant(there, "ada", browser="one")) == ["held"]


@pytest.mark.parametrize(
    ("opens_in", "closes_in", "refusal"),
    [
        (dt.timedelta(minutes=5), dt.timedelta(days=1), NotOpenYet),
        (dt.timedelta(days=-2), dt.timedelta(days=-1), NoLongerOpen),
    ],
)
def test_outside_its_window_a_cohort_takes_nobody(
    opens_in: dt.timedelta, closes_in: dt.timedelta, refusal: type[Exception]
) -> None:
    scene = factories.scene(opens_in=opens_in, closes_in=closes_in)
    with pytest.raises(refusal):
        arrive(scene, "ada")


def test_an_unknown_cohort_is_not_found() -> None:
    factories.scene()
    with pytest.raises(NotFound):
        arrivals.arrive(999, applicant=arrivals.Applicant("Ada", "ada@example.org"))
    with pytest.raises(NotFound):
        arrivals.allocate_cohort(999)


def test_an_applicant_without_a_zone_gets_the_practices() -> None:
    scene = factories.scene()
    assert enrolment(place_applicant(scene, "ada")).timezone == "Europe/Oslo"


def test_two_submits_at_once_leave_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = factories.scene()
    first = place_applicant(scene, "ada")
    monkeypatch.setattr(arrivals_queries.ExistingEnrolments, "refuse", lambda *_: None)
    with pytest.raises(AlreadyInLine) as known:
        arrive(scene, "ada", browser="another")
    assert known.value.enrolment_id == first


def test_the_price_is_the_first_that_is_available_now() -> None:
    scene = factories.scene(price_minor=64000)
    now = clock.now()
    early = db.session.get_one(Price, scene.price_id)
    early.available_until = now - dt.timedelta(days=1)
    later = Price(
        practice_id=scene.practice_id,
        cohort_id=scene.cohort_id,
        position=1,
        kind=PriceKind.FULL,
        amount_minor=80000,
        currency="eur",
    )
    db.session.add(later)
    db.session.commit()
    assert enrolment(place_applicant(scene, "ada")).amount_minor == 80000
    with unpromised(db.session(), scene.cohort_id):
        db.session.get_one(Price, later.id).available_from = now + dt.timedelta(days=1)
    db.session.commit()
    with pytest.raises(NotFound):
        arrive(scene, "ben")
