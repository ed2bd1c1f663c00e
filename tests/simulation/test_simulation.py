"""Three hundred short runs, on both databases; and an install with a hole in it, which must be found."""

from collections.abc import Iterable

import pytest

from mentorhub.enrolment.actions import ended_checkouts
from mentorhub.enrolment.line import money
from tests.simulation.crash_points import CrashPoint, listed
from tests.simulation.installs import installs
from tests.simulation.invariants import overtaken
from tests.simulation.runs import InvariantBroken, run

SHORT = 12  # steps
# Distinct crash points of those listed, each a process that died there:
ENOUGH_OF_EIGHTY, ENOUGH_OF_SIXTY = 26, 24


def _runs(database: str, seeds: Iterable[int]) -> set[CrashPoint]:
    killed = set[CrashPoint]()
    with installs(database) as made:
        for seed in seeds:
            killed |= run(*made.fresh(), seed, length=SHORT)
    return killed


def _assert_killed(database: str, seeds: Iterable[int], *, enough: int) -> None:
    killed = _runs(database, seeds)
    print(f"killed at {len(killed)} of {len(listed())} points")
    assert len(killed) >= enough


@pytest.mark.parametrize("first", [1, 81, 161])  # so that two processes share them
def test_runs_on_sqlite_break_no_invariant(first: int) -> None:
    _assert_killed("sqlite", range(first, first + 80), enough=ENOUGH_OF_EIGHTY)


def test_a_seed_gives_the_same_run_again() -> None:
    assert _runs("sqlite", [7]) == _runs("sqlite", [7])


def test_runs_on_postgresql_break_no_invariant() -> None:
    _assert_killed("postgresql", range(241, 301), enough=ENOUGH_OF_SIXTY)


def test_a_seat_freed_while_it_can_be_paid_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """If this install passed, the runs above would prove nothing."""
    monkeypatch.setattr(ended_checkouts, "close_checkout", lambda _checkout_id: True)
    monkeypatch.setattr(money, "is_payable", lambda *_: False)
    with pytest.raises(InvariantBroken, match="a_freed_seat_has_no_payable_checkout"):
        _runs("sqlite", range(1, 60))


def test_every_commit_and_call_of_the_actions_is_listed() -> None:
    places = {(point.file, point.what) for point in listed()}
    assert ("enrolment/actions/fulfilment.py", "commit") in places
    assert ("enrolment/actions/fulfilment.py", "session") in places
    assert ("payments/actions/refunds.py", "refund") in places


def _entry(number: int, kind: str, place: int | None) -> dict[str, object]:
    return {"number": number, "kind": kind, "place": place}


def test_a_seat_given_past_somebody_who_waited_is_found() -> None:
    entries = [_entry(1, "placed", 1), _entry(2, "placed", 2), _entry(3, "held", 2)]
    assert overtaken(entries) == ["entry 3: place 2 before 1"]


def test_who_passed_is_not_overtaken_until_the_next_seat() -> None:
    entries = [
        _entry(1, "placed", 1),
        _entry(2, "offered", 1),
        _entry(3, "placed", 2),
        _entry(4, "passed", 1),
        _entry(5, "offered", 2),
        _entry(6, "lapsed", 2),
        _entry(7, "placed", 3),
        _entry(8, "held", 3),
    ]
    assert overtaken(entries) == ["entry 8: place 3 before 1"]
