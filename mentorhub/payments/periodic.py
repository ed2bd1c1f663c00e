"""Periodic tasks of money: refunds to send, missed events to fetch, accounts to check, codes to finish, clocks to
compare, payloads to erase."""

import logging

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, in_batches, work_off
from mentorhub.foundation.jobs import wake
from mentorhub.payments.actions import (
    account_moves,
    connections,
    events,
    payloads,
    promotions,
    refunds,
    troubles,
)
from mentorhub.payments.queries import accounts, ledger
from mentorhub.payments.queries import events as stored
from mentorhub.payments.queries import promotions as codes
from mentorhub.payments.rules.connections import CHECKED_EVERY
from mentorhub.payments.rules.events import CLOCKS_DIFFER_FROM
from mentorhub.payments.rules.failures import (
    StripeDisconnected,
    StripeLockedOut,
    StripeRefused,
    StripeUnavailable,
)

BATCH = 500
log = logging.getLogger(__name__)


def catch_up() -> int:
    """Fetch the events that no webhook brought, account by account; returns how many accounts did not answer."""
    silent = 0
    for account in accounts.reconciled_accounts(viewer=SYSTEM, now=clock.now()):
        try:
            _seen, new = events.catch_up(account)
        except StripeDisconnected as answer:
            silent += not _is_told(account, str(answer))
            continue
        except StripeUnavailable as answer:
            silent += 1
            if isinstance(answer, StripeLockedOut):
                troubles.tell_locked_out(account, str(answer))
            continue
        troubles.tell_answering(account)
        if new:
            wake("stripe-events")
    return silent


def compare_clocks() -> int:
    """Compare the database's clock with Stripe's; returns 1 while they differ, 0 otherwise."""
    try:
        return int(abs(troubles.compare_clocks()) >= CLOCKS_DIFFER_FROM)
    except StripeUnavailable:
        return 0  # `catch_up` reports it


def catch_up_whole() -> dict[str, int]:
    """Look through all events that Stripe keeps, of every account; raises `StripeUnavailable`."""
    seen, stored = 0, 0
    for account in accounts.reconciled_accounts(viewer=SYSTEM, now=clock.now()):
        looked_at, new = events.catch_up(account, is_whole=True)
        seen, stored = seen + looked_at, stored + new
    return {"events_seen": seen, "events_stored": stored}


def check_accounts() -> int:
    """Read every account that is not closed, an hour after it was read last; returns how many are left."""
    return work_off(
        lambda: accounts.unchecked_connections(
            viewer=SYSTEM, before=clock.now() - CHECKED_EVERY, limit=ALL
        ),
        connections.check_connection,
        waits=(StripeUnavailable, StripeRefused),
    )


def read_account(practice_id: int) -> None:
    """Read a practice's account before it publishes something; without an answer it is as it was read last."""
    connection_id = accounts.connection_in_use(practice_id, viewer=SYSTEM)
    if connection_id is None:
        return
    try:
        connections.check_connection(connection_id)
    except (StripeUnavailable, StripeRefused) as answer:
        log.warning("Stripe does not say how account %s is: %s", connection_id, answer)


def move_accounts() -> int:
    """Move practices to the account their owner chose, once no payment page is open; returns how many wait."""
    return work_off(lambda: accounts.moves_due(viewer=SYSTEM, limit=ALL), account_moves.move)


def send_refunds() -> int:
    """Send due refunds; returns how many are due still."""
    return work_off(
        lambda: ledger.due_refunds(viewer=SYSTEM, now=clock.now(), limit=ALL),
        refunds.send_refund,
    )


def finish_codes() -> int:
    """Ask again for promotion codes whose answer from Stripe was lost; returns how many are due still."""
    return work_off(
        lambda: codes.codes_due(viewer=SYSTEM, now=clock.now(), limit=ALL),
        promotions.settle_code,
        waits=(StripeUnavailable,),
    )


def forget_payloads() -> int:
    """Erase the payloads of events that were finished 30 days ago; returns how many are left."""
    in_batches(lambda: payloads.forget_payloads(limit=BATCH))
    return len(stored.events_with_old_payloads(viewer=SYSTEM, now=clock.now(), limit=ALL))


def _is_told(account: str, words: str) -> bool:
    """Whether a practice's own account is known as disconnected from now on; else its key is said to be refused."""
    connection_id = accounts.connection_of_account(account, viewer=SYSTEM)
    if connection_id is None:
        troubles.tell_locked_out(account, words)
        return False
    connections.check_connection(connection_id)
    return True
