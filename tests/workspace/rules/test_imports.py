"""An import moves only along its table, and offers of each row what makes sense."""

import pytest

from mentorhub.workspace.rules.imports import (
    CHOSEN,
    IMPORT,
    OFFERED,
    Choice,
    ImportStands,
    ImportState,
    Outcome,
    refuse_move,
)


def test_only_a_preview_is_applied_and_only_what_is_in_is_undone() -> None:
    assert [state for state in ImportState if IMPORT.allows("apply", state)] == [
        ImportState.PREVIEWED
    ]
    assert [state for state in ImportState if IMPORT.allows("undo", state)] == [ImportState.APPLIED]
    with pytest.raises(ImportStands):
        refuse_move("undo", ImportState.UNDONE)
    refuse_move("undo", ImportState.APPLIED)


def test_every_outcome_begins_with_a_choice_it_offers() -> None:
    for outcome in Outcome:
        assert CHOSEN[outcome] in OFFERED[outcome]
        assert Choice.SKIP in OFFERED[outcome]
    assert OFFERED[Outcome.UNUSABLE] == (Choice.SKIP,)
