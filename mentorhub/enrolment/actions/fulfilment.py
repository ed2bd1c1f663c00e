"""Fulfilment is one action, run by event, return page and reconciliation alike: ask Stripe, then one transaction."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.places import queue_declined
from mentorhub.enrolment.emails.removals import queue_refunded
from mentorhub.enrolment.line import allocation, charges, instalments, locks, moves
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import LIVE, UNPAID_ENDS, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import CHECKOUT, LIVE_CHECKOUTS, CheckoutState
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules import CohortState


def fulfil(checkout_id: int, *, is_repair: bool = False) -> None:
    """Bring an enrolment to what Stripe says of its checkout. Idempotent, safe under concurrency.

    `is_repair`: no event arrived, we asked Stripe; a payment found that way opens a finding.
    Raises `StripeUnavailable`: nothing changed, and whoever called will call again.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id)
        session_id, account = checkout.stripe_session, checkout.stripe_account
        enrolment_id = checkout.enrolment_id
    if session_id is None:
        return
    data = stripe_sessions.session(session_id, account=account)  # 1. ask, outside any transaction
    with transaction(viewer=SYSTEM) as session:  # 2. and decide, under the cohort's lock
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        checkout = session.get_one(Checkout, checkout_id, populate_existing=True)
        now = clock.now()
        was_completed = checkout.state == CheckoutState.COMPLETED
        _Fulfilment(session, cohort, enrolment, checkout, now).apply(data)
        if is_repair and checkout.state == CheckoutState.COMPLETED and not was_completed:
            _notify_repaired(session, checkout, now=now)


def _notify_repaired(session: Session, checkout: Checkout, *, now: dt.datetime) -> None:
    open_finding(
        session,
        "checkout_repaired",
        subject_type="checkout",
        subject_public_id=checkout.public_id,
        practice_id=checkout.practice_id,
        now=now,
    )


class _Fulfilment:
    """The decision for one checkout; everything it needs is locked."""

    def __init__(
        self,
        session: Session,
        cohort: Cohort,
        enrolment: Enrolment,
        checkout: Checkout,
        now: dt.datetime,
    ) -> None:
        self.session = session
        self.cohort = cohort
        self.enrolment = enrolment
        self.checkout = checkout
        self.now = now

    def apply(self, data: CheckoutSessionData) -> None:
        """Expired, paid, failed, or money on its way; an open session changes nothing."""
        if data.status == "expired":
            if CHECKOUT.allows("expire", self.checkout.state):
                self.checkout.move("expire")
        elif data.is_paid:
            self._complete()
            self._paid(data)
        elif data.has_failed:
            self._complete()
            self._failed()
        elif data.status == "complete":
            self._complete()
            if self.enrolment.state == EnrolmentState.HELD:
                moves.await_money(self.session, self.cohort, self.enrolment, now=self.now)

    def _complete(self) -> None:
        if self.checkout.state != CheckoutState.COMPLETED:
            self.checkout.move("complete")
            self.checkout.completed_at = self.now

    def _paid(self, data: CheckoutSessionData) -> None:
        known = self.session.scalar(
            select(Payment.id).where(Payment.checkout_id == self.checkout.id)
        )
        if known is not None:
            return
        payment = self._record(data)
        if self.checkout.instalment_id is not None:
            self._paid_later(self.checkout.instalment_id, payment, data)
        elif (data.amount_subtotal, data.currency) != (
            self.checkout.amount_minor,
            self.checkout.currency,
        ):
            self._keep_for_review()
            instalments.keep_card(self.session, self.checkout, data, now=self.now)
        elif self.enrolment.state in {EnrolmentState.HELD, EnrolmentState.PAYING}:
            moves.confirm(self.session, self.cohort, self.enrolment, now=self.now)
            self._schedule(data)
        elif self._can_enrol_late():
            moves.enrol_late(self.session, self.cohort, self.enrolment, now=self.now)
            self._schedule(data)
        else:
            self._refund(payment)

    def _paid_later(self, instalment_id: int, payment: Payment, data: CheckoutSessionData) -> None:
        """An instalment that its payer made by themselves; the card they used is the one for the next."""
        instalment = self.session.get_one(Instalment, instalment_id)
        charges.take(self.session, self.cohort, self.enrolment, instalment, payment, now=self.now)
        instalments.keep_card(self.session, self.checkout, data, now=self.now)

    def _schedule(self, data: CheckoutSessionData) -> None:
        """What is still to be paid, where the price is paid in parts."""
        instalments.schedule(
            self.session, self.cohort, self.enrolment, self.checkout, data, now=self.now
        )

    def _record(self, data: CheckoutSessionData) -> Payment:
        payment = Payment(
            practice_id=self.checkout.practice_id,
            checkout_id=self.checkout.id,
            stripe_account=self.checkout.stripe_account,
            payment_intent=data.payment_intent if data.amount_total else None,
            amount_minor=data.amount_total,
            currency=data.currency,
            payer_email=data.payer_email,
            captured_at=self.now,
        )
        self.session.add(payment)
        self.session.flush()
        return payment

    def _keep_for_review(self) -> None:
        """Paid, but not what was asked: hold the seat without access or deadline until staff decide."""
        if self.enrolment.state == EnrolmentState.HELD:
            moves.await_money(self.session, self.cohort, self.enrolment, now=self.now)
        open_finding(
            self.session,
            "price_mismatch",
            subject_type="checkout",
            subject_public_id=self.checkout.public_id,
            practice_id=self.checkout.practice_id,
            now=self.now,
        )

    def _can_enrol_late(self) -> bool:
        """Paid late: a free seat, or the applicant's own new hold, which this payment then fills."""
        if self.cohort.state == CohortState.CANCELLED:
            return False
        if self.enrolment.state not in UNPAID_ENDS:
            return False
        own = self.session.scalar(
            select(Enrolment).where(
                Enrolment.cohort_id == self.cohort.id,
                Enrolment.email_key == self.enrolment.email_key,
                Enrolment.state.in_(LIVE),
            )
        )
        if own is None:
            return self.cohort.free > 0
        if own.state != EnrolmentState.HELD or self._is_payable(own):
            return False
        moves.end(
            self.session, self.cohort, own, "leave", now=self.now, reason="paid_by_earlier_checkout"
        )
        return True

    def _is_payable(self, enrolment: Enrolment) -> bool:
        live = self.session.scalar(
            select(Checkout.id).where(
                Checkout.enrolment_id == enrolment.id, Checkout.state.in_(LIVE_CHECKOUTS)
            )
        )
        return live is not None

    def _refund(self, payment: Payment) -> None:
        if payment.amount_minor:
            payment.send_back(payment.amount_minor, reason="no_seat", now=self.now)
            queue_refunded(self.session, self.enrolment, payment, now=self.now)

    def _failed(self) -> None:
        if self.enrolment.state == EnrolmentState.HELD:
            moves.await_money(self.session, self.cohort, self.enrolment, now=self.now)
        if self.enrolment.state != EnrolmentState.PAYING:
            return
        moves.end(self.session, self.cohort, self.enrolment, "decline", now=self.now)
        queue_declined(self.session, self.enrolment, now=self.now)
        allocation.allocate(self.session, self.cohort, now=self.now)
