"""State machines as small tables: which verb leads from which states to which. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from mentorhub.foundation.errors import IllegalMove

State = TypeVar("State", bound=StrEnum)


class Transitions(Generic[State]):
    """One package's table: verb → (states it may start from, state it leads to).

    Models keep the state; their named methods ask `after(verb, state)`, which raises `IllegalMove`.
    """

    def __init__(self, initial: State, moves: Mapping[str, tuple[Iterable[State], State]]) -> None:
        self.initial = initial
        self.moves = {verb: (frozenset(starts), end) for verb, (starts, end) in moves.items()}

    def allows(self, verb: str, state: State) -> bool:
        """Whether `verb` may be done now."""
        return state in self.moves[verb][0]

    def after(self, verb: str, state: State) -> State:
        """The state `verb` leads to; raises `IllegalMove` where the table has no such move."""
        starts, end = self.moves[verb]
        if state not in starts:
            raise IllegalMove(verb, state)
        return end

    def reachable(self) -> frozenset[State]:
        """Every state that some sequence of moves leads to, the initial one included."""
        seen = {self.initial}
        while True:
            more = {end for starts, end in self.moves.values() if starts & seen} - seen
            if not more:
                return frozenset(seen)
            seen |= more
