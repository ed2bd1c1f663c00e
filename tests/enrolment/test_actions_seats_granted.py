"""Seats that the practice gives: on a free one if nobody waits, else on one added; nobody is overtaken."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mentorhub.enrolment.actions import endings, seats
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.rules.refusals import AlreadySeated, CohortOver
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.mail.outbox import OutboxMail
from mentorhub.programs.models.cohorts import Cohort, Price
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    claim,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    pass_time,
    place_applicant,
    states,
)
from tests.support.factories import Scene
from tests.support.unpromised import unpromised

pytestmark = pytest.mark.usefixtures("in_app")


def _mentor(scene: Scene) -> Viewer:
    return USER(scene.mentor_id)


def _grant(scene: Scene, name: str = "gus") -> int:
    return seats.grant_seat(
        scene.cohort_id, name=name.title(), email=f"{name}@example.org", viewer=_mentor(scene)
    )


def _last_entry(scene: Scene) -> dict[str, object]:
    db.session.rollback()
    text = db.session.scalars(
        select(LineEntry.text)
        .where(LineEntry.cohort_id == scene.cohort_id)
        .order_by(LineEntry.number.desc())
        .limit(1)
    ).one()
    context: dict[str, object] = json.loads(text)
    return context


def test_a_granted_seat_takes_a_free_one_if_nobody_waits() -> None:
    scene = factories.scene(seats=2)
    gus = _grant(scene)
    row = enrolment(gus)
    assert (row.state.value, row.seat_number, row.place) == ("enrolled", 1, 1)
    assert (row.amount_minor, row.granted_by, row.timezone) == (0, scene.mentor_id, "Europe/Oslo")
    assert (cohort(scene).seats, cohort(scene).taken, cohort(scene).waiting) == (2, 1, 0)
    assert journal_kinds(scene) == ["placed", "granted"]
    assert "seats" not in _last_entry(scene)
    db.session.rollback()
    mentorship = db.session.scalars(select(Mentorship)).one()
    assert (mentorship.enrolment_id, mentorship.mentor_id) == (gus, scene.mentor_id)
    assert_in_order()


def test_a_granted_seat_is_mailed_with_a_welcome_link() -> None:
    _grant(factories.scene())
    assert mails_to("gus") == ["enrolment.granted"]
    mail = db.session.scalars(select(OutboxMail)).one()
    assert "Ines Halvorsen Mentoring" in mail.subject


def test_a_granted_seat_is_added_where_none_is_free() -> None:
    scene = factories.scene(seats=1)
    ada = place_applicant(scene, "ada")
    ben = place_applicant(scene, "ben")
    gus = _grant(scene)
    assert states(ada, ben, gus) == ["held", "waiting", "enrolled"]
    assert (cohort(scene).seats, cohort(scene).taken, cohort(scene).releases) == (2, 2, 0)
    assert (_last_entry(scene)["kind"], _last_entry(scene)["seats"]) == ("granted", 2)
    assert_in_order()


def test_a_granted_seat_leaves_a_free_one_to_who_may_be_asked_again() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.pass_offer(ben)
    _grant(scene)
    assert states(ben) == ["waiting"]
    assert (cohort(scene).seats, cohort(scene).free) == (2, 1)
    assert_in_order()


def test_who_waits_keeps_the_place_and_is_granted_the_seat() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
    assert _grant(scene, "cleo") == cleo
    row = enrolment(cleo)
    assert (row.state.value, row.place, row.amount_minor) == ("enrolled", 3, 0)
    assert states(ben) == ["waiting"]
    assert (cohort(scene).seats, cohort(scene).waiting) == (2, 1)
    assert_in_order()


def test_the_only_one_who_waits_is_granted_the_seat_they_passed() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.pass_offer(ben)
    assert _grant(scene, "ben") == ben
    assert states(ben) == ["enrolled"]
    assert cohort(scene).seats == 1
    assert_in_order()


def test_who_arrived_before_is_placed_before_a_grant() -> None:
    scene = factories.scene(seats=1)
    ada = arrive(scene, "ada")
    gus = _grant(scene)
    assert states(ada, gus) == ["held", "enrolled"]
    assert (enrolment(ada).place, enrolment(gus).place, cohort(scene).seats) == (1, 2, 2)
    assert_in_order()


def test_who_has_a_seat_is_given_no_second_one() -> None:
    scene = factories.scene()
    gus = _grant(scene)
    with pytest.raises(AlreadySeated) as refusal:
        seats.grant_seat(
            scene.cohort_id, name="Gus", email="GUS@example.org", viewer=_mentor(scene)
        )
    assert refusal.value.enrolment_id == gus
    ada = place_applicant(scene, "ada")
    with pytest.raises(AlreadySeated) as refusal:
        _grant(scene, "ada")
    assert refusal.value.enrolment_id == ada


def test_a_seat_is_granted_on_the_last_day_and_no_longer() -> None:
    scene = factories.scene()
    ends_on = cohort(scene).ends_on
    pass_time(days=(ends_on - clock.now().date()).days)
    pass_time(hours=12 - clock.now().hour)
    _grant(scene)
    pass_time(days=1)
    with pytest.raises(CohortOver):
        _grant(scene, "hal")


def test_the_last_day_is_that_of_the_practice_whose_language_a_grant_speaks() -> None:
    scene = factories.scene()
    now = clock.now()
    # somewhere it is always another day than in London
    zone = "Pacific/Kiritimati" if now.hour >= 10 else "Pacific/Pago_Pago"
    today = now.astimezone(ZoneInfo(zone)).date()
    with transaction(viewer=SYSTEM) as session:
        row = session.get_one(Cohort, scene.cohort_id)
        row.program.practice.timezone, row.program.practice.locale = zone, "nb_NO"
        row.starts_on, row.ends_on = today - dt.timedelta(days=30), today
    assert enrolment(_grant(scene)).locale == "nb_NO"
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Cohort, scene.cohort_id).ends_on = today - dt.timedelta(days=1)
    with pytest.raises(CohortOver):
        _grant(scene, "hal")


def test_who_has_left_or_is_seated_elsewhere_is_granted_a_seat_here() -> None:
    scene = factories.scene()
    other = factories.program(scene.practice_id, scene.mentor_id, slug="second")
    left, elsewhere = place_applicant(scene, "gus"), place_applicant(other, "hal")
    endings.leave(left)
    gus, hal = _grant(scene, "gus"), _grant(scene, "hal")
    assert states(left, elsewhere, gus, hal) == ["left", "held", "enrolled", "enrolled"]
    assert {enrolment(one).cohort_id for one in (gus, hal)} == {scene.cohort_id}


def test_a_grant_names_the_price_of_today_or_else_any() -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session:
        session.get_one(Price, scene.price_id).available_until = clock.now() - dt.timedelta(days=1)
    gus = _grant(scene)
    assert enrolment(gus).price_id == scene.price_id
    with transaction(viewer=SYSTEM) as session:
        second = Price(
            practice_id=scene.practice_id,
            cohort_id=scene.cohort_id,
            position=2,
            kind="full",
            amount_minor=100,
            currency="usd",
        )
        session.add(second)
        session.flush()
        second_id = second.id
    hal = enrolment(_grant(scene, "hal"))
    assert (hal.price_id, hal.currency, hal.amount_minor) == (second_id, "usd", 0)


def test_nobody_is_granted_a_seat_in_a_cohort_without_a_price() -> None:
    scene = factories.scene()
    with transaction(viewer=SYSTEM) as session, unpromised(session, scene.cohort_id):
        session.delete(session.get_one(Price, scene.price_id))
    with pytest.raises(NotFound):
        _grant(scene)
    db.session.rollback()
    assert db.session.scalars(select(Enrolment)).all() == []


def test_who_was_granted_a_seat_can_withdraw_it() -> None:
    scene = factories.scene(seats=1)
    gus = _grant(scene)
    ben = place_applicant(scene, "ben")
    viewer = claim(gus)
    assert endings.withdraw(gus, viewer=viewer) == 0
    assert states(gus, ben) == ["withdrawn", "held"]
    assert_in_order()
