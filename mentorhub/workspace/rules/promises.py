"""Promises: their states, from open to kept or released. Pure."""

from enum import StrEnum

from mentorhub.foundation.transitions import Transitions


class PromiseState(StrEnum):
    """What became of "I said I would"."""

    OPEN = "open"
    KEPT = "kept"
    RELEASED = "released"


PROMISE = Transitions(
    PromiseState.OPEN,
    {
        "keep": ((PromiseState.OPEN,), PromiseState.KEPT),
        "release": ((PromiseState.OPEN,), PromiseState.RELEASED),
        "reopen": ((PromiseState.KEPT, PromiseState.RELEASED), PromiseState.OPEN),
    },
)
