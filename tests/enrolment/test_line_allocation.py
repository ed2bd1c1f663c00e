"""What the line leaves behind it: counts and moments, whom an entry is about, and whom an action leaves alone."""

import datetime as dt
import json

import pytest
from sqlalchemy import select, update

from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.line import endings as endings_line
from mentorhub.enrolment.line import moves
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    enrol,
    enrolment,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _last_entry_at(scene: Scene) -> dt.datetime:
    db.session.rollback()
    return db.session.scalars(
        select(LineEntry.at)
        .where(LineEntry.cohort_id == scene.cohort_id)
        .order_by(LineEntry.number.desc())
        .limit(1)
    ).one()


def test_each_allocation_counts_and_says_when_it_was_an_offer_too() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    assert cohort(scene).allocation_number == 1
    pass_time(minutes=3)
    place_applicant(scene, "ben")
    assert (cohort(scene).allocation_number, cohort(scene).allocated_at) == (
        2,
        _last_entry_at(scene),
    )
    pass_time(minutes=3)
    endings.leave(ada)
    assert (cohort(scene).allocation_number, cohort(scene).allocated_at) == (
        3,
        _last_entry_at(scene),
    )


def test_who_arrived_first_is_placed_first_whatever_became_of_the_row() -> None:
    scene = factories.scene(seats=1)
    ids = [arrive(scene, name) for name in ("ada", "ben", "cleo")]
    with transaction(viewer=SYSTEM) as session:  # on PostgreSQL a changed row comes last
        session.execute(update(Enrolment).where(Enrolment.id == ids[0]).values(locale="nb_NO"))
    arrivals.allocate_cohort(scene.cohort_id)
    assert [enrolment(one).place for one in ids] == [1, 2, 3]


def test_each_cohort_numbers_its_own_seats() -> None:
    first = factories.scene()
    place_applicant(first, "ada")
    second = factories.program(first.practice_id, first.mentor_id, slug="second")
    assert enrolment(place_applicant(second, "ben")).seat_number == 1


def test_an_entry_says_whom_it_is_about_and_what_they_had_then() -> None:
    scene = factories.scene(seats=1)
    gus, _ = factories.enrolled(scene, factories.user("gus@example.org"))
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, gus)
        moves.pause(place, "dispute")
        moves.resume(place, "dispute")
    db.session.rollback()
    entries = db.session.scalars(select(LineEntry).order_by(LineEntry.number)).all()
    assert [(one.kind, one.enrolment_id) for one in entries] == [
        (kind, gus) for kind in ("placed", "granted", "paused", "resumed")
    ]
    for entry in entries:
        context = json.loads(entry.text)
        seat = None if entry.kind == "placed" else 1
        assert (context["cohort"], context["kind"]) == (cohort(scene).public_id, entry.kind)
        assert (context["number"], context["place"], context["seat"]) == (entry.number, 1, seat)


def test_a_seat_that_ends_ends_nobody_elses_mentoring() -> None:
    scene = factories.scene(seats=2)
    ada, hers = factories.enrolled(scene, factories.user("ada@example.org"))
    _, his = factories.enrolled(scene, factories.user("ben@example.org"))
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        endings_line.end(place, "withdraw")
        now = place.now
    db.session.rollback()
    assert db.session.get_one(Mentorship, hers).until_at == now
    assert db.session.get_one(Mentorship, his).until_at is None
    assert (enrolment(ada).ended_at, enrolment(ada).end_reason) == (now, "")


def test_who_pays_late_is_counted_beside_who_is_seated(stripe: StripeClient) -> None:
    scene = factories.scene(seats=3)
    enrol(stripe, scene, "ben")
    ada = place_applicant(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        endings_line.end(place, "lapse")
    fulfil(checkout_id)
    assert (states(ada), enrolment(ada).seat_number) == (["enrolled"], 2)
    assert cohort(scene).taken == 2
    assert_in_order()


def test_somebody_elses_open_checkout_holds_nobody_back(stripe: StripeClient) -> None:
    scene = factories.scene(seats=2)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    checkout_session(ben)
    endings.leave(ada)
    assert states(ada, ben) == ["left", "held"]


def test_a_granted_seat_says_since_when() -> None:
    scene = factories.scene()
    gus = seats.grant_seat(
        scene.cohort_id, name="Gus", email="gus@example.org", viewer=USER(scene.mentor_id)
    )
    assert enrolment(gus).enrolled_at == _last_entry_at(scene)


def test_every_release_counts() -> None:
    scene = factories.scene(seats=2)
    ada, ben, _ = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    endings.leave(ada)
    assert cohort(scene).releases == 1
    endings.leave(ben)
    assert cohort(scene).releases == 2
