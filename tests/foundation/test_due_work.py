"""Working off what is due: on while anything is, each item once a pass, bad ones in nobody's way, counted truly."""

import logging

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

from mentorhub.foundation import due_work
from mentorhub.foundation.due_work import Run, work_off
from mentorhub.foundation.errors import Busy


class Work:
    """Items that are due until they are done; those of `bad` never are."""

    def __init__(self, count: int, *, bad: tuple[int, ...] = ()) -> None:
        self.left = list(range(count))
        self.bad = bad
        self.tried: list[int] = []

    def due(self) -> list[int]:
        return list(self.left)

    def act(self, item: int) -> None:
        self.tried.append(item)
        if item in self.bad:
            raise KeyError(item)
        self.left.remove(item)


def test_it_goes_on_while_anything_is_due() -> None:
    work = Work(5400)
    assert work_off(work.due, work.act) == 0
    assert work.tried == list(range(5400))


def test_what_falls_due_meanwhile_is_done_too() -> None:
    work = Work(1)

    def act(item: int) -> None:
        work.act(item)
        if item < 3:
            work.left.append(item + 1)

    assert work_off(work.due, act) == 0
    assert work.tried == [0, 1, 2, 3]


def test_bad_items_are_tried_once_stop_nobody_and_are_counted() -> None:
    work = Work(300, bad=tuple(range(120)))
    assert work_off(work.due, work.act) == 120
    assert work.tried == list(range(300))


def test_a_run_without_time_does_one_thing_and_counts_the_rest() -> None:
    work = Work(7)
    run = Run(seconds=0)
    with due_work.within(run):
        assert work_off(work.due, work.act) == 6
    assert (work.tried, run.is_cut_short) == ([0], True)


def test_a_run_that_had_time_for_all_was_not_cut_short() -> None:
    work = Work(7, bad=(3,))
    run = Run(seconds=60)
    with due_work.within(run):
        assert work_off(work.due, work.act) == 1
    assert not run.is_cut_short


def test_the_next_run_goes_on_behind_the_bad_ones() -> None:
    """However many stand in front and however long each takes, the last is reached."""
    work = Work(10, bad=tuple(range(9)))
    tried = None
    for _ in range(10):
        run = Run(seconds=0, tried=tried)
        with due_work.within(run):
            work_off(work.due, work.act)
        tried = run.tried
    assert work.left == list(range(9))


def test_two_kinds_of_work_in_one_run_are_told_apart() -> None:
    work = Work(2)
    other: list[int] = []
    with due_work.within(Run(seconds=60)):
        work_off(work.due, work.act)
        work_off(lambda: [0, 1], other.append)
    assert other == [0, 1]


def test_what_has_to_wait_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    def act(item: int) -> None:
        raise [Busy, TimeoutError, KeyError][item]

    with caplog.at_level(logging.INFO, logger="mentorhub"):
        assert work_off(lambda: [0, 1, 2], act, waits=(TimeoutError,)) == 3
    assert [bool(record.exc_info) for record in caplog.records] == [False, False, True]


@pytest.mark.parametrize(
    ("sqlstate", "tried"), [("57P01", 1), ("08006", 1), (None, 1), ("40P01", 3), ("57014", 3)]
)
def test_a_database_that_is_away_is_no_items_fault(sqlstate: str | None, tried: int) -> None:
    seen = []

    def act(item: int) -> None:
        seen.append(item)
        kind = psycopg.errors.lookup(sqlstate) if sqlstate else psycopg.OperationalError
        raise OperationalError("SELECT", {}, kind())

    try:
        work_off(lambda: [0, 1, 2], act)
    except OperationalError:
        assert tried == 1
    assert len(seen) == tried


def test_batches_go_on_until_one_does_nothing() -> None:
    steps = iter([3, 3, 1, 0])
    due_work.in_batches(lambda: next(steps))
    assert next(steps, None) is None


def test_batches_end_with_the_run() -> None:
    steps = iter([3, 3, 1, 0])
    with due_work.within(Run(seconds=0)):
        due_work.in_batches(lambda: next(steps))
    assert next(steps) == 3
