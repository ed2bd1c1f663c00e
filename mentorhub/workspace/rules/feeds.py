"""The notebook's calendar under a secret address: its token, and how often is noted that it was read. Pure."""

import datetime as dt
import hashlib
import secrets

from limits import RateLimitItemPerHour

UNKNOWN = RateLimitItemPerHour(
    60, namespace="feed-unknown"
)  # addresses that are none, of one network
NOTED_EVERY = dt.timedelta(hours=1)


def new_token() -> str:
    """What the address is made of: 256 random bits in 43 characters."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """All that is kept of a token: its SHA-256 in hexadecimal digits. Nobody can try 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def is_to_be_noted(read_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether a reading is the first for an hour: calendars ask all day long."""
    return read_at is None or read_at <= now - NOTED_EVERY
