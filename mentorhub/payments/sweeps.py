"""Due work of money: refunds that wait to be sent, events that are done with."""

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.foundation.due_work import ALL, in_batches, work_off
from mentorhub.foundation.jobs import wake
from mentorhub.payments import queries
from mentorhub.payments.actions import StripeUnavailable, events, payloads, refunds

BATCH = 500


def catch_up() -> int:
    """Fetch the events that no webhook brought, account by account; returns how many accounts did not answer."""
    silent = 0
    for account in queries.stripe_accounts(viewer=SYSTEM):
        try:
            _seen, stored = events.catch_up(account)
        except StripeUnavailable:
            silent += 1
            continue
        if stored:
            wake("stripe-events")
    return silent


def catch_up_whole() -> dict[str, int]:
    """Look through all events that Stripe keeps, of every account; raises `StripeUnavailable`."""
    seen, stored = 0, 0
    for account in queries.stripe_accounts(viewer=SYSTEM):
        looked_at, new = events.catch_up(account, is_whole=True)
        seen, stored = seen + looked_at, stored + new
    return {"events_seen": seen, "events_stored": stored}


def send_refunds() -> int:
    """Send due refunds; returns how many are due still."""
    return work_off(
        lambda: queries.due_refunds(viewer=SYSTEM, now=clock.now(), limit=ALL),
        refunds.send_refund,
    )


def forget_payloads() -> int:
    """Forget what was said by events that were done with 30 days ago; returns how many are left."""
    in_batches(lambda: payloads.forget_payloads(limit=BATCH))
    return len(queries.wordy_events(viewer=SYSTEM, now=clock.now(), limit=ALL))
