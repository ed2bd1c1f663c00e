"""Money that goes back by hand: asked for by the practice here, or found in Stripe's dashboard."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.removals import queue_money_back
from mentorhub.enrolment.line import locks, money, revocations
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import (
    MoneyOnItsWay,
    PaymentDisputed,
    RefundExceeds,
    RefundUnderway,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.refunds import DROPPED, UNDONE_REFUNDS, RefundState, refund_verb
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.queries.programs import refuse_strangers

HOLDS_MONEY = (EnrolmentState.ENROLLED, EnrolmentState.PAYING)


def refund(enrolment_id: int, *, amount_minor: int, viewer: Viewer) -> None:
    """The practice sends a part back, or all of it; all of it frees an enrolled seat in the same commit.

    `amount_minor` is in the seat's currency. Raises `RefundExceeds`, `PaymentDisputed`,
    `MoneyOnItsWay`, `CheckoutUnderway`; `NotFound` to strangers.
    """
    with transaction(viewer=viewer) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        refuse_strangers(cohort.practice_id, viewer=viewer)
        if enrolment.state == EnrolmentState.PAYING:
            raise MoneyOnItsWay
        now = clock.now()
        payments = money.payments_of(session, enrolment_id)
        _refuse_too_much(payments, amount_minor)
        sent = money.send_back(
            session, enrolment, amount_minor, reason="goodwill", now=now, by=viewer.id
        )
        queue_money_back(session, enrolment, refund_minor=sent, now=now)
        _free_if_all_went_back(session, cohort, enrolment, now=now)


def recognise_refunds(payment_id: int) -> None:
    """Bring a payment's refunds to what Stripe says: ours by id or reference, others as made in its dashboard.

    A full one frees an enrolled seat. Idempotent. Raises `StripeUnavailable`; `RefundUnderway` while
    one of ours may be on its way to the same money.
    """
    with transaction(viewer=SYSTEM) as session:
        payment = session.get_one(Payment, payment_id)
        intent, account = payment.payment_intent, payment.stripe_account
        enrolment_id = money.owner_of(session, payment)
    if intent is None:
        return
    data = stripe_refunds.refunds_of(intent, account=account)  # 1. ask, outside any transaction
    with transaction(viewer=SYSTEM) as session:  # 2. and write it down, under the cohort's lock
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        payment = session.get_one(Payment, payment_id, populate_existing=True)
        now = clock.now()
        found = [_recognised(session, payment, one, now=now) for one in data]
        _make_room(payment, known={one.id for one in found})
        session.flush()
        if any(one.reason == "dashboard" for one in found):
            _free_if_all_went_back(session, cohort, enrolment, now=now)


def _refuse_too_much(payments: Sequence[Payment], amount_minor: int) -> None:
    most = money.refundable_minor(payments)
    if 0 < amount_minor <= most:
        return
    if most < amount_minor <= money.left_minor(payments):
        raise PaymentDisputed
    raise RefundExceeds(most)


def _recognised(
    session: Session, payment: Payment, data: RefundData, *, now: dt.datetime
) -> Refund:
    refund = _known(payment.refunds, data) or _made_by_hand(session, payment, data, now=now)
    verb = refund_verb(data.status, refund.state)
    refund.stripe_refund = data.id
    if verb is not None:
        refund.move(verb)
    if refund.state in UNDONE_REFUNDS and verb is not None:
        refund.failure_reason = data.failure_reason or data.status
        _notify(session, "refund_failed", refund, now=now)
    return refund


def _known(refunds: Iterable[Refund], data: RefundData) -> Refund | None:
    for refund in refunds:
        if data.id == refund.stripe_refund or data.reference == refund.public_id:
            return refund
    return None


def _made_by_hand(
    session: Session, payment: Payment, data: RefundData, *, now: dt.datetime
) -> Refund:
    refund = Refund(
        practice_id=payment.practice_id,
        reason="dashboard",
        stripe_account=payment.stripe_account,
        stripe_refund=data.id,
        amount_minor=data.amount_minor,
        currency=data.currency,
        requested_at=now,
        due_at=now,
    )
    payment.refunds.append(refund)
    session.flush()
    _notify(session, "refunded_in_dashboard", refund, now=now)
    return refund


def _make_room(payment: Payment, *, known: set[int]) -> None:
    """Money that went back by hand cannot go back again: what we had queued and never asked for is dropped."""
    unsent = [one for one in payment.refunds if one.state == RefundState.QUEUED]
    for refund in unsent:
        if payment.kept_minor < 0 and refund.id not in known:
            if refund.attempts:
                raise RefundUnderway
            refund.failure_reason = DROPPED
            refund.move("cancel")


def _free_if_all_went_back(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> None:
    if enrolment.state not in HOLDS_MONEY:
        return
    payments = money.payments_of(session, enrolment.id)
    paid = sum(payment.amount_minor for payment in payments)
    if not paid or money.left_minor(payments):
        return
    revocations.revoke_seat(session, cohort, enrolment, "refunded", now=now)


def _notify(session: Session, kind: str, refund: Refund, *, now: dt.datetime) -> None:
    open_finding(
        session,
        kind,
        subject_type="refund",
        subject_public_id=refund.public_id,
        practice_id=refund.practice_id,
        detail=refund.failure_reason,
        now=now,
    )
