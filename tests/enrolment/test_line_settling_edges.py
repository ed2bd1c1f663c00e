"""What the line leaves behind it: counts and moments, whom an entry is about, and whom a deed leaves alone."""

import datetime as dt
import json

import pytest
from sqlalchemy import select, update

from mentorhub.enrolment import line
from mentorhub.enrolment.actions import arrivals, departures, seats
from mentorhub.enrolment.actions.fulfilment import fulfil
from mentorhub.enrolment.models import Enrolment, LineEntry, Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, USER, db, transaction
from tests import scenes
from tests.enrolment.line_up import (
    arrive,
    assert_in_order,
    checkout_session,
    cohort,
    come,
    enrol,
    enrolment,
    pass_time,
    states,
)
from tests.scenes import Scene
from tests.till import Till

pytestmark = pytest.mark.usefixtures("in_app")


def _last_entry_at(scene: Scene) -> dt.datetime:
    db.session.rollback()
    return db.session.scalars(
        select(LineEntry.at)
        .where(LineEntry.cohort_id == scene.cohort_id)
        .order_by(LineEntry.number.desc())
        .limit(1)
    ).one()


def test_each_settlement_counts_and_says_when_it_was_an_offer_too() -> None:
    scene = scenes.scene(seats=1)
    ada = come(scene, "ada")
    assert cohort(scene).settle_number == 1
    pass_time(minutes=3)
    come(scene, "ben")
    assert (cohort(scene).settle_number, cohort(scene).settled_at) == (2, _last_entry_at(scene))
    pass_time(minutes=3)
    departures.leave(ada)
    assert (cohort(scene).settle_number, cohort(scene).settled_at) == (3, _last_entry_at(scene))


def test_who_arrived_first_is_placed_first_whatever_became_of_the_row() -> None:
    scene = scenes.scene(seats=1)
    ids = [arrive(scene, name) for name in ("ada", "ben", "cleo")]
    with transaction(viewer=SYSTEM) as session:  # on PostgreSQL a changed row comes last
        session.execute(update(Enrolment).where(Enrolment.id == ids[0]).values(locale="nb_NO"))
    arrivals.settle_cohort(scene.cohort_id)
    assert [enrolment(one).place for one in ids] == [1, 2, 3]


def test_each_cohort_numbers_its_own_seats() -> None:
    first = scenes.scene()
    come(first, "ada")
    second = scenes.program(first.practice_id, first.mentor_id, slug="second")
    assert enrolment(come(second, "ben")).seat_number == 1


def test_an_entry_says_whom_it_is_about_and_what_they_had_then() -> None:
    scene = scenes.scene(seats=1)
    gus, _ = scenes.enrolled(scene, scenes.user("gus@example.org"))
    with transaction(viewer=SYSTEM) as session:
        locked, row = line.locked_with(session, gus)
        line.pause(session, locked, row, "dispute", now=clock.now())
        line.resume(session, locked, row, "dispute", now=clock.now())
    db.session.rollback()
    entries = db.session.scalars(select(LineEntry).order_by(LineEntry.number)).all()
    assert [(one.kind, one.enrolment_id) for one in entries] == [
        (kind, gus) for kind in ("placed", "granted", "paused", "resumed")
    ]
    for entry in entries:
        facts = json.loads(entry.text)
        seat = None if entry.kind == "placed" else 1
        assert (facts["cohort"], facts["kind"]) == (cohort(scene).public_id, entry.kind)
        assert (facts["number"], facts["place"], facts["seat"]) == (entry.number, 1, seat)


def test_a_seat_that_ends_ends_nobody_elses_mentoring() -> None:
    scene = scenes.scene(seats=2)
    ada, hers = scenes.enrolled(scene, scenes.user("ada@example.org"))
    _, his = scenes.enrolled(scene, scenes.user("ben@example.org"))
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        locked, row = line.locked_with(session, ada)
        line.end(session, locked, row, "withdraw", now=now)
    db.session.rollback()
    assert db.session.get_one(Mentorship, hers).until_at == now
    assert db.session.get_one(Mentorship, his).until_at is None
    assert (enrolment(ada).ended_at, enrolment(ada).end_reason) == (now, "")


def test_who_pays_late_is_counted_beside_who_is_seated(stripe: Till) -> None:
    scene = scenes.scene(seats=3)
    enrol(stripe, scene, "ben")
    ada = come(scene, "ada")
    checkout_id, session_id = checkout_session(ada)
    stripe.pay(session_id)
    with transaction(viewer=SYSTEM) as session:
        locked, row = line.locked_with(session, ada)
        line.end(session, locked, row, "lapse", now=clock.now())
    fulfil(checkout_id)
    assert (states(ada), enrolment(ada).seat_number) == (["enrolled"], 2)
    assert cohort(scene).taken == 2
    assert_in_order()


def test_somebody_elses_open_checkout_holds_nobody_back(stripe: Till) -> None:
    scene = scenes.scene(seats=2)
    ada, ben = come(scene, "ada"), come(scene, "ben")
    checkout_session(ben)
    departures.leave(ada)
    assert states(ada, ben) == ["left", "held"]


def test_a_granted_seat_says_since_when() -> None:
    scene = scenes.scene()
    gus = seats.grant_seat(
        scene.cohort_id, name="Gus", email="gus@example.org", viewer=USER(scene.mentor_id)
    )
    assert enrolment(gus).enrolled_at == _last_entry_at(scene)


def test_every_release_counts() -> None:
    scene = scenes.scene(seats=2)
    ada, ben, _ = (come(scene, name) for name in ("ada", "ben", "cleo"))
    departures.leave(ada)
    assert cohort(scene).releases == 1
    departures.leave(ben)
    assert cohort(scene).releases == 2
