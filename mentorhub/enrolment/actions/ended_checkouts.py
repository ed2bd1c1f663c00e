"""Checkouts that nobody may pay any more: closed at Stripe, found there again and ended, or out of our reach."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import open_finding
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import (
    ANSWER_LOST_AFTER,
    LIVE_CHECKOUTS,
    LOST_FOR_LONG,
    SESSION_MARGIN,
    CheckoutState,
)
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions


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


def give_up_checkout(checkout_id: int) -> None:
    """The account of an open checkout is closed to us, and its time at Stripe is over: nobody can pay it any more.

    Whether somebody has, only the account's owner can see: that is an open finding. Does nothing before.
    """
    with transaction(viewer=SYSTEM) as session:
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        now = clock.now()
        if checkout.state not in LIVE_CHECKOUTS or checkout.expires_at + SESSION_MARGIN > now:
            return
        checkout.move("expire")
        open_finding(
            session,
            "checkout_unknown",
            subject_type="checkout",
            subject_public_id=checkout.public_id,
            practice_id=checkout.practice_id,
            detail=f"{checkout.stripe_account}: {checkout.stripe_session}",
            now=now,
        )


def end_lost_checkout(checkout_id: int) -> bool:
    """Find the session of an abandoned checkout and expire it; False where Stripe never made one.

    True: its end, or its payment, is to be fulfilled as of any other. Idempotent. Raises `StripeUnavailable`,
    `StripeRefused`: it is looked for again, each time after as long as it has been lost, an hour at most.
    """
    with transaction(viewer=SYSTEM) as session:  # 1. what to look for, and when again
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        now = clock.now()
        if checkout.look_at is None or checkout.look_at > now:
            return False
        account, public_id = checkout.stripe_account, checkout.public_id
        session_id = checkout.stripe_session
        since, until = checkout.created_at - ANSWER_LOST_AFTER, checkout.look_at + ANSWER_LOST_AFTER
        lost_for = max(ANSWER_LOST_AFTER, now - checkout.created_at)
        checkout.look_at = now + min(lost_for, LOST_FOR_LONG)
    if session_id is None:  # 2. outside any transaction; a list, since a search lags behind
        session_id = stripe_sessions.find_session(
            public_id, account=account, since=since, until=until
        )
        with transaction(viewer=SYSTEM) as session:  # 3. what was found
            checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
            if session_id is None:
                checkout.look_at = None
                return False
            checkout.stripe_session = session_id
    stripe_sessions.expire_session(session_id, account=account)  # 4. or learn that it is over
    return True
