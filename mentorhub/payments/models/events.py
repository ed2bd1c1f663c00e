"""Events as Stripe sent them."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.payments.rules.events import EVENT, EventState


class StripeEvent(HasPublicId, Model):
    """An event as Stripe sent it, verified, stored before it is answered, applied by a periodic task."""

    __tablename__ = "stripe_event"
    __table_args__ = (
        UniqueConstraint("stripe_account", "event_id", name="event_is_stored_once"),
        CheckConstraint("(state = 'received') = (done_at IS NULL)", name="done_when_not_received"),
        Index("ix_stripe_event_due", "state", "due_at"),
        Index("ix_stripe_event_object", "stripe_account", "object_id", "type"),
    )

    stripe_account: Mapped[str] = mapped_column(String(60), default="")
    event_id: Mapped[str] = mapped_column(String(80))
    type: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(120), default="")
    api_version: Mapped[str] = mapped_column(String(40), default="")
    livemode: Mapped[bool]
    payload: Mapped[dict[str, Any]]
    state: Mapped[EventState] = mapped_column(
        one_of(EventState, "state_is_known"), default=EVENT.initial
    )
    reason: Mapped[str] = mapped_column(String(80), default="")
    received_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[dt.datetime | None]

    def finish(self, verb: str, *, now: dt.datetime, reason: str = "") -> None:
        """Apply or ignore, with the reason."""
        self.state = EVENT.after(verb, self.state)
        self.done_at = now
        self.reason = reason


class StripeCursor(Model):
    """How far each Stripe account's events have been read."""

    __tablename__ = "stripe_cursor"

    stripe_account: Mapped[str] = mapped_column(String(60), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(80), default="")  # the newest one seen
    looked_at: Mapped[dt.datetime]
