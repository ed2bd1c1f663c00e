"""Asking Stripe about everything that has not ended, for an operator's command."""

import datetime as dt

from mentorhub.enrolment.actions import checkouts, disputes, refunds
from mentorhub.enrolment.periodic.money import each, repair
from mentorhub.enrolment.periodic.stripe_events import apply_events
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL
from mentorhub.payments.queries import checkouts as pages
from mentorhub.payments.queries import ledger


def reconcile(*, is_whole: bool = False) -> dict[str, int]:
    """Ask Stripe about everything that has not ended, due or not: how many of each were asked about.

    `is_whole` asks about the refunds and disputes of every payment, too: two calls for each.
    """
    soon = clock.now() + dt.timedelta(days=2)  # a checkout lives for a day at most
    attempts = pages.unanswered_attempts(viewer=SYSTEM, before=soon, limit=ALL)
    each(lambda: attempts, checkouts.resume_checkout)
    payables = pages.overdue_checkouts(viewer=SYSTEM, now=soon, limit=ALL)
    each(lambda: payables, repair)
    refunded = ledger.undecided_refunds(viewer=SYSTEM, before=soon, limit=ALL)
    each(lambda: refunded, refunds.recognise_refunds)
    paid = ledger.payments_at_stripe(viewer=SYSTEM) if is_whole else []
    for recognise in (refunds.recognise_refunds, disputes.recognise_disputes):
        each(lambda: paid, recognise)
    apply_events()
    asked = attempts, payables, refunded, paid
    return dict(zip(("attempts", "checkouts", "refunds", "payments"), map(len, asked), strict=True))
