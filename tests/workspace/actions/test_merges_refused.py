"""What cannot be merged, or undone, is refused and changes nothing."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from mentorhub.workspace.actions.bin import delete_thing, restore_thing
from mentorhub.workspace.actions.merges import merge_people, undo_merge
from mentorhub.workspace.actions.people import change_person
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.merges import comparison
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.bin import RestoreFirst, Thing
from mentorhub.workspace.rules.details import Labelled
from mentorhub.workspace.rules.doubles import (
    Chosen,
    MergedAgain,
    TooManyOfOne,
)
from tests.support import merging, notebooks

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


def test_what_changed_meanwhile_is_not_lost() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    seen = comparison(jana, double, viewer=viewer).version
    before = person(double, viewer=viewer, now=clock.now()).details
    change_person(double, replace(before, nickname="Jani"), viewer=viewer, seen=version_of(before))
    stored = merging.everything()
    with pytest.raises(ChangedElsewhere):
        merge_people(jana, double, Chosen({}), viewer=viewer, seen=seen)
    assert merging.everything() == stored


def test_more_than_one_person_may_have_is_refused_until_some_are_left_out() -> None:
    viewer = notebooks.notebook()
    many = [
        notebooks.person(
            viewer, "Jana", emails=tuple(Labelled(f"{n}{m}@example.org") for n in range(20))
        )
        for m in range(2)
    ]
    with pytest.raises(TooManyOfOne) as refused:
        merging.merge(viewer, *many)
    assert (refused.value.name, refused.value.most) == ("emails", 30)
    assert merging.named(viewer) == ["Jana", "Jana"]


def test_merges_are_undone_from_the_latest_and_not_while_the_person_is_in_the_bin() -> None:
    viewer = notebooks.notebook()
    one, two, three = (notebooks.person(viewer, f"Jana {n}") for n in (1, 2, 3))
    merging.merge(viewer, two, three)
    merging.merge(viewer, one, two)
    with pytest.raises(MergedAgain) as refused:
        undo_merge(two, three, viewer=viewer)
    assert refused.value.name == "Jana 1"
    delete_thing(Thing.PERSON, one, viewer=viewer)
    notebooks.assert_in_order()
    with pytest.raises(RestoreFirst):
        undo_merge(one, two, viewer=viewer)
    with pytest.raises(NotFound):
        restore_thing(two, viewer=viewer)
    restore_thing(one, viewer=viewer)
    undo_merge(one, two, viewer=viewer)
    undo_merge(two, three, viewer=viewer)
    assert merging.named(viewer) == ["Jana 1", "Jana 2", "Jana 3"]


def test_a_later_merge_with_the_same_person_is_undone_first() -> None:
    viewer = notebooks.notebook()
    one, two, three = (notebooks.person(viewer, f"Jana {n}") for n in (1, 2, 3))
    merging.merge(viewer, one, two)
    merging.merge(viewer, one, three)
    with pytest.raises(MergedAgain) as refused:
        undo_merge(one, two, viewer=viewer)
    assert refused.value.name == "Jana 3"


def test_a_stranger_merges_and_undoes_nothing() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    stranger = notebooks.notebook("other@example.org", "Other")
    theirs = notebooks.person(stranger, "Jana")
    for one, other in ((jana, double), (theirs, double), (jana, theirs), (theirs, theirs)):
        with pytest.raises(NotFound):
            merge_people(one, other, Chosen({}), viewer=stranger, seen="")
    merging.merge(viewer, jana, double)
    with pytest.raises(NotFound):
        undo_merge(jana, double, viewer=stranger)


def test_the_database_refuses_anything_new_for_somebody_merged() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging.merge(viewer, jana, double)
    hidden = next(one for one in notebooks.stored(Person) if one.public_id == double)
    of: dict[str, Any] = {"workspace_id": hidden.workspace_id, "person_id": hidden.id}
    new = FollowUp(due_on=notebooks.today(), created_at=clock.now(), **of)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(new)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        for promise in session.scalars(select(Promise)):
            promise.person_id = hidden.id
