"""Paid, but not what was asked: the seat waits without access until the practice accepts the money or sends it back."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.removals import queue_money_back
from mentorhub.enrolment.line import allocation, instalments, locks, money, moves
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import close_findings, has_finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.queries.programs import refuse_strangers

KIND = "price_mismatch"


def accept(enrolment_id: int, *, viewer: Viewer) -> None:
    """The amount paid is accepted: the seat is enrolled. Raises `NotFound` to strangers and where nothing waits."""
    with transaction(viewer=viewer) as session:
        cohort, enrolment, checkout = _waiting(session, enrolment_id, viewer=viewer)
        if enrolment.state != EnrolmentState.PAYING:
            raise NotFound
        now = clock.now()
        moves.confirm(session, cohort, enrolment, now=now)
        intent = session.scalar(
            select(Payment.payment_intent).where(Payment.checkout_id == checkout.id)
        )
        instalments.plan(session, cohort, enrolment, checkout, intent=intent)
        _close(session, checkout, now=now, by=viewer)


def refuse(enrolment_id: int, *, viewer: Viewer) -> None:
    """All of it goes back, and the seat to the next. For a place that has ended, only the money moves.

    Raises `NotFound` to strangers and where nothing waits.
    """
    with transaction(viewer=viewer) as session:
        cohort, enrolment, checkout = _waiting(session, enrolment_id, viewer=viewer)
        now = clock.now()
        left = money.left_minor(money.payments_of(session, enrolment_id))
        sent = money.send_back(session, enrolment, left, reason=KIND, now=now, by=viewer.id)
        if enrolment.state == EnrolmentState.PAYING:
            moves.end(session, cohort, enrolment, "remove", now=now, reason=KIND)
        queue_money_back(session, enrolment, refund_minor=sent, now=now)
        _close(session, checkout, now=now, by=viewer)
        allocation.allocate(session, cohort, now=now)


def _waiting(
    session: Session, enrolment_id: int, *, viewer: Viewer
) -> tuple[Cohort, Enrolment, Checkout]:
    cohort, enrolment = locks.locked_with(session, enrolment_id)
    refuse_strangers(cohort.practice_id, viewer=viewer)
    for checkout in session.scalars(select(Checkout).where(Checkout.enrolment_id == enrolment_id)):
        if has_finding(session, KIND, subject_public_id=checkout.public_id):
            return cohort, enrolment, checkout
    raise NotFound


def _close(session: Session, checkout: Checkout, *, now: dt.datetime, by: Viewer) -> None:
    close_findings(session, KIND, subject_public_id=checkout.public_id, now=now, by=by.id)
