"""Due work of money: repair checkouts, take instalments, ask about refunds; and what all due work here shares."""

import datetime as dt
from collections.abc import Callable, Sequence

from mentorhub.enrolment.actions import (
    checkouts,
    ended_checkouts,
    fulfilment,
    instalments,
    refunds,
)
from mentorhub.enrolment.queries import due
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.payments.queries import checkouts as pages
from mentorhub.payments.queries import ledger
from mentorhub.payments.rules.failures import StripeDisconnected, StripeRefused, StripeUnavailable

ANSWER_WITHIN = dt.timedelta(minutes=1)  # a create call without an answer by then is repeated
RECHECK_AFTER = dt.timedelta(hours=1)  # a refund that is pending for longer is asked about


def reconcile_checkouts() -> int:
    """Repeat create calls without an answer; ask Stripe about checkouts whose end no event reported.

    Returns how many of both are left.
    """
    attempts = each(
        lambda: pages.unanswered_attempts(
            viewer=SYSTEM, before=clock.now() - ANSWER_WITHIN, limit=ALL
        ),
        checkouts.resume_checkout,
    )
    overdue = each(
        lambda: pages.overdue_checkouts(viewer=SYSTEM, now=clock.now(), limit=ALL),
        repair,
    )
    return attempts + overdue


def end_lost_checkouts() -> int:
    """Look for abandoned checkouts that Stripe may have made, and end them; returns how many are left."""
    return each(lambda: pages.lost_checkouts(viewer=SYSTEM, now=clock.now(), limit=ALL), _end_lost)


def recheck_refunds() -> int:
    """Ask Stripe about refunds whose end no event has told us; returns how many are left to ask about."""
    return each(
        lambda: ledger.undecided_refunds(
            viewer=SYSTEM, before=clock.now() - RECHECK_AFTER, limit=ALL
        ),
        refunds.recognise_refunds,
    )


def charge_instalments() -> int:
    """Take the instalments whose day has come, and ask about charges without an answer; returns how many are left."""
    return each(
        lambda: due.due_instalments(viewer=SYSTEM, now=clock.now(), limit=ALL),
        instalments.charge_instalment,
    )


def miss_instalments() -> int:
    """Apply the programme's rule to instalments that were not paid in time; returns how many are left."""
    return each(lambda: due.overdue_instalments(viewer=SYSTEM, now=clock.now(), limit=ALL), _miss)


def is_closed_to_payment(enrolment_id: int) -> bool:
    """Close its checkout, if any; False where it was paid at the last moment: recorded, and sent back next time."""
    checkout_id = pages.live_checkout(enrolment_id, viewer=SYSTEM)
    if checkout_id is None or ended_checkouts.close_checkout(checkout_id):
        return True
    fulfilment.fulfil(checkout_id)
    return False


def each(found: Callable[[], Sequence[int]], act: Callable[[int], object]) -> int:
    """Act on each that is due; what Stripe does not answer, or refuses, waits. Returns how many are left."""
    return work_off(found, act, waits=(StripeUnavailable, StripeRefused))


def _miss(instalment_id: int) -> None:
    """A checkout that can still be paid is closed first; paid at the last moment, nothing was missed."""
    if is_closed_to_payment(due.enrolment_of_instalment(instalment_id, viewer=SYSTEM)):
        instalments.miss_instalment(instalment_id)


def repair(checkout_id: int) -> None:
    """Bring a checkout to what Stripe says, where no event told us."""
    try:
        fulfilment.fulfil(checkout_id, is_repair=True)
    except StripeDisconnected:
        ended_checkouts.give_up_checkout(checkout_id)


def _end_lost(checkout_id: int) -> None:
    if ended_checkouts.end_lost_checkout(checkout_id):
        repair(checkout_id)
