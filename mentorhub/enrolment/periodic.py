"""Due work of the line: place arrivals, end overdue holds, apply events, repair checkouts."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence

from mentorhub.enrolment.actions import (
    account_closing,
    arrivals,
    checkouts,
    disputes,
    endings,
    fulfilment,
    instalments,
    refunds,
)
from mentorhub.enrolment.queries import account_closing as closing
from mentorhub.enrolment.queries import due
from mentorhub.enrolment.rules.refusals import CheckoutUnderway
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.payments import queries as payments
from mentorhub.payments.actions import events
from mentorhub.payments.queries import EventSeen
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.programs.actions.inquiries import enrol_inquiry

log = logging.getLogger(__name__)
ANSWER_WITHIN = dt.timedelta(minutes=1)  # a create call without an answer by then is repeated
RECHECK_AFTER = dt.timedelta(hours=1)  # a refund that is pending for longer is asked about


def allocate_arrivals() -> int:
    """Place arrivals whose own request did not get to it; returns the cohorts left."""
    return _each(lambda: due.unplaced_cohorts(viewer=SYSTEM), arrivals.allocate_cohort)


def lapse_holds() -> int:
    """End holds past their deadline, each checkout closed at Stripe first; returns how many are left."""
    return _each(lambda: due.overdue_holds(viewer=SYSTEM, now=clock.now(), limit=ALL), _lapse)


def remind_of_offers() -> int:
    """Send the reminder of offers that end soon, once each; returns how many are left."""
    return _each(
        lambda: due.unanswered_offers(viewer=SYSTEM, now=clock.now(), limit=ALL),
        endings.remind_of_offer,
    )


def apply_events() -> int:
    """Apply stored Stripe events; returns how many are left."""
    return _each(
        lambda: payments.due_events(viewer=SYSTEM, now=clock.now(), limit=ALL), _apply_or_put_off
    )


def reconcile_checkouts() -> int:
    """Repeat create calls without an answer; ask Stripe about checkouts whose end no event reported.

    Returns how many of both are left.
    """
    attempts = _each(
        lambda: payments.unanswered_attempts(
            viewer=SYSTEM, before=clock.now() - ANSWER_WITHIN, limit=ALL
        ),
        checkouts.resume_checkout,
    )
    overdue = _each(
        lambda: payments.overdue_checkouts(viewer=SYSTEM, now=clock.now(), limit=ALL), _repair
    )
    return attempts + overdue


def end_lost_checkouts() -> int:
    """Look for abandoned checkouts that Stripe may have made, and end them; returns how many are left."""
    return _each(
        lambda: payments.lost_checkouts(viewer=SYSTEM, now=clock.now(), limit=ALL), _end_lost
    )


def reconcile(*, is_whole: bool = False) -> dict[str, int]:
    """Ask Stripe about everything that has not ended, due or not: how many of each were asked about.

    `is_whole` asks about the refunds and disputes of every payment, too: two calls for each.
    """
    soon = clock.now() + dt.timedelta(days=2)  # a checkout lives for a day at most
    attempts = payments.unanswered_attempts(viewer=SYSTEM, before=soon, limit=ALL)
    _each(lambda: attempts, checkouts.resume_checkout)
    payables = payments.overdue_checkouts(viewer=SYSTEM, now=soon, limit=ALL)
    _each(lambda: payables, _repair)
    refunded = payments.undecided_refunds(viewer=SYSTEM, before=soon, limit=ALL)
    _each(lambda: refunded, refunds.recognise_refunds)
    paid = payments.payments_at_stripe(viewer=SYSTEM) if is_whole else []
    for recognise in (refunds.recognise_refunds, disputes.recognise_disputes):
        _each(lambda: paid, recognise)
    apply_events()
    asked = attempts, payables, refunded, paid
    return dict(zip(("attempts", "checkouts", "refunds", "payments"), map(len, asked), strict=True))


def recheck_refunds() -> int:
    """Ask Stripe about refunds whose end no event has told us; returns how many are left to ask about."""
    return _each(
        lambda: payments.undecided_refunds(
            viewer=SYSTEM, before=clock.now() - RECHECK_AFTER, limit=ALL
        ),
        refunds.recognise_refunds,
    )


def wind_up_cohorts() -> int:
    """End the places of cohorts that were called off, each checkout closed first; returns how many are left."""
    return _each(lambda: due.called_off_places(viewer=SYSTEM, limit=ALL), _wind_up)


def give_up_places() -> int:
    """End the places of people who close their account, each checkout closed first; returns how many are left."""
    return _each(lambda: closing.places_to_give_up(viewer=SYSTEM, limit=ALL), _give_up)


def forget_places() -> int:
    """Take people whose grace is over out of their places; returns how many are left."""
    return _each(
        lambda: closing.places_to_forget(viewer=SYSTEM, now=clock.now(), limit=ALL),
        account_closing.forget_place,
    )


def enrol_inquiries() -> int:
    """Say of answered inquiries that their visitor has a seat since; returns how many are left."""
    return work_off(lambda: due.seats_after_inquiries(viewer=SYSTEM, limit=ALL), enrol_inquiry)


def charge_instalments() -> int:
    """Take the instalments whose day has come, and ask about charges without an answer; returns how many are left."""
    return _each(
        lambda: due.due_instalments(viewer=SYSTEM, now=clock.now(), limit=ALL),
        instalments.charge_instalment,
    )


def miss_instalments() -> int:
    """Apply the programme's rule to instalments that were not paid in time; returns how many are left."""
    return _each(lambda: due.overdue_instalments(viewer=SYSTEM, now=clock.now(), limit=ALL), _miss)


