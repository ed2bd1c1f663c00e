"""Promises: their states."""

from mentorhub.workspace.rules.promises import PROMISE, PromiseState


def test_an_open_promise_is_kept_or_released() -> None:
    assert PROMISE.after("keep", PromiseState.OPEN) is PromiseState.KEPT
    assert PROMISE.after("release", PromiseState.OPEN) is PromiseState.RELEASED


def test_what_has_ended_moves_only_back() -> None:
    for state in set(PromiseState) - {PromiseState.OPEN}:
        assert [verb for verb in PROMISE.moves if PROMISE.allows(verb, state)] == ["reopen"]
