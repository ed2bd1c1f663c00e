"""Checkouts that were abandoned without knowing whether Stripe made them: searched for at Stripe, and expired."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.checkouts import ANSWER_LOST_AFTER
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions


def end_lost_checkout(checkout_id: int) -> bool:
    """Find the session of an abandoned checkout and expire it; False where Stripe never made one.

    True: its end, or its payment, is to be fulfilled as of any other. Idempotent. Raises `StripeUnavailable`,
    `StripeRefused`: it is looked for again, each time after as long as it has been lost.
    """
    with transaction(viewer=SYSTEM) as session:  # 1. what to look for, and when again
        checkout = session.get_one(Checkout, checkout_id, with_for_update=True)
        now = clock.now()
        if checkout.look_at is None or checkout.look_at > now:
            return False
        account, public_id = checkout.stripe_account, checkout.public_id
        session_id = checkout.stripe_session
        since, until = checkout.created_at - ANSWER_LOST_AFTER, checkout.look_at + ANSWER_LOST_AFTER
        checkout.look_at = now + max(ANSWER_LOST_AFTER, now - checkout.created_at)
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
