"""Opening a checkout for a held seat, and closing one for good. The attempt is stored before Stripe is called."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mentorhub.enrolment import line, rules
from mentorhub.enrolment.actions import attempts
from mentorhub.enrolment.actions.attempts import Choice
from mentorhub.enrolment.models import Enrolment
from mentorhub.enrolment.rules import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database import APPLICANT, SYSTEM, transaction
from mentorhub.payments import stripe_gateway
from mentorhub.payments.models import Checkout
from mentorhub.payments.rules import LIVE_CHECKOUTS, CheckoutState, checkout_key
from mentorhub.payments.stripe_gateway import SessionFacts, StripeRefused
from mentorhub.programs.models import Cohort
from mentorhub.programs.rules import CohortState


@dataclass(frozen=True)
class Attempt:
    """What a call to Stripe needs, read before the transaction ended."""

    checkout_id: int
    account: str
    key: str
    parameters: dict[str, Any]
    session_id: str | None
    url: str
    is_repeated: bool = False


def open_checkout(
    enrolment_id: int, *, price: str = "", consent: str = "", consented_on: dt.date | None = None
) -> str:
    """The address of the pay page for a held seat: that of the open checkout, or a new one's.

    `price` is the public id of the price to change to; `consent` the words agreed to where it is paid in parts,
    on which day of the applicant's. Raises `NothingToPay` without a held seat, `CohortCalledOff`, `PriceNotOffered`,
    `PriceChosen`, `ConsentMissing`, `TooManyCheckouts`, `TooLateToPay` when a new checkout would outlive the
    deadline, `StripeUnavailable` (the attempt is kept and repeated), `StripeRefused`.
    """
    choice = Choice(price, consent, consented_on)
    return _opened(lambda: _store_attempt(enrolment_id, choice))


def pay_instalment(enrolment_id: int) -> str:
    """The address of the pay page for the earliest instalment that was refused or missed.

    Raises `NothingToPay` where none was, `CheckoutUnderway`, `TooManyCheckouts`, `StripeUnavailable` (the attempt is
    kept and repeated), `StripeRefused`.
    """
    return _opened(lambda: _store_instalment(enrolment_id))


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


def _opened(store: Callable[[], Attempt]) -> str:
    """The address of the pay page. What was asked for before and had no answer may be refused by now, since a page's
    end must lie half an hour ahead: then Stripe never made it, and another is asked for at once."""
    attempt = store()  # 1. what we are about to ask for is on disk
    try:
        return (
            attempt.url or _ask_stripe(attempt).url
        )  # 2. outside any transaction; 3. its answer is stored
    except StripeRefused:
        if not attempt.is_repeated:
            raise
    attempt = store()
    return attempt.url or _ask_stripe(attempt).url


def _store_attempt(enrolment_id: int, choice: Choice) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = line.locked_with(session, enrolment_id)
        now = clock.now()
        _refuse_unpayable(cohort, enrolment, now=now)
        checkout = attempts.live_or_new(session, cohort, enrolment, choice, now=now)
        return _attempt(checkout, is_repeated=checkout.created_at != now)


def _store_instalment(enrolment_id: int) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = line.locked_with(session, enrolment_id)
        now = clock.now()
        checkout = attempts.for_instalment(session, cohort, enrolment, now=now)
        return _attempt(checkout, is_repeated=checkout.created_at != now)


def _refuse_unpayable(cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    if cohort.state == CohortState.CANCELLED:
        raise rules.CohortCalledOff
    if enrolment.state != EnrolmentState.HELD or enrolment.amount_minor == 0:
        raise rules.NothingToPay
    assert enrolment.held_until is not None
    if now >= enrolment.held_until:
        raise rules.TooLateToPay


def _attempt(checkout: Checkout, *, is_repeated: bool = True) -> Attempt:
    return Attempt(
        checkout_id=checkout.id,
        account=checkout.stripe_account,
        key=checkout_key(checkout.public_id),
        parameters=checkout.parameters,
        session_id=checkout.stripe_session,
        url=checkout.url,
        is_repeated=is_repeated,
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
