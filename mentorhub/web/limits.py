"""Rate limits for public routes, per address of the caller; counted in this process's memory."""

import threading
import time
from typing import Any

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

from mentorhub.foundation.config import Settings

PRUNED_AFTER = 10.0  # seconds


class ThreadlessStorage(MemoryStorage):
    """The library's storage in memory, without the thread that looks at all counters every hundredth of a second.

    In a rush from thousands of addresses that thread took an eighth of the server's time.
    """

    STORAGE_SCHEME = ["threadless"]

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, **_: Any) -> None:
        super().__init__(uri, wrap_exceptions)
        self._guard = threading.Lock()
        self._pruned_at = time.time()  # noqa: TID251 - the library counts by this machine's clock

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """As the library's; what has run out is forgotten now and then."""
        with self._guard:
            now = time.time()  # noqa: TID251 - a rush must not ask the database for it
            if now - self._pruned_at > PRUNED_AFTER:
                self._pruned_at = now
                for one in list(self.expirations):
                    self.get(one)  # forgets it once its time is over
            self.storage[key] = self.get(key) + amount
            self.expirations.setdefault(key, now + expiry)
            return self.storage[key]

    def decr(self, key: str, amount: int = 1) -> int:
        """As the library's: never below none."""
        with self._guard:
            if self.get(key):
                self.storage[key] = max(self.storage[key] - amount, 0)
            return self.storage[key]


limiter = Limiter(key_func=get_remote_address, storage_uri="threadless://")


def init_app(app: Flask, settings: Settings) -> None:
    """On everywhere but in tests that are not about it."""
    app.config.setdefault("RATELIMIT_ENABLED", not settings.testing)
    limiter.init_app(app)
    app.after_request(_give_back)


def _give_back(response: Response) -> Response:
    """A request that could not be answered does not count."""
    if response.status_code == 503 and limiter.enabled:
        storage = limiter.storage
        assert isinstance(storage, ThreadlessStorage)
        for one in limiter.current_limits:
            storage.decr(one.key)
    return response
