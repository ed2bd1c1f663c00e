"""The database is away or full: each page says so calmly, /health/ready for a minute, the log once in ten seconds."""

import logging
import threading
from dataclasses import dataclass, field
from time import monotonic

from mentorhub.foundation.config import extension_or_new
from mentorhub.foundation.database.outages import Outage, outage_of

RETRY_AFTER_SECONDS = 30
SHOWN_SECONDS = 60.0  # without a failure for so long, it is taken to be over
LOGGED_SECONDS = 10.0

log = logging.getLogger("mentorhub.database")


@dataclass
class _Seen:
    """The outages that this process has lately met."""

    guard: threading.Lock = field(default_factory=threading.Lock)
    last: dict[Outage, float] = field(default_factory=dict)
    logged_at: float = -LOGGED_SECONDS
    unlogged: int = 0


def note(error: BaseException | None) -> bool:
    """Whether an error means an outage: then it is remembered, and logged in one line unless that was just done."""
    outage = outage_of(error)
    if outage is None:
        return False
    seen, now = extension_or_new("outages", _Seen), monotonic()
    with seen.guard:
        seen.last[outage] = now
        if now - seen.logged_at < LOGGED_SECONDS:
            seen.unlogged += 1
            return True
        others, seen.unlogged, seen.logged_at = seen.unlogged, 0, now
    said = f"; {others} more since the last such line" if others else ""
    log.error("%s (%s)%s", outage, type(getattr(error, "orig", error)).__name__, said)
    return True


def cannot_write() -> bool:
    """Whether a request has lately met a database that cannot be written to."""
    seen = extension_or_new("outages", _Seen)
    return monotonic() - seen.last.get(Outage.FULL, -SHOWN_SECONDS) < SHOWN_SECONDS
