"""What becomes of a place while it goes on: enrolled and mentored, awaiting money, passed on, paused and resumed."""

import datetime as dt

from sqlalchemy import select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.queries.closing import stays
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.emails.places import queue_hold_extended
from mentorhub.enrolment.emails.seats import (
    queue_enrolled,
    queue_granted,
    queue_paused,
    queue_resumed,
)
from mentorhub.enrolment.line.allocation import free_numbers, release
from mentorhub.enrolment.line.locked import LockedCohort, LockedPlace
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.queries.checkouts import money_of_place
from mentorhub.enrolment.rules.refusals import CohortFull
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.rules.instalments import InstalmentState

DISPUTE, INSTALMENT = "dispute", "instalment"  # why a seat pauses: disputed money, a missed payment


def confirm(place: LockedPlace) -> None:
    """The seat is paid (or free of charge): enrol, and begin the mentorship."""
    place.enrolment.confirm(place.now)
    _begin_mentorship(place)
    place.record("enrolled")
    queue_enrolled(place.session, place.enrolment, now=place.now)


def enrol_late(place: LockedPlace) -> None:
    """Paid after the place had ended, while a seat is free and nobody who can be asked waits for it."""
    if place.cohort.free <= 0:
        raise CohortFull
    place.enrolment.enrol_late(free_numbers(place, 1)[0], place.now)
    place.cohort.taken += 1
    _begin_mentorship(place)
    place.record("enrolled_late")
    queue_enrolled(place.session, place.enrolment, now=place.now)


def grant(place: LockedPlace, *, by: int | None) -> None:
    """Enrol somebody who waits, without a payment: on a free seat if nobody else waits, or on one added for it.

    The added seat is filled in the same commit, so it is no release and nobody is overtaken.
    """
    cohort = place.cohort
    is_added = cohort.free <= 0 or cohort.waiting > 1
    if is_added:
        cohort.seats += 1
    place.enrolment.grant(free_numbers(place, 1)[0], place.now, by=by)
    cohort.taken += 1
    cohort.waiting -= 1
    _begin_mentorship(place)
    place.record("granted", seats=cohort.seats if is_added else None)
    queue_granted(place.session, place.enrolment, now=place.now)


def await_money(place: LockedPlace) -> None:
    """The checkout is done; its money is on the way."""
    place.enrolment.await_money()
    place.record("paying")


def pass_on(place: LockedPlace) -> None:
    """Decline an offer, keep the place; can be asked again at the next release."""
    release(place.cohort)
    place.enrolment.pass_on(place.cohort.releases)
    place.cohort.waiting += 1
    place.record("passed")
    place.session.flush()


def extend_hold(place: LockedPlace, until: dt.datetime) -> None:
    """The seat is held for longer, and its applicant is told until when."""
    place.enrolment.extend(until)
    place.record("hold_extended")
    queue_hold_extended(place.session, place.enrolment, now=place.now)


def pause(place: LockedPlace, reason: str) -> None:
    """Pause an enrolled seat, and say so; nothing where it is paused already."""
    if _pause(place, reason):
        queue_paused(place.session, place.enrolment, now=place.now)


def resume(place: LockedPlace, reason: str) -> None:
    """The pause ends with the last thing of its reason; where another reason is left, it goes on for that."""
    left = _reasons(place)
    enrolment = place.enrolment
    if reason in left or enrolment.paused_at is None or enrolment.pause_reason != reason:
        return
    enrolment.resume()
    place.record("resumed")
    if left:
        _pause(place, left[0])
    else:
        queue_resumed(place.session, enrolment, now=place.now)


def finish_mentorship(place: LockedPlace) -> None:
    """Nobody mentors them from now on."""
    for mentorship in place.session.scalars(
        select(Mentorship).where(
            Mentorship.enrolment_id == place.enrolment.id, Mentorship.until_at.is_(None)
        )
    ):
        mentorship.finish(place.now)


def _begin_mentorship(place: LockedPlace) -> None:
    """The cohort's mentor mentors them from now on; where that account is being closed, an owner of the practice.

    No mentor closes theirs while the programme goes on, but a seat may be paid after its end: it is enrolled even so.
    In a rehearsal there is nobody to mentor.
    """
    if place.cohort.is_rehearsal:
        return
    place.session.add(
        Mentorship(
            practice_id=place.cohort.practice_id,
            enrolment_id=place.enrolment.id,
            mentor_id=_mentor(place),
            from_at=place.now,
        )
    )


def _mentor(line: LockedCohort) -> int:
    if stays(line.session, line.cohort.mentor_id):
        return line.cohort.mentor_id
    owners = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.practice_id == line.cohort.practice_id,
            Membership.role == Role.OWNER,
            User.closing_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(read=True, key_share=True, of=User)
    )
    with asking_for(SYSTEM):  # who pays knows no member of the practice
        return line.session.scalars(owners).all()[0]  # a practice keeps an owner who stays


def _pause(place: LockedPlace, reason: str) -> bool:
    """False where it is paused already (the first reason stays) or not enrolled."""
    enrolment = place.enrolment
    if enrolment.state != EnrolmentState.ENROLLED or enrolment.paused_at is not None:
        return False
    enrolment.pause(reason, place.now)
    place.record("paused")
    return True


def _reasons(place: LockedPlace) -> list[str]:
    enrolment_id = place.enrolment.id
    is_disputed = money_of_place(place.session, enrolment_id).is_disputed
    reasons = [DISPUTE] if is_disputed else []
    missed = place.session.scalar(
        select(Instalment.id)
        .where(Instalment.enrolment_id == enrolment_id, Instalment.state == InstalmentState.MISSED)
        .limit(1)
    )
    return reasons if missed is None else [*reasons, INSTALMENT]
