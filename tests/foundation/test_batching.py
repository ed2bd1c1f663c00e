"""One thread asks for all who came before it began, in their order; an error is one thread's own."""

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from mentorhub.foundation.batching import BATCH_MAX, Batcher

WAIT_SECONDS = 5


def test_one_round_serves_all_who_came_before_it_began() -> None:
    batcher, work = Batcher(), _SlowWork()
    first = _asking(batcher, work, 0)
    work.entered.wait(WAIT_SECONDS)
    others = [_asking_next(batcher, work, number) for number in range(1, 9)]
    work.may_end.set()
    _finish(first, *others)
    # The first round began before the eight came; one second round serves all of them, in their order.
    assert work.rounds == [[0], [1, 2, 3, 4, 5, 6, 7, 8]]
    assert [thread.answer for thread in (first, *others)] == [10 * one for one in range(9)]


def test_who_comes_after_a_round_began_is_not_served_by_it() -> None:
    batcher, work = Batcher(), _SlowWork()
    work.may_end.set()
    assert batcher.submit("key", 1, work) == 10
    assert batcher.submit("key", 2, work) == 20
    assert work.rounds == [[1], [2]]


def test_an_error_reaches_whom_it_belongs_to_and_nobody_else() -> None:
    batcher, work = Batcher(), _SlowWork(refused=2)
    first = _asking(batcher, work, 0)
    work.entered.wait(WAIT_SECONDS)
    others = [_asking_next(batcher, work, number) for number in (1, 2, 3)]
    work.may_end.set()
    _finish(first, *others)
    assert work.rounds == [[0], [1, 2, 3], [1], [2], [3]]
    assert [thread.answer for thread in others] == [10, None, 30]
    assert isinstance(others[1].error, ZeroDivisionError)


def test_an_outage_of_the_database_belongs_to_all_and_is_met_once() -> None:
    batcher, work = Batcher(), _SlowWork(refused=2, error=PoolTimeout("away"))
    first = _asking(batcher, work, 0)
    work.entered.wait(WAIT_SECONDS)
    others = [_asking_next(batcher, work, number) for number in (1, 2, 3)]
    work.may_end.set()
    _finish(first, *others)
    assert work.rounds == [[0], [1, 2, 3]]
    assert [type(thread.error) for thread in (first, *others)] == [type(None), *[PoolTimeout] * 3]


def test_a_round_has_an_end_and_the_rest_follow_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert BATCH_MAX > 1
    monkeypatch.setattr("mentorhub.foundation.batching.BATCH_MAX", 2)
    batcher, work = Batcher(), _SlowWork()
    first = _asking(batcher, work, 0)
    work.entered.wait(WAIT_SECONDS)
    others = [_asking_next(batcher, work, number) for number in (1, 2, 3)]
    work.may_end.set()
    _finish(first, *others)
    assert work.rounds == [[0], [1, 2], [3]]


def test_keys_do_not_wait_for_each_other() -> None:
    batcher, work = Batcher(), _SlowWork()
    held = _asking(batcher, work, 0)
    work.entered.wait(WAIT_SECONDS)
    assert batcher.submit("other", 7, lambda asked: [one + 1 for one in asked]) == 8
    work.may_end.set()
    _finish(held)


def test_nothing_is_kept_of_a_key_that_nobody_asks_for() -> None:
    batcher, work = Batcher(), _SlowWork(refused=1)
    work.may_end.set()
    with pytest.raises(ZeroDivisionError):
        batcher.submit("key", 1, work)
    batcher.submit("key", 2, work)
    assert batcher._queues == {}


class _SlowWork:
    """Work that says when it was entered and waits to be let go; one number may be refused."""

    def __init__(self, refused: int | None = None, error: Exception | None = None) -> None:
        self.entered, self.may_end = threading.Event(), threading.Event()
        self.refused, self.error = refused, error
        self.rounds: list[list[int]] = []

    def __call__(self, asked: Sequence[int]) -> list[int]:
        self.rounds.append(list(asked))
        self.entered.set()
        self.may_end.wait(WAIT_SECONDS)
        if self.error is not None and self.refused in asked:
            raise self.error
        return [10 * one // (one != self.refused) for one in asked]


class _Asking(threading.Thread):
    def __init__(self, batcher: Batcher, work: _SlowWork, number: int) -> None:
        super().__init__()
        self.batcher, self.work, self.number = batcher, work, number
        self.answer: int | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.answer = self.batcher.submit("key", self.number, self.work)
        except (ZeroDivisionError, PoolTimeout) as error:
            self.error = error


def _asking(batcher: Batcher, work: _SlowWork, number: int) -> _Asking:
    thread = _Asking(batcher, work, number)
    thread.start()
    return thread


def _asking_next(batcher: Batcher, work: _SlowWork, number: int) -> _Asking:
    """One more, once those before stand in the queue."""
    before = len(batcher._queues["key"])
    thread = _asking(batcher, work, number)
    pause = threading.Event()
    for _ in range(500):
        if len(batcher._queues["key"]) > before:
            return thread
        pause.wait(0.01)
    pytest.fail("never reached the batcher")


def _finish(*threads: threading.Thread) -> None:
    for thread in threads:
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive()
