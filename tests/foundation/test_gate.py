"""One thread does the work for all who came before it began; an error is one thread's own."""

import threading

import pytest

from mentorhub.foundation.gate import Gate

WAIT_SECONDS = 5


def test_one_run_serves_all_who_came_before_it_began() -> None:
    gate, work = Gate(), _SlowWork()
    first = _started(gate, work)
    work.entered.wait(WAIT_SECONDS)
    others = [_started(gate, work) for _ in range(8)]
    _wait_until_queued(gate, 9)
    work.may_end.set()
    for thread in (first, *others):
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive()
    # The first run began before the eight came; one second run serves all of them.
    assert work.runs == 2


def test_who_comes_after_a_run_began_is_not_served_by_it() -> None:
    gate, work = Gate(), _SlowWork()
    work.may_end.set()
    gate.run("key", work)
    gate.run("key", work)
    assert work.runs == 2


def test_an_error_reaches_one_and_the_next_runs_again() -> None:
    gate, work = Gate(), _SlowWork(failures=1)
    caught: list[BaseException] = []
    failing = threading.Thread(target=_catch, args=(gate, work, caught))
    failing.start()
    work.entered.wait(WAIT_SECONDS)
    waiting = _started(gate, work)
    _wait_until_queued(gate, 2)
    work.may_end.set()
    failing.join(WAIT_SECONDS)
    waiting.join(WAIT_SECONDS)
    assert [type(error) for error in caught] == [ZeroDivisionError]
    assert work.runs == 2


def test_keys_do_not_wait_for_each_other() -> None:
    gate, work = Gate(), _SlowWork()
    held = _started(gate, work)
    work.entered.wait(WAIT_SECONDS)
    done: list[str] = []
    other = threading.Thread(target=gate.run, args=("other", lambda: done.append("other")))
    other.start()
    other.join(WAIT_SECONDS)
    assert done == ["other"]
    work.may_end.set()
    held.join(WAIT_SECONDS)


def test_nothing_is_kept_of_a_key_that_nobody_waits_for() -> None:
    gate, work = Gate(), _SlowWork(failures=1)
    work.may_end.set()
    with pytest.raises(ZeroDivisionError):
        gate.run("key", work)
    gate.run("key", work)
    assert gate._passages == {}


class _SlowWork:
    """Work that says when it was entered and waits to be let go; the first runs may fail."""

    def __init__(self, failures: int = 0) -> None:
        self.entered, self.may_end = threading.Event(), threading.Event()
        self.failures, self.runs = failures, 0

    def __call__(self) -> None:
        self.runs += 1
        self.entered.set()
        self.may_end.wait(WAIT_SECONDS)
        if self.runs <= self.failures:
            raise ZeroDivisionError


def _started(gate: Gate, work: _SlowWork) -> threading.Thread:
    thread = threading.Thread(target=gate.run, args=("key", work))
    thread.start()
    return thread


def _catch(gate: Gate, work: _SlowWork, caught: list[BaseException]) -> None:
    try:
        gate.run("key", work)
    except ZeroDivisionError as error:
        caught.append(error)


def _wait_until_queued(gate: Gate, count: int) -> None:
    deadline = threading.Event()
    for _ in range(500):
        if gate._passages["key"].waiting == count:
            return
        deadline.wait(0.01)
    pytest.fail(f"never saw {count} threads at the gate")
