"""Seats up and down: new ones are offered at once and in order, lowering frees nothing."""

import json

import pytest
from sqlalchemy import select

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions import arrivals, endings, seats
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.rules.refusals import CohortCalledOff, SeatsBelowTaken, SeatsTooMany
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.applicants import (
    arrive,
    assert_in_order,
    cohort,
    enrolment,
    journal_kinds,
    mails_to,
    place_applicant,
    states,
)
from tests.support.factories import Scene

pytestmark = pytest.mark.usefixtures("in_app")


def _mentor(scene: Scene) -> Viewer:
    return USER(scene.mentor_id)


def _set(scene: Scene, count: int) -> None:
    seats.set_seats(scene.cohort_id, seats=count, viewer=_mentor(scene))


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


def _entry_of(scene: Scene, kind: str) -> dict[str, object]:
    db.session.rollback()
    text = db.session.scalars(select(LineEntry.text).where(LineEntry.kind == kind)).one()
    context: dict[str, object] = json.loads(text)
    return context


def test_seats_that_are_added_are_offered_at_once_in_order() -> None:
    scene = factories.scene(seats=1)
    ids = [place_applicant(scene, name) for name in ("ada", "ben", "cleo", "dov")]
    _set(scene, 3)
    assert states(*ids) == ["held", "held", "held", "waiting"]
    assert mails_to("ben") == ["enrolment.waiting", "enrolment.offered"]
    assert journal_kinds(scene)[-3:] == ["seats_raised", "offered", "offered"]
    assert _entry_of(scene, "seats_raised") == {
        "at": _entry_of(scene, "seats_raised")["at"],
        "cohort": cohort(scene).public_id,
        "kind": "seats_raised",
        "number": 6,
        "place": None,
        "seat": None,
        "seats": 3,
    }
    assert (cohort(scene).seats, cohort(scene).releases) == (3, 1)
    assert_in_order()


def test_who_passed_an_offer_is_asked_again_when_seats_are_added() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    endings.leave(ada)
    endings.pass_offer(ben)
    _set(scene, 2)
    assert states(ben) == ["held"]
    assert_in_order()


def test_lowering_frees_nothing_and_offers_nothing() -> None:
    scene = factories.scene(seats=3)
    ada = place_applicant(scene, "ada")
    _set(scene, 1)
    assert states(ada) == ["held"]
    assert (cohort(scene).seats, cohort(scene).releases) == (1, 0)
    assert _last_entry(scene)["kind"] == "seats_lowered"
    assert _last_entry(scene)["seats"] == 1
    assert_in_order()


def test_seats_never_go_below_those_taken() -> None:
    scene = factories.scene(seats=3)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    with pytest.raises(SeatsBelowTaken) as refusal:
        _set(scene, 1)
    assert refusal.value.taken == 2
    assert cohort(scene).seats == 3
    assert_in_order()


def test_a_seat_free_at_their_arrival_is_not_lowered_away() -> None:
    scene = factories.scene(seats=2)
    place_applicant(scene, "ada")
    ben = arrive(scene, "ben")
    with pytest.raises(SeatsBelowTaken):
        _set(scene, 1)
    arrivals.allocate_cohort(scene.cohort_id)
    assert states(ben) == ["held"]
    assert enrolment(ben).offered_at is None


def test_who_arrived_before_the_lowering_is_placed_once() -> None:
    scene = factories.scene(seats=5)
    kept = [arrive(scene, name) for name in ("ada", "ben")]
    _set(scene, 3)
    assert [enrolment(one).place for one in kept] == [1, 2]
    assert states(*kept) == ["held", "held"]
    assert journal_kinds(scene) == ["placed", "placed", "held", "held", "seats_lowered"]


def test_a_seat_number_may_stay_above_the_count_after_a_lowering() -> None:
    scene = factories.scene(seats=3)
    ada, ben, cleo = (place_applicant(scene, name) for name in ("ada", "ben", "cleo"))
    endings.leave(ada)
    endings.leave(ben)
    _set(scene, 1)
    assert enrolment(cleo).seat_number == 3
    assert_in_order()
    _set(scene, 2)
    assert enrolment(place_applicant(scene, "dov")).seat_number == 1
    assert_in_order()


def test_ten_thousand_seats_are_the_most() -> None:
    scene = factories.scene()
    with pytest.raises(SeatsTooMany) as refusal:
        _set(scene, 10_001)
    assert refusal.value.max == 10_000
    _set(scene, 10_000)
    assert cohort(scene).seats == 10_000


def test_the_same_number_again_changes_nothing() -> None:
    scene = factories.scene(seats=2)
    _set(scene, 2)
    assert (journal_kinds(scene), cohort(scene).releases) == ([], 0)


def test_a_cohort_that_was_called_off_gets_no_seats() -> None:
    scene = factories.scene(seats=1)
    endings.cancel_cohort(scene.cohort_id, reason="Ill.", viewer=SYSTEM)
    with pytest.raises(CohortCalledOff):
        _set(scene, 2)
    with pytest.raises(CohortCalledOff):
        _grant(scene)


@pytest.mark.parametrize("role", [None, Role.ASSISTANT])
def test_strangers_and_assistants_neither_change_nor_give_seats(role: Role | None) -> None:
    scene = factories.scene()
    other = factories.user("other@example.org")
    if role:
        with transaction(viewer=SYSTEM) as session:
            session.add(
                Membership(
                    practice_id=scene.practice_id,
                    user_id=other,
                    role=role,
                    created_at=clock.now(),
                )
            )
    for viewer in (USER(other), PUBLIC):
        with pytest.raises(NotFound):
            seats.set_seats(scene.cohort_id, seats=9, viewer=viewer)
        with pytest.raises(NotFound):
            seats.grant_seat(scene.cohort_id, name="Gus", email="g@example.org", viewer=viewer)
    assert (cohort(scene).seats, journal_kinds(scene)) == (2, [])
