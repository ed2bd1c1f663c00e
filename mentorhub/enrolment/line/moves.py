"""What becomes of a place: confirmed, enrolled late, awaiting money, passed on, paused, ended."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.seats import queue_enrolled
from mentorhub.enrolment.line import journal, mentorships
from mentorhub.enrolment.line.seats import free_numbers, release
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import CohortFull
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.programs.models.cohorts import Cohort


def confirm(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The seat is paid (or free of charge): enrol, and begin the mentorship."""
    enrolment.confirm(now)
    mentorships.begin(session, cohort, enrolment, now=now)
    journal.write(session, cohort, enrolment, "enrolled", now=now)
    queue_enrolled(session, enrolment, now=now)


def enrol_late(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Paid after the place had ended, while a seat is free and nobody askable waits for it."""
    if cohort.free <= 0:
        raise CohortFull
    enrolment.enrol_late(free_numbers(session, cohort, 1)[0], now)
    cohort.taken += 1
    mentorships.begin(session, cohort, enrolment, now=now)
    journal.write(session, cohort, enrolment, "enrolled_late", now=now)
    queue_enrolled(session, enrolment, now=now)


def await_money(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> None:
    """The checkout is done; its money is on the way."""
    enrolment.await_money()
    journal.write(session, cohort, enrolment, "paying", now=now)


def pass_on(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Decline an offer, keep the place; askable again at the next release."""
    release(cohort)
    enrolment.pass_on(cohort.releases)
    cohort.waiting += 1
    journal.write(session, cohort, enrolment, "passed", now=now)
    session.flush()


def pause(
    session: Session, cohort: Cohort, enrolment: Enrolment, reason: str, *, now: dt.datetime
) -> bool:
    """Pause an enrolled seat; False where it is paused already (the first reason stays) or not enrolled."""
    if enrolment.state != EnrolmentState.ENROLLED or enrolment.paused_at is not None:
        return False
    enrolment.pause(reason, now)
    journal.write(session, cohort, enrolment, "paused", now=now)
    return True


def resume(
    session: Session, cohort: Cohort, enrolment: Enrolment, reason: str, *, now: dt.datetime
) -> bool:
    """Clear the pause of this reason; False where there is none, or one of another reason."""
    if enrolment.paused_at is None or enrolment.pause_reason != reason:
        return False
    enrolment.resume()
    journal.write(session, cohort, enrolment, "resumed", now=now)
    return True


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
    mentorships.finish(session, enrolment, now=now)
    if was_seated:
        release(cohort)
    else:
        cohort.waiting -= 1
    journal.write(session, cohort, enrolment, enrolment.state.value, now=now)
    session.flush()  # a seat number must be free in the database before it is given again


def cancel(session: Session, cohort: Cohort, *, reason: str, now: dt.datetime) -> None:
    """Call the cohort off: no seat is offered any more; `reason` is mailed to everybody in it."""
    cohort.cancel(now, reason=reason)
    journal.write(session, cohort, None, "cancelled", now=now)
