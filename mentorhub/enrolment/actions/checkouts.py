"""Opening a checkout for a held seat, and closing one for good. The attempt is stored before Stripe is called.

A page's address is given out only after it is stored here as open: an attempt that is abandoned before can be paid by
nobody, whatever Stripe made of it, and `lost_checkouts` ends it there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.line import checkouts
from mentorhub.enrolment.line.checkouts import Choice
from mentorhub.enrolment.line.locked import LockedPlace, lock_place
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    CodesNotTaken,
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
from mentorhub.payments.queries.promotions import is_usable
from mentorhub.payments.rules.checkouts import (
    ANSWER_LOST_AFTER,
    CheckoutState,
    checkout_key,
)
from mentorhub.payments.rules.events import KEY_REFUSED, PLATFORM
from mentorhub.payments.rules.failures import StripeFailed, StripeLockedOut, StripeRefused
from mentorhub.payments.rules.promotions import Code, CodeUnknown
from mentorhub.payments.rules.refunds import KEYS_KEPT
from mentorhub.payments.stripe_gateway import promotions as stripe_promotions
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData


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
    enrolment_id: int,
    *,
    price: str = "",
    consent: str = "",
    consented_on: dt.date | None = None,
    code: str = "",
) -> str:
    """The address of the pay page for a held seat: that of the open checkout, or a new one's.

    `price` is the public id of the price to change to; `consent` the words agreed to where it is paid in parts,
    on which day of the applicant's; `code` a promotion code as it was typed. Raises `NothingToPay` without a held
    seat, `PaymentsStopped`, `CohortCalledOff`, `PriceNotOffered`, `PriceChosen`, `ConsentMissing`, `TooManyCheckouts`,
    `TooLateToPay` when a new checkout would outlive the deadline, what `rules.promotions` and the refusals say of
    codes, `StripeUnavailable` (the attempt is kept and repeated, or another takes its place), `StripeRefused`.
    """
    choice = Choice(price, consent, consented_on, _code(enrolment_id, code) if code else None)
    return _opened(lambda: _store_attempt(enrolment_id, choice))


def pay_instalment(enrolment_id: int) -> str:
    """The address of the pay page for the earliest instalment that was refused or missed.

    Raises `NothingToPay` where none was, `PaymentsStopped`, `CheckoutUnderway`, `TooManyCheckouts`, `StripeUnavailable`
    (the attempt is kept and repeated), `StripeRefused`.
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


def _code(enrolment_id: int, typed: str) -> Code:
    """The code that was typed, as Stripe has it on the practice's account; outside any transaction."""
    with transaction(viewer=SYSTEM) as session:
        enrolment = session.get_one(Enrolment, enrolment_id)
        practice_id, account = enrolment.practice_id, enrolment.practice.stripe_account
        takes_codes = enrolment.takes_codes
    if not takes_codes:
        raise CodesNotTaken
    code = stripe_promotions.find_code(typed, account=account, now=clock.now())
    if code is None or not is_usable(
        code, typed, practice_id=practice_id, account=account, viewer=SYSTEM
    ):
        raise CodeUnknown
    return code


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
        place = lock_place(session, enrolment_id)
        _refuse_unpayable(place)
        checkout = checkouts.live_or_new(place, choice)
        return _attempt(checkout, is_repeated=checkout.created_at != place.now)


def _store_instalment(enrolment_id: int) -> Attempt:
    with transaction(viewer=APPLICANT(enrolment_id)) as session:
        place = lock_place(session, enrolment_id)
        checkout = checkouts.for_instalment(place)
        return _attempt(checkout, is_repeated=checkout.created_at != place.now)


def _refuse_unpayable(place: LockedPlace) -> None:
    enrolment = place.enrolment
    if place.cohort.is_called_off:
        raise CohortCalledOff
    if enrolment.state != EnrolmentState.HELD or enrolment.amount_minor == 0:
        raise NothingToPay
    assert enrolment.held_until is not None
    if place.now >= enrolment.held_until:
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
        _notify_locked_out(attempt.checkout_id, str(answer))
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


def _notify_locked_out(checkout_id: int, words: str) -> None:
    """Stripe does not take our key: one open finding per account, which catching up closes. `words` are Stripe's."""
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id)
        open_finding(
            session,
            KEY_REFUSED,
            subject_type="stripe_account",
            subject_public_id=checkout.stripe_account or PLATFORM,
            practice_id=checkout.practice_id if checkout.stripe_account else None,
            detail=words,
            now=clock.now(),
        )
