"""Working off what is due: on and on while anything is, bounded in time; one bad item never stops the rest.

Every periodic task goes through here, so that none leaves work lying because a batch was full, and none counts wrongly.
"""

import logging
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from mentorhub.foundation.database.outages import outage_of
from mentorhub.foundation.errors import Refusal

log = logging.getLogger(__name__)
RUN_SECONDS = 5.0  # then the other tasks of its lane have their turn
ALL = 1_000_000  # as the limit of a query: whatever is due
T = TypeVar("T", bound=Hashable)


class Run:
    """One run of a task: for how long it may take up more, and what was tried since nothing was left untried.

    A run that is cut short hands on what it tried: the next goes on behind it, so that items which fail, however many
    stand in front, never stop the others from having their turn.
    """

    def __init__(
        self,
        *,
        seconds: float = float("inf"),
        tried: set[Hashable] | None = None,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.tried: set[Hashable] = set() if tried is None else tried
        self.is_cut_short = False
        self.has_begun = False
        self._ends = time.monotonic() + seconds
        self._is_stopping = is_stopping

    def is_over(self) -> bool:
        """Whether nothing more may be begun; asked only where something is left. Each run does one thing at least."""
        is_over = time.monotonic() >= self._ends or self._is_stopping()
        self.is_cut_short = self.is_cut_short or (is_over and self.has_begun)
        return self.is_cut_short


_run: ContextVar[Run | None] = ContextVar("mentorhub_run", default=None)


@contextmanager
def within(run: Run) -> Iterator[None]:
    """Work inside belongs to this run. Without one (a command, a test) nothing bounds the time."""
    before = _run.set(run)
    try:
        yield
    finally:
        _run.reset(before)


def current_run() -> Run:
    """The run that this work belongs to; one of its own where there is none."""
    return _run.get() or Run()


def work_off(
    due: Callable[[], Sequence[T]],
    act: Callable[[T], object],
    *,
    waits: tuple[type[Exception], ...] = (),
) -> int:
    """Act on each item that is due, and on what falls due meanwhile; returns how many are due at the end.

    Each is tried once per pass, whatever comes of it. Refusals and errors of `waits` are expected: the item waits.
    Raises any error that means an outage of the database: then no item is to blame, and none would do better.
    """
    run = current_run()
    name = f"{act.__module__}.{act.__qualname__}"
    while True:
        items = due()
        new = [item for item in items if (name, item) not in run.tried]
        if not new:
            return len(items)
        for item in new:
            if run.is_over():
                return len(due())
            run.has_begun = True
            run.tried.add((name, item))
            _try(act, item, (Refusal, *waits))


def in_batches(step: Callable[[], int]) -> None:
    """Run `step` again and again until it says that it did nothing, or until the run is over."""
    run = current_run()
    while step():
        run.has_begun = True
        if run.is_over():
            return


def _try(act: Callable[[T], object], item: T, waits: tuple[type[Exception], ...]) -> None:
    try:
        act(item)
    except waits as answer:
        log.info("%s of %s has to wait: %s", act.__name__, item, type(answer).__name__)
    except Exception as error:
        if outage_of(error):
            raise
        log.exception("%s failed for %s and goes on with the next", act.__name__, item)
