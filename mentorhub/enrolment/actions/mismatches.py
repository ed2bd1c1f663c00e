"""Paid, but not what was asked: the seat waits without access until the practice accepts the money or sends it back."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment import emails, line
from mentorhub.enrolment.models import Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database import Viewer, transaction
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.findings import close_findings, has_finding
from mentorhub.payments.models import Checkout, Payment
from mentorhub.programs.models import Cohort
from mentorhub.programs.queries import refuse_strangers

KIND = "price_mismatch"


def accept(enrolment_id: int, *, viewer: Viewer) -> None:
    """The amount paid is accepted: the seat is enrolled. Raises `NotFound` to strangers and where nothing waits."""
    with transaction(viewer=viewer) as session:
        cohort, enrolment, checkout = _waiting(session, enrolment_id, viewer=viewer)
        if enrolment.state != EnrolmentState.PAYING:
            raise NotFound
        now = clock.now()
        line.confirm(session, cohort, enrolment, now=now)
        intent = session.scalar(
            select(Payment.payment_intent).where(Payment.checkout_id == checkout.id)
        )
        line.instalments.plan(session, cohort, enrolment, checkout, intent=intent)
        _close(session, checkout, now=now, by=viewer)


def refuse(enrolment_id: int, *, viewer: Viewer) -> None:
    """All of it goes back, and the seat to the next. For a place that has ended, only the money moves.

    Raises `NotFound` to strangers and where nothing waits.
    """
    with transaction(viewer=viewer) as session:
        cohort, enrolment, checkout = _waiting(session, enrolment_id, viewer=viewer)
        now = clock.now()
        left = line.money.left_minor(line.money.payments_of(session, enrolment_id))
        sent = line.money.send_back(session, enrolment, left, reason=KIND, now=now, by=viewer.id)
        if enrolment.state == EnrolmentState.PAYING:
            line.end(session, cohort, enrolment, "remove", now=now, reason=KIND)
        emails.queue_money_back(session, enrolment, refund_minor=sent, now=now)
        _close(session, checkout, now=now, by=viewer)
        line.allocate(session, cohort, now=now)


def _waiting(
    session: Session, enrolment_id: int, *, viewer: Viewer
) -> tuple[Cohort, Enrolment, Checkout]:
    cohort, enrolment = line.locked_with(session, enrolment_id)
    refuse_strangers(cohort.practice_id, viewer=viewer)
    for checkout in session.scalars(select(Checkout).where(Checkout.enrolment_id == enrolment_id)):
        if has_finding(session, KIND, subject_public_id=checkout.public_id):
            return cohort, enrolment, checkout
    raise NotFound


def _close(session: Session, checkout: Checkout, *, now: dt.datetime, by: Viewer) -> None:
    close_findings(session, KIND, subject_public_id=checkout.public_id, now=now, by=by.id)
