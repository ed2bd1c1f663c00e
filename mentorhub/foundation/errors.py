"""The kinds of "no" the packages share. Pure: what each means over HTTP is decided in `web/errors.py`."""


class Refusal(Exception):  # noqa: N818 - named by what is the case, e.g. CohortFull
    """A rule said no. Subclasses are named by what is the case (`CohortFull`) and carry their data as attributes."""


class NotFound(Refusal):
    """The thing does not exist, or is not this viewer's to see: both answer 404."""


class Busy(Refusal):
    """A lock was not had within its timeout (3 s). Nothing was changed; trying again is safe."""


class IllegalMove(Exception):  # noqa: N818 - named by what happened
    """A state machine was asked for a move its table does not have: a programming error."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb!r} is not a move from {state!r}")
        self.verb = verb
        self.state = state