def _miss(instalment_id: int) -> None:
    """A checkout that can still be paid is closed first; paid at the last moment, nothing was missed."""
    if _is_closed_to_payment(due.enrolment_of_instalment(instalment_id, viewer=SYSTEM)):
        instalments.miss_instalment(instalment_id)


def _repair(checkout_id: int) -> None:
    fulfilment.fulfil(checkout_id, is_repair=True)


def _end_lost(checkout_id: int) -> None:
    if fulfilment.end_lost_checkout(checkout_id):
        _repair(checkout_id)


def _wind_up(enrolment_id: int) -> None:
    if _is_closed_to_payment(enrolment_id):
        endings.wind_up(enrolment_id)


def _give_up(enrolment_id: int) -> None:
    if _is_closed_to_payment(enrolment_id):
        account_closing.give_up_place(enrolment_id)


def _is_closed_to_payment(enrolment_id: int) -> bool:
    """Close its checkout, if any; False where it was paid at the last moment: recorded, and sent back next time."""
    checkout_id = payments.live_checkout(enrolment_id, viewer=SYSTEM)
    if checkout_id is None or checkouts.close_checkout(checkout_id):
        return True
    fulfilment.fulfil(checkout_id)
    return False


def _lapse(enrolment_id: int) -> None:
    if not _is_closed_to_payment(enrolment_id):
        return  # paid at the last moment: the seat is confirmed instead
    try:
        endings.lapse_hold(enrolment_id)
    except CheckoutUnderway:
        log.info("enrolment %s opened a checkout just now; its hold goes on", enrolment_id)


def _apply_or_put_off(event_id: int) -> None:
    try:
        _apply(event_id)
    except Exception as error:
        if not isinstance(error, StripeUnavailable):
            log.exception("event %s was not applied", event_id)
        events.put_off_event(event_id)


def _apply(event_id: int) -> None:
    event = payments.event_seen(event_id, viewer=SYSTEM)
    for beginning, action in ACTIONS.items():
        if event.type.startswith(beginning):
            events.finish_event(event_id, reason=action(event_id, event))
            return
    events.finish_event(event_id, reason="no action for this type")


def _apply_checkout(event_id: int, event: EventSeen) -> str:
    """The event may come before the session's id was stored, or where Stripe's answer was lost."""
    checkout_id = payments.checkout_of_event(event_id, viewer=SYSTEM)
    if checkout_id is None:
        named = payments.checkout_named(event_id, viewer=SYSTEM)
        checkout_id = fulfilment.recognise_session(named, event.object_id, account=event.account)
    if checkout_id is None:
        return "not about a checkout of ours"
    fulfilment.fulfil(checkout_id)
    return ""


def _apply_refund(_event_id: int, event: EventSeen) -> str:
    payment_id = payments.payment_of_intent(event.intent, account=event.account, viewer=SYSTEM)
    if payment_id is None:
        return "not about a payment of ours"
    refunds.recognise_refunds(payment_id)
    return ""


def _apply_dispute(_event_id: int, event: EventSeen) -> str:
    is_ours = disputes.apply_dispute(event.object_id, account=event.account)
    return "" if is_ours else "not about a payment of ours"


def _apply_intent(_event_id: int, event: EventSeen) -> str:
    is_ours = instalments.recognise_charge(event.object_id, account=event.account)
    return "" if is_ours else "not about an instalment of ours"


ACTIONS = {  # what a type begins with: its action, which says why not
    "checkout.session.": _apply_checkout,
    "charge.refund": _apply_refund,
    "refund.": _apply_refund,
    "charge.dispute.": _apply_dispute,
    "payment_intent.": _apply_intent,
}


def _each(found: Callable[[], Sequence[int]], act: Callable[[int], object]) -> int:
    return work_off(found, act, waits=(StripeUnavailable, StripeRefused))
