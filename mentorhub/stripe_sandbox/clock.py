"""The sandbox's time: the real one plus an offset that tests and the demo move."""

import time

from mentorhub.stripe_sandbox.store import Store


class Clock:
    """Real time plus a stored offset, so that a moved clock survives a restart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.changing():
            self._offset = float(store.setting("clock_offset", default="0"))

    def now(self) -> int:
        """Whole seconds, as Stripe's timestamps are."""
        return int(self.exact())

    def exact(self) -> float:
        """Seconds with their fraction, for the deliveries' due times."""
        return time.time() + self._offset  # noqa: TID251 - stands for Stripe, whose clock is another

    @staticmethod
    def real() -> int:
        """The machine's own time in whole seconds, against which the SDK holds signatures."""
        return int(time.time())  # noqa: TID251

    def ahead(self) -> int:
        """Whole seconds ahead of the machine's time, negative if behind."""
        return round(self._offset)

    def advance(self, seconds: float) -> int:
        """Move the clock by `seconds` (back if negative); return the new time."""
        with self._store.changing():
            self._offset += seconds
            self._store.set_setting("clock_offset", value=repr(self._offset))
        return self.now()

    def set(self, epoch: float) -> int:
        """Move the clock to `epoch`; return the new time."""
        return self.advance(epoch - self.exact())
