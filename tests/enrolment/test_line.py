"""What no page reaches yet but the line promises: late enrolment needs a free seat, the journal is one chain."""

import json
import re

import pytest
from sqlalchemy import select

from mentorhub.enrolment.line import endings as endings_line
from mentorhub.enrolment.line import moves
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.locked import lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.rules.refusals import CohortFull
from mentorhub.enrolment.rules.states import entry_hash
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import GENESIS
from tests.support import factories
from tests.support.applicants import (
    assert_in_order,
    cohort,
    enrolment,
    journal_kinds,
    place_applicant,
    states,
)

pytestmark = pytest.mark.usefixtures("in_app")


def test_nobody_enrols_late_without_a_free_seat() -> None:
    scene = factories.scene(seats=1)
    ada, ben = place_applicant(scene, "ada"), place_applicant(scene, "ben")
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        endings_line.end(place, "leave")
        allocate(place)
    assert states(ben) == ["held"]
    with pytest.raises(CohortFull), transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        moves.enrol_late(place)
    assert_in_order()


def test_an_unknown_enrolment_is_not_found() -> None:
    with pytest.raises(NotFound), transaction(viewer=SYSTEM) as session:
        lock_place(session, 999)


def test_who_withdraws_is_mentored_no_longer_and_the_seat_goes_on() -> None:
    scene = factories.scene(seats=1)
    amara = factories.user("amara@example.org")
    enrolment_id, mentorship_id = factories.enrolled(scene, amara)
    ben = place_applicant(scene, "ben")
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        endings_line.end(place, "withdraw", reason="asked")
        allocate(place)
    assert states(enrolment_id, ben) == ["withdrawn", "held"]
    assert enrolment(ben).offered_at is not None
    assert db.session.get_one(Mentorship, mentorship_id).until_at is not None
    assert_in_order()


def test_the_smallest_free_seat_number_is_given_again() -> None:
    scene = factories.scene(seats=3)
    ids = [place_applicant(scene, name) for name in ("ada", "ben", "cleo")]
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ids[1])
        endings_line.end(place, "leave")
    assert enrolment(place_applicant(scene, "dov")).seat_number == 2


def test_each_entry_stands_on_the_one_before_and_names_nobody() -> None:
    scene = factories.scene(seats=1)
    place_applicant(scene, "ada")
    place_applicant(scene, "ben")
    db.session.rollback()
    entries = db.session.scalars(select(LineEntry).order_by(LineEntry.number)).all()
    head = GENESIS
    for number, entry in enumerate(entries, start=1):
        assert (entry.number, entry.previous_hash) == (number, head)
        assert entry.hash == entry_hash(head, entry.text)
        assert set(json.loads(entry.text)) == {"at", "cohort", "kind", "number", "place", "seat"}
        assert not re.search(r"\bada\b", entry.text.lower())  # an id may hold the emails
        head = entry.hash
    assert (cohort(scene).entries, cohort(scene).journal_head) == (len(entries), head)


def test_pausing_and_completing_keep_the_seat() -> None:
    scene = factories.scene(seats=1)
    enrolment_id, _ = factories.enrolled(scene, factories.user("amara@example.org"))
    row = enrolment(enrolment_id)
    row.pause("dispute", clock.now())
    db.session.commit()
    row.resume()
    row.complete(clock.now())
    db.session.commit()
    kept = db.session.get_one(Enrolment, enrolment_id)
    assert (kept.state.value, kept.seat_number, kept.paused_at) == ("completed", 1, None)


def _paused(enrolment_id: int) -> tuple[bool, str]:
    row = enrolment(enrolment_id)
    return row.paused_at is not None, row.pause_reason


def _pause(enrolment_id: int, reason: str) -> bool:
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        before = place.enrolment.paused_at
        moves.pause(place, reason)
        return place.enrolment.paused_at != before


def _resume(enrolment_id: int, reason: str) -> bool:
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, enrolment_id)
        before = place.enrolment.paused_at
        moves.resume(place, reason)
        return place.enrolment.paused_at != before


def test_a_seat_is_paused_for_its_first_reason_and_resumed_for_the_same() -> None:
    scene = factories.scene(seats=1)
    ada, _ = factories.enrolled(scene, factories.user("amara@example.org"))
    assert _pause(ada, "dispute")
    assert not _pause(ada, "instalment")
    assert _paused(ada) == (True, "dispute")
    assert not _resume(ada, "instalment")
    assert _paused(ada) == (True, "dispute")
    assert _resume(ada, "dispute")
    assert not _resume(ada, "dispute")
    assert _paused(ada) == (False, "")
    assert journal_kinds(scene) == ["placed", "granted", "paused", "resumed"]
    assert states(ada) == ["enrolled"]
    assert_in_order()


def test_only_an_enrolled_seat_is_paused() -> None:
    ada = place_applicant(factories.scene(), "ada")
    assert not _pause(ada, "dispute")
    assert _paused(ada) == (False, "")


def test_a_pause_ends_with_the_seat() -> None:
    scene = factories.scene(seats=1)
    ada, _ = factories.enrolled(scene, factories.user("amara@example.org"))
    _pause(ada, "dispute")
    with transaction(viewer=SYSTEM) as session:
        place = lock_place(session, ada)
        endings_line.end(place, "remove", reason="dispute_lost")
    assert _paused(ada) == (False, "")
    assert_in_order()
