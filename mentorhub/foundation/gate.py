"""A gate before the database: of many threads that want the same work done for one key, one does it for all.

A run that *began* after a thread came to the gate covers that thread: it need not run again. Who is on the way there
is waited for a moment, since a run for many costs little more than one for a single thread.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LINGER_SECONDS = 0.02


@dataclass
class _Passage:
    lock: threading.Lock = field(default_factory=threading.Lock)
    begun: int = 0
    finished: int = 0
    waiting: int = 0


class Gate:
    """One per kind of work; `run` is safe from any thread of this process."""

    def __init__(self) -> None:
        self._guard = threading.Condition()
        self._passages: dict[Hashable, _Passage] = {}
        self._underway = 0

    @contextmanager
    def underway(self) -> Iterator[None]:
        """Whoever is about to come to the gate says so, and stays inside until through."""
        with self._guard:
            self._underway += 1
        try:
            yield
        finally:
            with self._guard:
                self._underway -= 1
                self._guard.notify_all()

    def run(self, key: Hashable, work: Callable[[], None]) -> None:
        """Return once a run of `work` that began after this call has finished without an error.

        An error of `work` reaches the one thread that ran it; the next in the queue runs again.
        """
        passage, mine = self._enter(key)
        try:
            with passage.lock:
                if passage.finished > mine:
                    return
                self._linger(passage)
                passage.begun += 1
                ticket = passage.begun
                work()
                passage.finished = ticket
        finally:
            self._leave(key, passage)

    def _enter(self, key: Hashable) -> tuple[_Passage, int]:
        with self._guard:
            passage = self._passages.setdefault(key, _Passage())
            passage.waiting += 1
            self._guard.notify_all()
            return passage, passage.begun

    def _linger(self, passage: _Passage) -> None:
        with self._guard:
            self._guard.wait_for(lambda: self._underway <= passage.waiting, LINGER_SECONDS)

    def _leave(self, key: Hashable, passage: _Passage) -> None:
        with self._guard:
            passage.waiting -= 1
            if not passage.waiting:
                self._passages.pop(key, None)
