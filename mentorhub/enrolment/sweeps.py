"""Due work of the line: place arrivals, end overdue holds, apply events, repair checkouts.

Each takes some, acts, and again up to its limit; one bad item never stops the rest.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable

from mentorhub.enrolment import queries, rules
from mentorhub.enrolment.actions import arrivals, checkouts, departures, fulfilment
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.payments import queries as payments
from mentorhub.payments.actions import StripeUnavailable, events

log = logging.getLogger(__name__)
BATCH = 100
ANSWER_WITHIN = dt.timedelta(
    minutes=1
)  # a create call still without an answer after this is repeated


def settle_arrivals() -> int:
    """Place arrivals whose own request did not get to it; returns the cohorts left."""
    _each(queries.unplaced_cohorts(viewer=SYSTEM), arrivals.settle_cohort)
    return len(queries.unplaced_cohorts(viewer=SYSTEM))


def lapse_holds() -> int:
    """End holds past their deadline, each checkout closed at Stripe first; returns how many are left."""
    due = queries.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    _each(due, _lapse)
    return len(queries.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def remind_of_offers() -> int:
    """Mention offers that end soon, once each; returns how many are left to mention."""
    due = queries.unanswered_offers(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    _each(due, departures.remind_of_offer)
    return len(queries.unanswered_offers(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def apply_events() -> int:
    """Apply stored Stripe events; returns how many are left."""
    due = payments.due_events(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    for event_id in due:
        try:
            _apply(event_id)
        except Exception as error:
            if not isinstance(error, StripeUnavailable):
                log.exception("event %s was not applied", event_id)
            events.put_off_event(event_id)
    return len(payments.due_events(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def reconcile_checkouts() -> int:
    """Repeat create calls without an answer; ask Stripe about checkouts whose end nobody told us."""
    now = clock.now()
    _each(
        payments.unanswered_attempts(viewer=SYSTEM, before=now - ANSWER_WITHIN, limit=BATCH),
        checkouts.resume_checkout,
    )
    _each(payments.overdue_checkouts(viewer=SYSTEM, now=now, limit=BATCH), fulfilment.fulfil)
    return len(payments.overdue_checkouts(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def _lapse(enrolment_id: int) -> None:
    checkout_id = payments.live_checkout(enrolment_id, viewer=SYSTEM)
    if checkout_id is not None and not checkouts.close_checkout(checkout_id):
        fulfilment.fulfil(checkout_id)  # paid at the last moment: the seat is confirmed instead
        return
    try:
        departures.lapse_hold(enrolment_id)
    except rules.CheckoutUnderway:
        log.info("enrolment %s opened a checkout just now; its hold goes on", enrolment_id)


def _apply(event_id: int) -> None:
    checkout_id = payments.checkout_of_event(event_id, viewer=SYSTEM) or _learn_session(event_id)
    if checkout_id is None:
        events.finish_event(event_id, reason="not about a checkout of ours")
        return
    fulfilment.fulfil(checkout_id)
    events.finish_event(event_id)


def _learn_session(event_id: int) -> int | None:
    """An event may come before the answer that told its session's id was stored: ask again, then apply."""
    reference = payments.reference_of_event(event_id, viewer=SYSTEM)
    attempt = queries.attempt_of_reference(reference, viewer=SYSTEM) if reference else None
    if attempt is None:
        return None
    checkouts.resume_checkout(attempt)
    return payments.checkout_of_event(event_id, viewer=SYSTEM)


def _each(ids: Iterable[int], act: Callable[[int], object]) -> None:
    for item in ids:
        try:
            act(item)
        except Exception:
            log.exception("%s failed for %s and goes on with the next", act.__name__, item)
