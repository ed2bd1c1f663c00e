"""Promises: their states."""

from mentorhub.workspace.rules.promises import PROMISE, PromiseState


def test_an_open_promise_is_kept_or_released() -> None:
    assert PROMISE.after("keep", PromiseState.OPEN) is PromiseState.KEPT
    assert PROMISE.after("release", PromiseState.OPEN) is PromiseState.RELEASED


def test_what_has_ended_does_not_move_again() -> None:
    for state in set(PromiseState) - {PromiseState.OPEN}:
        assert not any(PROMISE.allows(verb, state) for verb in PROMISE.moves)
