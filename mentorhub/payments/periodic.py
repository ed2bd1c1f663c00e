"""Periodic tasks of money: refunds to send, missed events to fetch, clocks to compare, payloads to erase."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, in_batches, work_off
from mentorhub.foundation.jobs import wake
from mentorhub.payments import queries
from mentorhub.payments.actions import connection, events, payloads, refunds
from mentorhub.payments.rules.events import CLOCKS_DIFFER_FROM
from mentorhub.payments.rules.failures import StripeLockedOut, StripeUnavailable

BATCH = 500


def catch_up() -> int:
    """Fetch the events that no webhook brought, account by account; returns how many accounts did not answer."""
    silent = 0
    for account in queries.stripe_accounts(viewer=SYSTEM):
        try:
            _seen, stored = events.catch_up(account)
        except StripeUnavailable as answer:
            silent += 1
            if isinstance(answer, StripeLockedOut):
                connection.tell_locked_out(account, str(answer))
            continue
        connection.tell_answering(account)
        if stored:
            wake("stripe-events")
    return silent


def compare_clocks() -> int:
    """Compare the database's clock with Stripe's; returns 1 while they differ, 0 otherwise."""
    try:
        return int(abs(connection.compare_clocks()) >= CLOCKS_DIFFER_FROM)
    except StripeUnavailable:
        return 0  # `catch_up` reports it


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
    """Erase the payloads of events that were finished 30 days ago; returns how many are left."""
    in_batches(lambda: payloads.forget_payloads(limit=BATCH))
    return len(queries.events_with_old_payloads(viewer=SYSTEM, now=clock.now(), limit=ALL))
