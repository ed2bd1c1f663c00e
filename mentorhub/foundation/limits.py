"""How often something may be tried. Pure: `rate_limits.py` counts, `web/shared_limits.py` answers."""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """At most so many hits within a span that begins with the first of them."""

    name: str
    most: int
    within: dt.timedelta

    def of(self, key: str) -> "Hit":
        """A hit by, or at, whatever `key` names: an address, a network."""
        return Hit(self, key)

    def allows(self, times: int) -> bool:
        """Whether the hit that makes it so many within the span is allowed."""
        return times <= self.most


@dataclass(frozen=True)
class Hit:
    """One attempt that counts towards a limit."""

    limit: Limit
    key: str

    def key_hash(self, secret: str) -> str:
        """Under which it is counted: keyed by the install's secret, so that the record names nobody."""
        text = f"attempt:{self.limit.name}:{self.key}"
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
