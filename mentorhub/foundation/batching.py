"""Request batching in front of the database: of many threads with the same kind of work, one does it for all.

Work that is submitted while a batch runs is in the next one, which the first of its threads runs, in order of arrival.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any, TypeVar

from mentorhub.foundation.database.outages import outage_of

BATCH_MAX = 200  # so many are served by one batch
COLLECT_SECONDS, POLL_SECONDS = 0.03, 0.001

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass
class _Pending:
    asked: Any
    woken: threading.Event = field(default_factory=threading.Event)
    answer: Any = None
    error: BaseException | None = None
    is_done: bool = False
    after: "_Pending | None" = None  # who is woken once this one is awake

    def wake_next(self) -> None:
        if self.after is not None:
            self.after.woken.set()


class Batcher:
    """One per kind of work; `submit` is safe from any thread of this process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queues: dict[Hashable, deque[_Pending]] = {}

    def submit(
        self, key: Hashable, asked: Asked, work: Callable[[Sequence[Asked]], Sequence[Answer]]
    ) -> Answer:
        """The answer to `asked`, out of a batch of `work` that began after this call.

        `work` answers a list in its order. If it raises for several, each of them is asked alone, so that an error
        is raised only to whom it belongs; but an outage of the database belongs to all.
        """
        mine = _Pending(asked)
        with self._guard:
            queue = self._queues.setdefault(key, deque())
            queue.append(mine)
            is_first = len(queue) == 1
        if not is_first:
            mine.woken.wait()
        try:
            if not mine.is_done:
                self._run_batch(key, work)
        finally:
            mine.wake_next()
        if mine.error is not None:
            raise mine.error
        answer: Answer = mine.answer
        return answer

    def _run_batch(self, key: Hashable, work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
        """One batch, for those at the head of the queue; then the next in it is woken to run the batch after."""
        queue = self._queues[key]
        _collect(queue)
        with self._guard:
            batch = list(islice(queue, BATCH_MAX))
        try:
            _serve(batch, work)
        finally:
            with self._guard:
                for pending in batch:
                    queue.popleft()
                    pending.is_done = True
                if queue:
                    queue[0].woken.set()
                else:
                    del self._queues[key]
            for pending, after in pairwise(batch):
                pending.after = after


def _collect(queue: deque[_Pending]) -> None:
    """Wait while more arrive: a batch of many costs little more than one of a few."""
    until, seen = time.monotonic() + COLLECT_SECONDS, 0
    while seen < len(queue) < BATCH_MAX and time.monotonic() < until:
        seen = len(queue)
        time.sleep(POLL_SECONDS)


def _serve(batch: Sequence[_Pending], work: Callable[[Sequence[Any]], Sequence[Any]]) -> None:
    try:
        answers = work([pending.asked for pending in batch])
    except Exception as error:
        if (
            len(batch) == 1 or outage_of(error) is not None
        ):  # it belongs to all: none need try again
            for pending in batch:
                pending.error = error
            return
        for pending in batch:
            _serve([pending], work)
        return
    except BaseException as error:  # this process ends: every caller must see it
        for pending in batch:
            pending.error = error
        raise
    for pending, answer in zip(batch, answers, strict=True):
        pending.answer = answer
