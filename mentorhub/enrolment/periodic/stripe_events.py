"""Stored events of Stripe's are applied, each by the action for its type."""

import logging

from mentorhub.enrolment.actions import (
    disputes,
    fulfilment,
    instalments,
    refunds,
)
from mentorhub.enrolment.periodic.money import each
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL
from mentorhub.payments.actions import connections, events
from mentorhub.payments.queries import events as stored
from mentorhub.payments.queries import ledger
from mentorhub.payments.queries.accounts import connection_of_account
from mentorhub.payments.queries.events import EventSeen
from mentorhub.payments.rules.events import ABOUT_ACCOUNTS
from mentorhub.payments.rules.failures import StripeUnavailable

log = logging.getLogger(__name__)


def apply_events() -> int:
    """Apply stored Stripe events; returns how many are left."""
    return each(
        lambda: stored.due_events(viewer=SYSTEM, now=clock.now(), limit=ALL), _apply_or_put_off
    )


def _apply_or_put_off(event_id: int) -> None:
    try:
        _apply(event_id)
    except Exception as error:
        if not isinstance(error, StripeUnavailable):
            log.exception("event %s was not applied", event_id)
        events.put_off_event(event_id)


def _apply(event_id: int) -> None:
    event = stored.event_seen(event_id, viewer=SYSTEM)
    for beginning, action in ACTIONS.items():
        if event.type.startswith(beginning):
            events.finish_event(event_id, reason=action(event_id, event))
            return
    events.finish_event(event_id, reason="no action for this type")


def _apply_checkout(event_id: int, event: EventSeen) -> str:
    """The event may come before the session's id was stored, or where Stripe's answer was lost."""
    checkout_id = stored.checkout_of_event(event_id, viewer=SYSTEM)
    if checkout_id is None:
        named = stored.checkout_named(event_id, viewer=SYSTEM)
        checkout_id = fulfilment.recognise_session(named, event.object_id, account=event.account)
    if checkout_id is None:
        return "not about a checkout of ours"
    fulfilment.fulfil(checkout_id)
    return ""


def _apply_refund(_event_id: int, event: EventSeen) -> str:
    payment_id = ledger.payment_of_intent(event.intent, account=event.account, viewer=SYSTEM)
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


def _apply_account(_event_id: int, event: EventSeen) -> str:
    """What the event says is not believed: the account is read."""
    account = event.object_id if event.is_thin else event.account
    connection_id = connection_of_account(account, viewer=SYSTEM)
    if connection_id is None:
        return "not about an account of ours"
    connections.check_connection(connection_id)
    return ""


ACTIONS = {  # what a type begins with: its action, which says why not
    "checkout.session.": _apply_checkout,
    "charge.refund": _apply_refund,
    "refund.": _apply_refund,
    "charge.dispute.": _apply_dispute,
    "payment_intent.": _apply_intent,
    **dict.fromkeys(ABOUT_ACCOUNTS, _apply_account),
}
