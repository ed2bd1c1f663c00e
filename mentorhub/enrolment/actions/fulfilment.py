"""Fulfilment is one action, run by event, return page and reconciliation alike: ask Stripe, then one transaction."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails.places import queue_declined
from mentorhub.enrolment.emails.seats import queue_refunded
from mentorhub.enrolment.line import endings, instalments, moves
from mentorhub.enrolment.line.allocation import allocate
from mentorhub.enrolment.line.locked import LockedPlace, lock_place
from mentorhub.enrolment.line.money import is_payable
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import LIVE, UNPAID_ENDS, EnrolmentState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment
from mentorhub.payments.rules.checkouts import (
    CHECKOUT,
    CheckoutState,
)
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData


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
        place = lock_place(session, enrolment_id)
        checkout = session.get_one(Checkout, checkout_id, populate_existing=True)
        was_completed = checkout.state == CheckoutState.COMPLETED
        _Fulfilment(place, checkout).apply(data)
        if is_repair and checkout.state == CheckoutState.COMPLETED and not was_completed:
            _notify(session, "checkout_repaired", checkout, now=place.now)


def recognise_session(public_id: str, session_id: str, *, account: str) -> int | None:
    """The checkout that Stripe made this session for, by the reference it carries; None for a session that is not ours.

    Stripe may report a session before its answer to our call was stored, or where no answer ever came.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.scalar(
            select(Checkout)
            .where(Checkout.public_id == public_id, Checkout.stripe_account == account)
            .with_for_update()
        )
        if checkout is None or checkout.stripe_session not in {None, session_id}:
            return None
        checkout.stripe_session = session_id
        return checkout.id


def _notify(session: Session, kind: str, checkout: Checkout, *, now: dt.datetime) -> None:
    open_finding(
        session,
        kind,
        subject_type="checkout",
        subject_public_id=checkout.public_id,
        practice_id=checkout.practice_id,
        now=now,
    )


@dataclass(frozen=True)
class _Fulfilment:
    """The decision for one checkout of a locked place."""

    place: LockedPlace
    checkout: Checkout

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
            if self.place.enrolment.state == EnrolmentState.HELD:
                moves.await_money(self.place)

    def _complete(self) -> None:
        if self.checkout.state != CheckoutState.COMPLETED:
            self.checkout.move("complete")
            self.checkout.completed_at = self.place.now

    def _paid(self, data: CheckoutSessionData) -> None:
        known = self.place.session.scalar(
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
            instalments.keep_card(self.place, self.checkout, data)
        elif self.place.enrolment.state in {EnrolmentState.HELD, EnrolmentState.PAYING}:
            moves.confirm(self.place)
            self._schedule(data)
        elif self._can_enrol_late():
            moves.enrol_late(self.place)
            self._schedule(data)
        else:
            self._refund(payment)

    def _paid_later(self, instalment_id: int, payment: Payment, data: CheckoutSessionData) -> None:
        """An instalment that its payer made by themselves; the card they used is the one for the next.

        Where the practice has moved to another account, the next ones are taken there from now on.
        """
        instalment = self.place.session.get_one(Instalment, instalment_id)
        instalments.take(self.place, instalment, payment)
        instalments.keep_card(self.place, self.checkout, data)
        instalments.follow(self.place, self.checkout, data)

    def _schedule(self, data: CheckoutSessionData) -> None:
        """What is still to be paid, where the price is paid in parts."""
        instalments.schedule(self.place, self.checkout, data)

    def _record(self, data: CheckoutSessionData) -> Payment:
        payment = Payment(
            practice_id=self.checkout.practice_id,
            checkout_id=self.checkout.id,
            stripe_account=self.checkout.stripe_account,
            payment_intent=data.payment_intent if data.amount_total else None,
            amount_minor=data.amount_total,
            currency=data.currency,
            application_fee_minor=min(self.checkout.application_fee_minor, data.amount_total),
            payer_email=data.payer_email,
            captured_at=self.place.now,
        )
        self.place.session.add(payment)
        self.place.session.flush()
        return payment

    def _keep_for_review(self) -> None:
        """Paid, but not what was asked: hold the seat without access or deadline until staff decide."""
        if self.place.enrolment.state == EnrolmentState.HELD:
            moves.await_money(self.place)
        _notify(self.place.session, "price_mismatch", self.checkout, now=self.place.now)

    def _can_enrol_late(self) -> bool:
        """Paid late: a free seat, or the applicant's own new hold, which this payment then fills."""
        if self.place.cohort.is_called_off:
            return False
        if self.place.enrolment.state not in UNPAID_ENDS:
            return False
        own = self.place.session.scalar(
            select(Enrolment).where(
                Enrolment.cohort_id == self.place.cohort.id,
                Enrolment.email_key == self.place.enrolment.email_key,
                Enrolment.state.in_(LIVE),
            )
        )
        if own is None:
            return self._is_free_for_anybody()
        if own.state != EnrolmentState.HELD or is_payable(self.place.place(own)):
            return False
        endings.end(self.place.place(own), "leave", reason="paid_by_earlier_checkout")
        return True

    def _is_free_for_anybody(self) -> bool:
        """While it is paused, a free seat is for those who wait: nobody who pays late gets it before them."""
        cohort = self.place.cohort
        is_kept = cohort.allocation_paused_at is not None and cohort.waiting > 0
        return cohort.free > 0 and not is_kept

    def _refund(self, payment: Payment) -> None:
        if payment.amount_minor:
            payment.send_back(payment.amount_minor, reason="no_seat", now=self.place.now)
            queue_refunded(self.place.session, self.place.enrolment, payment, now=self.place.now)

    def _failed(self) -> None:
        if self.place.enrolment.state == EnrolmentState.HELD:
            moves.await_money(self.place)
        if self.place.enrolment.state != EnrolmentState.PAYING:
            return
        endings.end(self.place, "decline")
        queue_declined(self.place.session, self.place.enrolment, now=self.place.now)
        allocate(self.place)
