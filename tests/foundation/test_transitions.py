"""State machines as tables: legal moves, illegal ones, what can be reached."""

from enum import StrEnum

import pytest

from mentorhub.foundation.errors import IllegalMove
from mentorhub.foundation.transitions import Transitions


class Light(StrEnum):
    """States for these tests."""

    RED = "red"
    GREEN = "green"
    BROKEN = "broken"
    SOLD = "sold"


LIGHTS = Transitions(
    Light.RED,
    {
        "go": ((Light.RED,), Light.GREEN),
        "stop": ((Light.GREEN,), Light.RED),
        "break_down": ((Light.RED, Light.GREEN), Light.BROKEN),
    },
)


def test_a_verb_leads_where_the_table_says() -> None:
    assert LIGHTS.after("go", Light.RED) is Light.GREEN
    assert LIGHTS.after("break_down", Light.GREEN) is Light.BROKEN


def test_a_move_that_is_not_in_the_table_raises_and_names_itself() -> None:
    with pytest.raises(IllegalMove, match="'go' is not a move from") as refused:
        LIGHTS.after("go", Light.BROKEN)
    assert (refused.value.verb, refused.value.state) == ("go", Light.BROKEN)


def test_a_verb_is_allowed_only_from_its_starts() -> None:
    assert LIGHTS.allows("stop", Light.GREEN)
    assert not LIGHTS.allows("stop", Light.RED)


def test_an_unknown_verb_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        LIGHTS.allows("fly", Light.RED)


def test_what_no_move_leads_to_is_not_reachable() -> None:
    assert LIGHTS.reachable() == {Light.RED, Light.GREEN, Light.BROKEN}
