"""Why an enrolled seat pauses: a payment disputed at its bank, or an instalment that was missed."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.seats import queue_paused, queue_resumed
from mentorhub.enrolment.line.money import payments_of
from mentorhub.enrolment.line.moves import pause, resume
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.rules.refunds import DisputeState
from mentorhub.programs.models.cohorts import Cohort

DISPUTE, INSTALMENT = "dispute", "instalment"


def begin(
    session: Session, cohort: Cohort, enrolment: Enrolment, reason: str, *, now: dt.datetime
) -> None:
    """Pause an enrolled seat, and say so; nothing where it is paused already."""
    if pause(session, cohort, enrolment, reason, now=now):
        queue_paused(session, enrolment, now=now)


def finish(
    session: Session, cohort: Cohort, enrolment: Enrolment, reason: str, *, now: dt.datetime
) -> None:
    """The pause ends with the last thing of its reason; where another reason is left, it goes on for that."""
    left = _reasons(session, enrolment.id)
    if reason in left or not resume(session, cohort, enrolment, reason, now=now):
        return
    if left:
        pause(session, cohort, enrolment, left[0], now=now)
    else:
        queue_resumed(session, enrolment, now=now)


def _reasons(session: Session, enrolment_id: int) -> list[str]:
    disputes = (one for paid in payments_of(session, enrolment_id) for one in paid.disputes)
    reasons = [DISPUTE] if any(one.state == DisputeState.OPEN for one in disputes) else []
    missed = session.scalar(
        select(Instalment.id)
        .where(Instalment.enrolment_id == enrolment_id, Instalment.state == InstalmentState.MISSED)
        .limit(1)
    )
    return reasons if missed is None else [*reasons, INSTALMENT]
