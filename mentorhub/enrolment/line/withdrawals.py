"""Leaving by one's own choice: a place or a held seat, a paid seat, or a programme that is over."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.removals import queue_withdrawn
from mentorhub.enrolment.line import (
    allocation,
    journal,
    mentorships,
    money,
    moves,
)
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.programs.models.cohorts import Cohort


def leave(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A place or a held seat, before it is paid. Raises `CheckoutUnderway`."""
    money.refuse_while_payable(session, enrolment.id)
    moves.end(session, cohort, enrolment, "leave", now=now)
    allocation.allocate(session, cohort, now=now)


def withdraw(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, by: int | None, now: dt.datetime
) -> int:
    """An enrolled seat; the minor units that go back by the programme's policy. Raises `CheckoutUnderway`."""
    money.refuse_while_payable(session, enrolment.id)
    due = money.due_by_policy_minor(cohort, money.payments_of(session, enrolment.id), now=now)
    moves.end(session, cohort, enrolment, "withdraw", now=now)
    money.cancel_instalments(session, enrolment)
    sent = money.send_back(session, enrolment, due, reason="withdrawn", now=now, by=by)
    queue_withdrawn(session, enrolment, refund_minor=sent, now=now)
    allocation.allocate(session, cohort, now=now)
    return sent


def complete(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """An enrolled seat of a programme that is over: it becomes completed, and nobody is offered it."""
    enrolment.resume()
    enrolment.complete(now)
    mentorships.finish(session, enrolment, now=now)
    journal.write(session, cohort, enrolment, "completed", now=now)
