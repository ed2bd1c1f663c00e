"""Payloads of Stripe's events (names, addresses, cards' last digits) are erased once they are no longer needed."""

from sqlalchemy import update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.queries import events as queries


def forget_payloads(*, limit: int) -> int:
    """Empty the oldest that are due; returns how many. The rows stay, so that an event which comes again is known."""
    with transaction(viewer=SYSTEM) as session:
        due = queries.events_with_old_payloads(viewer=SYSTEM, now=clock.now(), limit=limit)
        session.execute(
            update(StripeEvent)
            .where(StripeEvent.id.in_(due))
            .values(payload={})
            .execution_options(synchronize_session=False)
        )
    return len(due)
