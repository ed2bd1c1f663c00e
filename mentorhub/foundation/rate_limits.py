"""How often something was tried lately: the `limits` library's fixed window, counted in the database for all processes.

A restart loses nothing. Haste is counted in each process's memory (`web/limits.py`).
"""

import datetime as dt
import hashlib
import hmac
from typing import Any

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import CheckConstraint, Index, String, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM

Hit = tuple[RateLimitItem, str]  # a limit, and whom it is for: an address, a network


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


class DatabaseStorage(Storage):
    """The library's interface for a storage of one's own, on `rate_limit_hit`; in the caller's transaction.

    Keys are stored as hashes keyed by the install's secret, so that the table names nobody.
    """

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library may wrap: whatever the database raises."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count; a counter that is new, or whose span is over, ends `expiry` seconds from now."""
        session, now = _session(), clock.now()
        insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
        made = insert(RateLimitHit).values(
            key_hash=_hashed(key),
            started_at=now,
            ends_at=now + dt.timedelta(seconds=expiry),
            times=amount,
        )
        is_over = RateLimitHit.ends_at <= now
        again = {
            "started_at": case((is_over, made.excluded.started_at), else_=RateLimitHit.started_at),
            "ends_at": case((is_over, made.excluded.ends_at), else_=RateLimitHit.ends_at),
            "times": case((is_over, amount), else_=RateLimitHit.times + amount),
        }
        counted = made.on_conflict_do_update(index_elements=[RateLimitHit.key_hash], set_=again)
        times: int = session.scalars(counted.returning(RateLimitHit.times)).one()
        return times

    def decr(self, key: str, amount: int = 1) -> None:
        """Give back, as the library's own storage in memory does; never below none."""
        counted = RateLimitHit.key_hash == _hashed(key), RateLimitHit.times >= amount
        fewer = update(RateLimitHit).where(*counted).values(times=RateLimitHit.times - amount)
        _session().execute(fewer, execution_options={"synchronize_session": False})

    def get(self, key: str) -> int:
        """The count; 0 once its span is over."""
        counts = RateLimitHit.key_hash == _hashed(key), RateLimitHit.ends_at > clock.now()
        return _session().scalar(select(RateLimitHit.times).where(*counts)) or 0

    def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds since the epoch; now for one that there is not."""
        ends_at = select(RateLimitHit.ends_at).where(RateLimitHit.key_hash == _hashed(key))
        return (_session().scalar(ends_at) or clock.now()).timestamp()

    def check(self) -> bool:
        """It is where everything is: a database that is away is told of at every request."""
        return True

    def reset(self) -> int:
        """Forget all; returns how many there were."""
        return len(_session().scalars(delete(RateLimitHit).returning(RateLimitHit.key_hash)).all())

    def clear(self, key: str) -> None:
        """Forget one."""
        _session().execute(delete(RateLimitHit).where(RateLimitHit.key_hash == _hashed(key)))


_storage = DatabaseStorage()
_limiter = FixedWindowRateLimiter(_storage)


def count(*hits: Hit) -> dt.datetime | None:
    """Count hits in the caller's transaction; until when the first that is one too many is refused, or None.

    What stands behind a refused one is not counted. Name the wider key first, always: two callers then take their rows
    in one order, and a network that is refused uses up no address's limit.
    """
    for limit, key in hits:
        if not _limiter.hit(limit, key):
            reset_at, _none_left = _limiter.get_window_stats(limit, key)
            return dt.datetime.fromtimestamp(reset_at, dt.UTC)
    return None


def take_back(*hits: Hit) -> None:
    """These were no failures after all; in the caller's transaction."""
    for limit, key in hits:
        _storage.decr(limit.key_for(key))


def forget_old() -> int:
    """Delete what counts no more; returns 0, since nothing is ever left."""
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(RateLimitHit).where(RateLimitHit.ends_at <= clock.now()))
    return 0


def _session() -> Session:
    session = db.session()
    if "viewer" not in session.info:
        raise RuntimeError("counted in a transaction, and none is open")
    return session


def _hashed(key: str) -> str:
    secret = settings().secret_key.encode()
    return hmac.new(secret, f"rate-limit:{key}".encode(), hashlib.sha256).hexdigest()
