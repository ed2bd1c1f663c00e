"""What happens to the line under the cohort's lock: number, seat, release, confirm, pass, settle; `journal` beside it.

Every function takes the locked cohort, keeps its counters true, writes the entry and queues the mail; none commits.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment import emails, rules
from mentorhub.enrolment.line import journal
from mentorhub.enrolment.models import Enrolment, Mentorship
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models import Cohort


def locked(session: Session, cohort_id: int) -> Cohort:
    """The cohort under its lock until the transaction ends; raises `NotFound`.

    The lock is its own statement and the read the next: one statement for both sold two seats of one.
    FOR NO KEY UPDATE, since plain FOR UPDATE blocks the inserts that point here and deadlocks.
    """
    session.execute(select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True))
    cohort = session.get(Cohort, cohort_id, populate_existing=True)
    if cohort is None:
        raise NotFound
    return cohort


def locked_with(session: Session, enrolment_id: int) -> tuple[Cohort, Enrolment]:
    """The enrolment's cohort under its lock, then the enrolment read anew; raises `NotFound`."""
    cohort_id = session.scalar(select(Enrolment.cohort_id).where(Enrolment.id == enrolment_id))
    if cohort_id is None:
        raise NotFound
    cohort = locked(session, cohort_id)
    return cohort, session.get_one(Enrolment, enrolment_id, populate_existing=True)


def settle(session: Session, cohort: Cohort, *, now: dt.datetime) -> None:
    """Number the unplaced in the order of their arrival, then give free seats to the earliest askable."""
    arrived = _number(session, cohort, now=now)
    new_here = {enrolment.id for enrolment in arrived}
    askable = _askable(session, cohort)
    for enrolment, number in zip(
        askable, _free_numbers(session, cohort, len(askable)), strict=True
    ):
        _seat(session, cohort, enrolment, number, is_offer=enrolment.id not in new_here, now=now)
    for enrolment in arrived:
        if enrolment.state == EnrolmentState.WAITING:
            emails.queue_waiting(session, enrolment, now=now)
    if arrived or askable:
        cohort.settle_number += 1
        cohort.settled_at = now


def confirm(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The seat is paid (or free of charge): enrol, and begin the mentorship."""
    enrolment.confirm(now)
    _begin_mentorship(session, cohort, enrolment, now=now)
    journal.write(session, cohort, enrolment, "enrolled", now=now)
    emails.queue_enrolled(session, enrolment, now=now)


def enrol_late(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Paid after the place had ended, while a seat is free and nobody askable waits for it."""
    if cohort.free <= 0:
        raise rules.CohortFull
    enrolment.enrol_late(_free_numbers(session, cohort, 1)[0], now)
    cohort.taken += 1
    _begin_mentorship(session, cohort, enrolment, now=now)
    journal.write(session, cohort, enrolment, "enrolled_late", now=now)
    emails.queue_enrolled(session, enrolment, now=now)


def await_money(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> None:
    """The checkout is done; its money is on the way."""
    enrolment.await_money()
    journal.write(session, cohort, enrolment, "paying", now=now)


def end(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    verb: str,
    *,
    now: dt.datetime,
    reason: str = "",
) -> None:
    """Lapse, leave, decline, withdraw or remove; a seat that comes free counts as a release."""
    was_seated = enrolment.seat_number is not None
    enrolment.end(verb, now=now, reason=reason)
    _end_mentorship(session, enrolment, now=now)
    if was_seated:
        _release(cohort)
    else:
        cohort.waiting -= 1
    journal.write(session, cohort, enrolment, enrolment.state.value, now=now)
    session.flush()  # a seat number must be free in the database before it is given again


def pass_on(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Decline an offer, keep the place; askable again at the next release."""
    _release(cohort)
    enrolment.pass_on(cohort.releases)
    cohort.waiting += 1
    journal.write(session, cohort, enrolment, "passed", now=now)
    session.flush()


def _number(session: Session, cohort: Cohort, *, now: dt.datetime) -> Sequence[Enrolment]:
    arrived = session.scalars(
        select(Enrolment)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.state == EnrolmentState.ARRIVED)
        .order_by(Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    for enrolment in arrived:
        cohort.last_place += 1
        cohort.waiting += 1
        enrolment.number(cohort.last_place)
        journal.write(session, cohort, enrolment, "placed", now=now)
    session.flush()
    return arrived


def _askable(session: Session, cohort: Cohort) -> Sequence[Enrolment]:
    if cohort.free <= 0 or cohort.waiting <= 0:
        return ()
    return session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state == EnrolmentState.WAITING,
            (Enrolment.passed_release.is_(None)) | (Enrolment.passed_release < cohort.releases),
        )
        .order_by(Enrolment.place)
        .limit(cohort.free)
    ).all()


def _seat(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment,
    number: int,
    *,
    is_offer: bool,
    now: dt.datetime,
) -> None:
    if is_offer:
        until = rules.offer_deadline(
            now=now, offer_hours=cohort.offer_hours, zone=enrolment.timezone
        )
    else:
        until = rules.hold_deadline(now=now, claim_minutes=cohort.claim_minutes)
    enrolment.seat(number, until=until, offered_at=now if is_offer else None)
    cohort.taken += 1
    cohort.waiting -= 1
    journal.write(session, cohort, enrolment, "offered" if is_offer else "held", now=now)
    tell = emails.queue_offered if is_offer else emails.queue_held
    tell(session, enrolment, now=now)


def _free_numbers(session: Session, cohort: Cohort, count: int) -> list[int]:
    if not count:
        return []
    used = set(
        session.scalars(
            select(Enrolment.seat_number).where(
                Enrolment.cohort_id == cohort.id, Enrolment.seat_number.is_not(None)
            )
        )
    )
    return [number for number in range(1, cohort.seats + 1) if number not in used][:count]


def _release(cohort: Cohort) -> None:
    cohort.taken -= 1
    cohort.releases += 1


def _begin_mentorship(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> None:
    session.add(
        Mentorship(
            practice_id=cohort.practice_id,
            enrolment_id=enrolment.id,
            mentor_id=cohort.mentor_id,
            from_at=now,
        )
    )


def _end_mentorship(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    for mentorship in session.scalars(
        select(Mentorship).where(
            Mentorship.enrolment_id == enrolment.id, Mentorship.until_at.is_(None)
        )
    ):
        mentorship.finish(now)
