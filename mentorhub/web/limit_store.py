"""Counters of the rate limits, in this process's memory: what has run out is removed now and then, not by a thread.

The library's own storage starts a thread every hundredth of a second that checks all counters; a rush has
thousands of them.
"""

import threading
import time
from typing import Any

from limits.storage import Storage

PRUNED_AFTER = 10.0  # seconds


class LimitStore(Storage):
    """For `storage_uri="counters://"`; a custom storage as the library's documentation describes it."""

    STORAGE_SCHEME = ["counters"]

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._guard = threading.Lock()
        self._counts: dict[str, tuple[int, float]] = {}
        self._pruned_at = time.time()

    @property
    def base_exceptions(self) -> type[Exception]:
        """A dictionary raises nothing that a limit should be open for."""
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count; a counter that is new, or whose time is over, ends `expiry` seconds from now."""
        now = time.time()
        with self._guard:
            count, ends_at = self._counts.get(key, (0, 0.0))
            if ends_at <= now:
                count, ends_at = 0, now + expiry
            self._counts[key] = count + amount, ends_at
            if now - self._pruned_at > PRUNED_AFTER:
                self._prune(now)
            return count + amount

    def give_back(self, key: str) -> None:
        """One less, where the counter's time is not over."""
        with self._guard:
            count, ends_at = self._counts.get(key, (0, 0.0))
            if count:
                self._counts[key] = count - 1, ends_at

    def get(self, key: str) -> int:
        """The count; 0 once its time is over."""
        count, ends_at = self._counts.get(key, (0, 0.0))
        return count if ends_at > time.time() else 0

    def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds since the epoch."""
        return self._counts.get(key, (0, time.time()))[1]

    def check(self) -> bool:
        """It is here."""
        return True

    def reset(self) -> int:
        """Forget all; returns how many there were."""
        with self._guard:
            known = len(self._counts)
            self._counts.clear()
            return known

    def clear(self, key: str) -> None:
        """Forget one."""
        with self._guard:
            self._counts.pop(key, None)

    def _prune(self, now: float) -> None:
        self._counts = {key: one for key, one in self._counts.items() if one[1] > now}
        self._pruned_at = now
