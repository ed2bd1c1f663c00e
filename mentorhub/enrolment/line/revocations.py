"""A seat that ends because of its money: all of it went back, a bank took it, or a part of it never came."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.removals import queue_seat_ended
from mentorhub.enrolment.line import allocation, money, moves
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.programs.models.cohorts import Cohort


def revoke_seat(
    session: Session, cohort: Cohort, enrolment: Enrolment, why: str, *, now: dt.datetime
) -> None:
    """End an enrolled seat, ask for nothing more, say why, and offer it on. Raises `CheckoutUnderway`."""
    money.refuse_while_payable(session, enrolment.id)
    moves.end(session, cohort, enrolment, "remove", now=now, reason=why)
    money.cancel_instalments(session, enrolment)
    queue_seat_ended(session, enrolment, why=why, now=now)
    allocation.allocate(session, cohort, now=now)
