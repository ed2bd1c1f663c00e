"""The worker: threads that run the tasks that `jobs` says are due, and those that are woken, until it stops."""

import threading

from huey.consumer import Consumer

from mentorhub.foundation.jobs import Jobs, log_failure

TICK_SECONDS = 1.0


class Worker:
    """Threads, one for each lane, that run due periodic tasks each second, and one for those woken, until stopped."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._timers = [
            threading.Thread(target=self._tick, args=(lane,), name="periodic-tasks", daemon=True)
            for lane in jobs.lanes
        ]
        self._consumer = _EmbeddedConsumer(
            jobs.huey, workers=1, periodic=False, initial_delay=0.05, max_delay=0.25
        )

    def start(self) -> None:
        """Begin; returns at once."""
        self._jobs.stopping.clear()
        self._jobs.write_intervals()
        self._consumer.start()
        for timer in self._timers:
            timer.start()

    def stop(self) -> None:
        """Finish the item that each is at, then return."""
        self._jobs.stopping.set()
        for timer in self._timers:
            timer.join(10)
        self._consumer.stop(graceful=True)

    def wait(self) -> None:
        """Block until `stop` is called from elsewhere."""
        self._jobs.stopping.wait()

    def _tick(self, lane: str) -> None:
        pause: float = TICK_SECONDS
        while not self._jobs.stopping.wait(pause):
            pause = TICK_SECONDS
            try:
                names = self._jobs.due(lane)
                for name in names:
                    self._jobs.run(name)
                if any(self._jobs.is_unfinished(name) for name in names):
                    pause = 0
            except Exception as error:
                log_failure(error, "the timer of the periodic tasks met an error and goes on")


class _EmbeddedConsumer(Consumer):  # type: ignore[misc]
    """huey's consumer without its signal handlers, which only a main thread may set."""

    def _set_signal_handlers(self) -> None:
        pass
