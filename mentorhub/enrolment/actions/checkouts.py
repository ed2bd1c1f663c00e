"""Opening a checkout for a held seat, and closing one for good. The attempt is stored before Stripe is called."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.enrolment import line, rules
from mentorhub.enrolment.models import Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock, links
from mentorhub.foundation.config import settings
from mentorhub.foundation.database import APPLICANT, SYSTEM, transaction
from mentorhub.payments import stripe_gateway
from mentorhub.payments.models import Checkout
from mentorhub.payments.rules import (
    LIVE_CHECKOUTS,
    SESSION_MARGIN,
    CheckoutState,
    checkout_key,
    session_expiry,
)
from mentorhub.payments.stripe_gateway import SessionFacts, StripeRefused
from mentorhub.programs.models import Cohort


@dataclass(frozen=True)
class Attempt:
    """What a call to Stripe needs, read before the transaction ended."""

    checkout_id: int
    account: str
    key: str
    parameters: dict[str, Any]
    session_id: str | None
    url: str


def open_checkout(enrolment_id: int) -> str:
    """The address of the pay page for a held seat: that of the open checkout, or a new one's.

    Raises `NothingToPay` without a held seat, `TooLateToPay` when a new checkout would outlive the
    deadline, `StripeUnavailable` (the attempt is kept and repeated), `StripeRefused`.
    """
    attempt = _store_attempt(enrolment_id)  # 1. what we are about to ask for is on disk
    if attempt.url:
        return attempt.url
    return _ask_stripe(attempt).url  # 2. outside any transaction; 3. and its answer is stored


def resume_checkout(checkout_id: int) -> None:
    """Repeat a call that got no answer, with the same key and parameters. Raises as `open_checkout`."""
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get(Checkout, checkout_id)
        if checkout is None or checkout.state != CheckoutState.ATTEMPTED:
            return
        attempt = _attempt(checkout)
    _ask_stripe(attempt)


def close_checkout(checkout_id: int) -> bool:
    """Make sure a checkout can no longer be paid; False where Stripe says it has been completed.

    Does nothing where it is closed already. Raises `StripeUnavailable`: then nothing may be freed.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get(Checkout, checkout_id)
        if checkout is None or checkout.state not in LIVE_CHECKOUTS:
            return checkout is None or checkout.state != CheckoutState.COMPLETED
        attempt = _attempt(checkout)
    try:
        session_id = attempt.session_id or _ask_stripe(attempt).id
    except StripeRefused:
        return True  # Stripe never made it: the attempt is abandoned
    facts = stripe_gateway.expire_session(session_id, account=attempt.account)
    if facts.status != "expired":
        return False
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state in LIVE_CHECKOUTS:
            checkout.move("expire")
    return True


def _store_attempt(enrolment_id: int) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = line.locked_with(session, enrolment_id)
        now = clock.now()
        _refuse_unpayable(enrolment, now=now)
        live = session.scalar(
            select(Checkout).where(
                Checkout.enrolment_id == enrolment_id, Checkout.state.in_(LIVE_CHECKOUTS)
            )
        )
        if live is not None:
            if live.expires_at <= now:  # over at Stripe by now, but only the sweep may say so
                raise rules.CheckoutUnderway
            return _attempt(live)
        return _attempt(_new_checkout(session, cohort, enrolment, now=now))


def _refuse_unpayable(enrolment: Enrolment, *, now: dt.datetime) -> None:
    if enrolment.state != EnrolmentState.HELD or enrolment.amount_minor == 0:
        raise rules.NothingToPay
    assert enrolment.held_until is not None
    if now >= enrolment.held_until:
        raise rules.TooLateToPay


def _new_checkout(
    session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime
) -> Checkout:
    assert enrolment.held_until is not None
    attempts = session.scalar(select(func.count()).where(Checkout.enrolment_id == enrolment.id))
    attempt = (attempts or 0) + 1
    expires_at = session_expiry(now=now, deadline=enrolment.held_until, is_first=attempt == 1)
    if expires_at is None:
        raise rules.TooLateToPay
    enrolment.extend(
        rules.paying_deadline(enrolment.held_until, checkout_ends=expires_at, margin=SESSION_MARGIN)
    )
    checkout = Checkout(
        practice_id=enrolment.practice_id,
        enrolment_id=enrolment.id,
        price_id=enrolment.price_id,
        attempt=attempt,
        stripe_account=cohort.program.practice.stripe_account,
        amount_minor=enrolment.amount_minor,
        currency=enrolment.currency,
        terms_version=enrolment.terms_version,
        parameters=_parameters(cohort, enrolment, expires_at=expires_at),
        expires_at=expires_at,
        created_at=now,
    )
    session.add(checkout)
    session.flush()
    return checkout


def _parameters(cohort: Cohort, enrolment: Enrolment, *, expires_at: dt.datetime) -> dict[str, Any]:
    page = links.absolute(f"/enrolments/{enrolment.token}")
    metadata = {
        "enrolment": enrolment.public_id,
        "cohort": cohort.public_id,
        "environment": settings().environment,
        "terms_version": str(enrolment.terms_version),
    }
    return {
        "mode": "payment",
        "client_reference_id": enrolment.public_id,
        "customer_email": enrolment.email,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": enrolment.currency,
                    "unit_amount": enrolment.amount_minor,
                    "product_data": {"name": f"{cohort.program.title}: {cohort.name}"},
                },
            }
        ],
        "allowed_payment_method_types": ["card"],
        "expires_at": int(expires_at.timestamp()),
        "success_url": page + "/return?session_id={CHECKOUT_SESSION_ID}",
        "cancel_url": page,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
    }


def _attempt(checkout: Checkout) -> Attempt:
    return Attempt(
        checkout_id=checkout.id,
        account=checkout.stripe_account,
        key=checkout_key(checkout.public_id),
        parameters=checkout.parameters,
        session_id=checkout.stripe_session,
        url=checkout.url,
    )


def _ask_stripe(attempt: Attempt) -> SessionFacts:
    try:
        facts = stripe_gateway.open_session(
            account=attempt.account, key=attempt.key, parameters=attempt.parameters
        )
    except StripeRefused:
        _abandon(attempt.checkout_id)
        raise
    _store_session(attempt.checkout_id, facts)
    return facts


def _store_session(checkout_id: int, facts: SessionFacts) -> None:
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state == CheckoutState.ATTEMPTED:
            checkout.stripe_session, checkout.url = facts.id, facts.url
            checkout.move("open")


def _abandon(checkout_id: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state == CheckoutState.ATTEMPTED:
            checkout.move("abandon")
