"""A notebook is looked through for doubles by a worker, once for each change; what was dismissed stays so."""

import pytest

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace import periodic
from mentorhub.workspace.actions import doubles
from mentorhub.workspace.actions.account_closing import erase_notebook
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.doubles import (
    dismiss_pair,
    find_doubles,
    look_again,
    take_back_dismissal,
)
from mentorhub.workspace.actions.merges import undo_merge
from mentorhub.workspace.matching.pairs import find_pairs
from mentorhub.workspace.models.doubles import PersonPair
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.doubles import AGAIN_AFTER
from tests.support import merging, notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
FOUND = [("Jana Novák", "Jana Nováková")]


def test_doubles_are_found_once_something_was_written_and_not_again_at_once() -> None:
    viewer = notebooks.notebook()
    merging.two(viewer)
    assert periodic.find_doubles() == 0
    assert merging.pairs(viewer) == FOUND
    notebooks.person(viewer, "Jana Nováková", email="jn@work.example")
    assert periodic.find_doubles() == 0
    assert len(merging.pairs(viewer)) == 1
    with clock.moved(AGAIN_AFTER):
        assert periodic.find_doubles() == 0
    assert len(merging.pairs(viewer)) > 1
    assert notebooks.stored(Workspace)[0].pairs_stale_at is None


def test_what_was_dismissed_is_not_shown_again_until_that_is_taken_back() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    periodic.find_doubles()
    dismiss_pair(double, jana, viewer=viewer)
    dismiss_pair(jana, double, viewer=viewer)
    assert merging.pairs(viewer) == []
    look_again(viewer=viewer)
    with clock.moved(AGAIN_AFTER):
        periodic.find_doubles()
    assert (merging.pairs(viewer), len(notebooks.stored(PersonPair))) == ([], 1)
    take_back_dismissal(jana, double, viewer=viewer)
    assert merging.pairs(viewer) == FOUND
    notebooks.assert_in_order()


def test_a_pair_that_nobody_found_is_dismissed_and_forgotten_again() -> None:
    viewer = notebooks.notebook()
    one, other = notebooks.person(viewer, "Ada"), notebooks.person(viewer, "Ben")
    dismiss_pair(one, other, viewer=viewer)
    assert [pair.score for pair in notebooks.stored(PersonPair)] == [0]
    take_back_dismissal(other, one, viewer=viewer)
    assert notebooks.stored(PersonPair) == []


def test_whoever_is_in_the_bin_or_merged_is_in_no_pair() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    periodic.find_doubles()
    merging.merge(viewer, jana, double)
    assert merging.pairs(viewer) == []
    undo_merge(jana, double, viewer=viewer)
    assert merging.pairs(viewer) == FOUND
    delete_thing(Thing.PERSON, double, viewer=viewer)
    assert merging.pairs(viewer) == []


def test_whoever_is_not_the_other_is_not_who_was_kept_either_until_they_are_two_again() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    cousin = notebooks.person(viewer, "Jana Nováková")
    dismiss_pair(double, cousin, viewer=viewer)
    merging.merge(viewer, jana, double)
    with clock.moved(AGAIN_AFTER):
        periodic.find_doubles()
    assert merging.pairs(viewer) == []
    dismissed = [pair for pair in notebooks.stored(PersonPair) if pair.dismissed_at]
    assert len(dismissed) == 2
    undo_merge(jana, double, viewer=viewer)
    dismissed = [pair for pair in notebooks.stored(PersonPair) if pair.dismissed_at]
    assert len(dismissed) == 1


def test_whoever_was_erased_while_people_were_compared_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = notebooks.notebook()
    _jana, double = merging.two(viewer)

    def meanwhile(candidates: object) -> object:
        delete_thing(Thing.PERSON, double, viewer=viewer)
        return find_pairs(candidates)  # type: ignore[arg-type]

    monkeypatch.setattr(doubles, "find_pairs", meanwhile)
    find_doubles(notebooks.stored(Workspace)[0].id)
    assert notebooks.stored(PersonPair) == []


def test_what_is_written_while_people_are_compared_is_looked_through_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = notebooks.notebook()
    merging.two(viewer)

    def meanwhile(candidates: object) -> object:
        with clock.moved(AGAIN_AFTER):
            notebooks.person(viewer, "Somebody New")
        return find_pairs(candidates)  # type: ignore[arg-type]

    monkeypatch.setattr(doubles, "find_pairs", meanwhile)
    find_doubles(notebooks.stored(Workspace)[0].id)
    assert notebooks.stored(Workspace)[0].pairs_stale_at is not None


def test_a_notebook_that_goes_while_people_are_compared_keeps_no_pair(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    viewer = notebooks.notebook()
    merging.two(viewer)
    workspace_id = notebooks.stored(Workspace)[0].id

    def meanwhile(candidates: object) -> object:
        with transaction(viewer=SYSTEM) as session:
            session.get_one(User, viewer.id).closing_at = clock.now() - 2 * GRACE
        erase_notebook(workspace_id)
        return find_pairs(candidates)  # type: ignore[arg-type]

    monkeypatch.setattr(doubles, "find_pairs", meanwhile)
    find_doubles(workspace_id)
    assert notebooks.stored(PersonPair) == []


def test_a_notebook_that_is_gone_is_looked_through_no_more() -> None:
    find_doubles(1)
    assert notebooks.stored(PersonPair) == []


def test_a_stranger_dismisses_nothing() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    stranger = notebooks.notebook("other@example.org", "Other")
    for act in (dismiss_pair, take_back_dismissal):
        with pytest.raises(NotFound):
            act(jana, double, viewer=stranger)
    with pytest.raises(NotFound):
        dismiss_pair(jana, jana, viewer=viewer)
