"""How a long-running command learns that it is to end."""

import signal
from queue import SimpleQueue


class StopSignal:
    """Waits, in the main thread, until this process is interrupted or terminated.

    Under `make` one end comes as two signals. A second one that interrupts the first's handler would
    wait for ever on an Event's lock; a SimpleQueue is made to be put to from there.
    """

    def __init__(self) -> None:
        self._received: SimpleQueue[int] = SimpleQueue()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _frame: self._received.put(number))

    def wait(self) -> None:
        """Return at the first signal."""
        self._received.get()
