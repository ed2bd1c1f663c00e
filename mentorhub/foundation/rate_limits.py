"""How often something was tried lately, counted in the database for all processes; a restart loses nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.limits import Hit


class RateLimitHit(Model):
    """Hits of one kind by one key, within the span that began with the first of them."""

    __tablename__ = "rate_limit_hit"
    __table_args__ = (
        CheckConstraint("times >= 0", name="times_are_not_negative"),
        CheckConstraint("ends_at > started_at", name="ends_after_it_started"),
        Index("ix_rate_limit_hit_ends_at", "ends_at"),
    )

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    started_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    times: Mapped[int]


def count(session: Session, tries: Sequence[Hit], *, now: dt.datetime) -> dt.datetime | None:
    """Count tries in the caller's transaction; until when the first that is one too many is refused, or None.

    What stands behind a refused one is not counted. Name the wider key first, always: two callers then take their rows
    in one order, and a network that is refused uses up no address's limit.
    """
    for one in tries:
        times, ends_at = session.execute(_counting(session, one, now=now)).one()
        if not one.limit.allows(times):
            found: dt.datetime = ends_at
            return found
    return None


def take_back(session: Session, tries: Sequence[Hit]) -> None:
    """These were no failures after all; in the caller's transaction."""
    for one in tries:
        counted = (
            RateLimitHit.key_hash == one.key_hash(settings().secret_key),
            RateLimitHit.times > 0,
        )
        session.execute(
            update(RateLimitHit).where(*counted).values(times=RateLimitHit.times - 1),
            execution_options={"synchronize_session": False},
        )


def forget_old() -> int:
    """Delete what counts no more; returns 0, since nothing is ever left."""
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(RateLimitHit).where(RateLimitHit.ends_at <= clock.now()))
    return 0


def _counting(session: Session, one: Hit, *, now: dt.datetime) -> Any:
    """One statement: a row is made, counted up, or begun again where its span is over."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    made = insert(RateLimitHit).values(
        key_hash=one.key_hash(settings().secret_key),
        started_at=now,
        ends_at=now + one.limit.within,
        times=1,
    )
    is_over = RateLimitHit.ends_at <= now
    again = {
        "started_at": case((is_over, made.excluded.started_at), else_=RateLimitHit.started_at),
        "ends_at": case((is_over, made.excluded.ends_at), else_=RateLimitHit.ends_at),
        "times": case((is_over, 1), else_=RateLimitHit.times + 1),
    }
    counted = made.on_conflict_do_update(index_elements=[RateLimitHit.key_hash], set_=again)
    return counted.returning(RateLimitHit.times, RateLimitHit.ends_at)
