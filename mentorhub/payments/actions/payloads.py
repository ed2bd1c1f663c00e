"""What Stripe's events said (names, addresses, cards' last digits) is forgotten once they have done their work."""

from sqlalchemy import update

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.payments import queries
from mentorhub.payments.models import StripeEvent


def forget_payloads(*, limit: int) -> int:
    """Empty the oldest that are due; the row stays, so that an event which comes again is known. How many it were."""
    with transaction(viewer=SYSTEM) as session:
        due = queries.wordy_events(viewer=SYSTEM, now=clock.now(), limit=limit)
        session.execute(
            update(StripeEvent)
            .where(StripeEvent.id.in_(due))
            .values(payload={})
            .execution_options(synchronize_session=False)
        )
    return len(due)
