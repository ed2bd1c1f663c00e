"""Opening a checkout for a held seat, and closing one for good. The attempt is stored before Stripe is called.

A page's address is given out only after it is stored here as open: an attempt that is abandoned before can be paid by
nobody, whatever Stripe made of it, and `lost_checkouts` ends it there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.actions import attempts
from mentorhub.enrolment.actions.attempts import Choice
from mentorhub.enrolment.line import locks
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    CohortCalledOff,
    NothingToPay,
    TooLateToPay,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import APPLICANT, SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import (
    ANSWER_LOST_AFTER,
    LIVE_CHECKOUTS,
    CheckoutState,
    checkout_key,
)
from mentorhub.payments.rules.failures import StripeFailed, StripeLockedOut, StripeRefused
from mentorhub.payments.rules.refunds import KEYS_KEPT
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules import CohortState


@dataclass(frozen=True)
class Attempt:
    """What a call to Stripe needs, read before the transaction ended."""

    checkout_id: int
    account: str
    key: str
    parameters: dict[str, Any]
    url: str
    is_repeated: bool = False


def open_checkout(
    enrolment_id: int, *, price: str = "", consent: str = "", consented_on: dt.date | None = None
) -> str:
    """The address of the pay page for a held seat: that of the open checkout, or a new one's.

    `price` is the public id of the price to change to; `consent` the words agreed to where it is paid in parts,
    on which day of the applicant's. Raises `NothingToPay` without a held seat, `CohortCalledOff`, `PriceNotOffered`,
    `PriceChosen`, `ConsentMissing`, `TooManyCheckouts`, `TooLateToPay` when a new checkout would outlive the
    deadline, `StripeUnavailable` (the attempt is kept and repeated, or another takes its place), `StripeRefused`.
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
    """Repeat a call that got no answer, with the same key and parameters. Raises as `open_checkout`.

    Once Stripe may have forgotten the key, it is looked for instead.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get(Checkout, checkout_id, with_for_update=True)
        if checkout is None or checkout.state != CheckoutState.ATTEMPTED:
            return
        now = clock.now()
        if checkout.created_at <= now - KEYS_KEPT:
            checkout.abandon(look_at=now)
            return
        attempt = _attempt(checkout)
    _ask_stripe(attempt)


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


def close_checkout(checkout_id: int) -> bool:
    """Make sure a checkout can no longer be paid; False where Stripe says it has been completed.

    Does nothing where it is closed already; needs no answer of Stripe's where the page's address was given to nobody.
    Raises `StripeUnavailable`: then nothing may be freed.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get(Checkout, checkout_id)
        if checkout is not None and checkout.stripe_session is None:
            session.refresh(checkout, with_for_update=True)  # Stripe may be answering just now
        if checkout is None or checkout.state not in LIVE_CHECKOUTS:
            return checkout is None or checkout.state != CheckoutState.COMPLETED
        session_id, account = checkout.stripe_session, checkout.stripe_account
        if session_id is None:
            checkout.abandon(look_at=clock.now() + ANSWER_LOST_AFTER)
            return True
    data = stripe_sessions.expire_session(session_id, account=account)
    if data.status != "expired":
        return False
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state in LIVE_CHECKOUTS:
            checkout.move("expire")
    return True


def _opened(store: Callable[[], Attempt]) -> str:
    """The address of the pay page. Another page is asked for at once, one time, where the first leads nowhere: Stripe
    failed at it and keeps saying so under its key; or what had no answer before is refused by now, since a page's end
    must lie half an hour ahead; or it was closed while Stripe was making it."""
    for is_last in (False, True):
        attempt = store()  # 1. what we are about to ask for is on disk
        try:
            # 2. outside any transaction; 3. its answer is stored
            url = attempt.url or _ask_stripe(attempt)
        except StripeFailed:
            if is_last:
                raise
        except StripeRefused:
            if is_last or not attempt.is_repeated:
                raise
        else:
            if url:
                return url
    raise CheckoutUnderway


def _store_attempt(enrolment_id: int, choice: Choice) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        now = clock.now()
        _refuse_unpayable(cohort, enrolment, now=now)
        checkout = attempts.live_or_new(session, cohort, enrolment, choice, now=now)
        return _attempt(checkout, is_repeated=checkout.created_at != now)


def _store_instalment(enrolment_id: int) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        cohort, enrolment = locks.locked_with(session, enrolment_id)
        now = clock.now()
        checkout = attempts.for_instalment(session, cohort, enrolment, now=now)
        return _attempt(checkout, is_repeated=checkout.created_at != now)


def _refuse_unpayable(cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    if cohort.state == CohortState.CANCELLED:
        raise CohortCalledOff
    if enrolment.state != EnrolmentState.HELD or enrolment.amount_minor == 0:
        raise NothingToPay
    assert enrolment.held_until is not None
    if now >= enrolment.held_until:
        raise TooLateToPay


def _attempt(checkout: Checkout, *, is_repeated: bool = True) -> Attempt:
    return Attempt(
        checkout_id=checkout.id,
        account=checkout.stripe_account,
        key=checkout_key(checkout.public_id),
        parameters=checkout.parameters,
        url=checkout.url,
        is_repeated=is_repeated,
    )


def _ask_stripe(attempt: Attempt) -> str:
    """The page's address; '' where it was closed meanwhile, so that nobody may be led to it."""
    try:
        data = stripe_sessions.open_session(
            account=attempt.account, key=attempt.key, parameters=attempt.parameters
        )
    except StripeLockedOut as answer:
        attempts.tell_locked_out(attempt.checkout_id, str(answer))
        raise
    except StripeFailed:
        _abandon(attempt.checkout_id)
        raise
    except StripeRefused as refusal:
        is_stale = attempt.is_repeated and refusal.param == "expires_at"
        _abandon(attempt.checkout_id, why="" if is_stale else str(refusal))
        raise
    return data.url if _store_session(attempt.checkout_id, data) else ""


def _store_session(checkout_id: int, data: CheckoutSessionData) -> bool:
    """Whether the page may be paid on."""
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state == CheckoutState.ATTEMPTED:
            checkout.stripe_session, checkout.url = data.id, data.url
            checkout.move("open")
        return checkout.state == CheckoutState.OPEN


def _abandon(checkout_id: int, *, why: str = "") -> None:
    """Stripe's refusal opens a finding: `why` is what it said, '' where only our call came too late."""
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        if checkout.state != CheckoutState.ATTEMPTED:
            return
        now = clock.now()
        checkout.abandon(look_at=now + ANSWER_LOST_AFTER)
        if why:
            open_finding(
                session,
                "checkout_refused",
                subject_type="practice",
                subject_public_id=session.get_one(Practice, checkout.practice_id).public_id,
                practice_id=checkout.practice_id,
                detail=why,
                now=now,
            )
