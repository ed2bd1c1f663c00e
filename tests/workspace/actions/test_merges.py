"""Two people become one with all that hangs on them, and two again; nothing is lost, doubled or shown to more eyes."""

from dataclasses import replace

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.workspace import periodic
from mentorhub.workspace.actions.conversations import change_conversation
from mentorhub.workspace.actions.gives import add_favour
from mentorhub.workspace.actions.merges import merge_people, undo_merge
from mentorhub.workspace.actions.people import change_person, set_visibility
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.models.details import PersonPhoto, RemovedIdentity
from mentorhub.workspace.models.doubles import PersonMerge
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.bin import in_bin
from mentorhub.workspace.queries.conversations import conversation
from mentorhub.workspace.queries.merges import comparison
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.bin import KEPT
from mentorhub.workspace.rules.conversations import Favour, Part
from mentorhub.workspace.rules.details import Labelled
from mentorhub.workspace.rules.doubles import (
    Chosen,
    NothingToUndo,
    Side,
)
from mentorhub.workspace.rules.sharing import Direction, Visibility
from tests.support import importing, merging, notebooks
from tests.support.counting import statements_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.mark.wish(3)
def test_all_that_hangs_on_two_is_one_persons_and_undone_it_is_exactly_as_before() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    before = merging.everything()
    merging.merge(viewer, jana, double, photo=Side.OTHER, headline=Side.OTHER)
    notebooks.assert_in_order()
    assert merging.named(viewer) == ["Jana Novák", "Zeynep"]
    page = person(jana, viewer=viewer, now=clock.now())
    assert [one.value for one in page.details.emails] == ["jana@example.org", "jn@work.example"]
    assert page.details.remember == "Likes rye bread\nTwo cats"
    assert page.details.headline == "Miller"
    assert [tag.name for tag in page.tags] == ["Bread", "Cats"]
    assert page.person.last_contact_on == notebooks.ago(3)
    talks = [one.interaction for one in page.timeline if one.interaction]
    assert [one.note for one in talks] == ["All three", "The double’s", "Her own"]
    assert next(one.note for one in page.timeline) == "She was tired"
    assert len(page.follow_ups) == len(page.promises) == 2
    assert page.given == 2
    assert page.brought[0][0] == "Zeynep"
    assert [photo.content for photo in notebooks.stored(PersonPhoto)] == [b"a picture"] * 2
    with pytest.raises(NotFound):
        person(double, viewer=viewer, now=clock.now())
    assert in_bin(viewer=viewer, page=1).total == 0
    undo_merge(jana, double, viewer=viewer)
    notebooks.assert_in_order()
    assert merging.everything() == before


def test_merging_again_or_undoing_again_changes_nothing() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging_seen = comparison(jana, double, viewer=viewer).version
    merging.merge(viewer, jana, double)
    once = merging.everything()
    merge_people(jana, double, Chosen({}), viewer=viewer, seen=merging_seen)
    assert merging.everything() == once
    undo_merge(jana, double, viewer=viewer)
    with pytest.raises(NothingToUndo):
        undo_merge(jana, double, viewer=viewer)


def test_as_many_statements_for_many_rows_as_for_few() -> None:
    counted = []
    for many in (1, 12):
        viewer = notebooks.notebook(f"amara{many}@example.org")
        jana, double = merging.two(viewer)
        for _ in range(many):
            notebooks.talked(viewer, double, 5, beside=[jana], note_about="Again")
            notebooks.talked(viewer, double, 6, note="Again")
            add_promise(double, viewer=viewer, what="Again")
        asked = merging.chosen(viewer, jana, double)
        seen = comparison(jana, double, viewer=viewer).version
        with statements_of("SELECT", "INSERT", "UPDATE", "DELETE") as told:
            merge_people(jana, double, asked, viewer=viewer, seen=seen)
            undo_merge(jana, double, viewer=viewer)
        counted.append(len(told))
    assert counted[0] == counted[1]


def test_what_was_written_since_stays_and_a_favour_of_the_others_talk_goes_back_with_it() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging.merge(viewer, jana, double)
    add_promise(jana, viewer=viewer, what="Since then")
    talk = next(one for one in notebooks.stored(Interaction) if one.note == "The double’s")
    favour = Favour(Direction.RECEIVED, "A key")
    add_favour(talk.public_id, favour, who=jana, viewer=viewer)
    now = person(jana, viewer=viewer, now=clock.now()).details
    changed = replace(now, headline="Baker", emails=(*now.emails, Labelled("new@example.org")))
    change_person(jana, changed, viewer=viewer, seen=version_of(now))
    undo_merge(jana, double, viewer=viewer)
    notebooks.assert_in_order()
    mine, theirs = (person(one, viewer=viewer, now=clock.now()) for one in (jana, double))
    assert (mine.details.headline, mine.details.remember) == ("Baker", "Likes rye bread")
    assert len(mine.details.emails) == 3
    assert {one.what for one in mine.promises} == {"Her own", "Since then"}
    assert (theirs.details.headline, theirs.received) == ("Miller", 1)


def test_who_left_a_talk_of_both_meanwhile_leaves_it_for_both() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging.merge(viewer, jana, double)
    talk = next(one for one in notebooks.stored(Interaction) if one.note == "All three")
    page = conversation(talk.public_id, viewer=viewer)
    zeynep = next(one.person.public_id for one in page.participants if one.person.name == "Zeynep")
    parts = [Part(zeynep, "")]
    change_conversation(
        talk.public_id, page.conversation, parts, viewer=viewer, seen=version_of(page.stored)
    )
    undo_merge(jana, double, viewer=viewer)
    notebooks.assert_in_order()
    page = conversation(talk.public_id, viewer=viewer)
    assert [one.person.name for one in page.participants] == ["Zeynep"]
    assert len([p for p in notebooks.stored(Participant) if p.interaction_id == talk.id]) == 1


@pytest.mark.parametrize("mine", Visibility)
@pytest.mark.parametrize("theirs", Visibility)
def test_a_mentor_sees_no_more_of_both_than_of_the_one_that_is_shown_less(
    mine: Visibility, theirs: Visibility
) -> None:
    viewer = notebooks.notebook()
    jana, double = notebooks.person(viewer, "Jana"), notebooks.person(viewer, "Jana")
    for who, shown in ((jana, mine), (double, theirs)):
        set_visibility(who, shown, viewer=viewer)
    merging.merge(viewer, jana, double)
    order = list(Visibility)
    found = person(jana, viewer=viewer, now=clock.now()).person.visibility
    assert found is min(mine, theirs, key=order.index)
    undo_merge(jana, double, viewer=viewer)
    for who, shown in ((jana, mine), (double, theirs)):
        assert person(who, viewer=viewer, now=clock.now()).person.visibility is shown


def test_after_thirty_days_the_way_back_is_erased_and_the_person_stays() -> None:
    viewer = notebooks.notebook()
    with clock.moved(-KEPT):
        jana, double = merging.two(viewer)
        merging.merge(viewer, jana, double)
    assert periodic.empty_bins() == 0
    notebooks.assert_in_order()
    assert (notebooks.stored(PersonMerge), len(notebooks.stored(Person))) == ([], 2)
    page = person(jana, viewer=viewer, now=clock.now())
    assert len(page.promises) == 2
    with pytest.raises(NotFound):
        undo_merge(jana, double, viewer=viewer)


def test_who_asks_to_be_removed_is_removed_with_whoever_was_merged_into_them() -> None:
    viewer = notebooks.notebook()
    jana, double = merging.two(viewer)
    merging.merge(viewer, jana, double)
    remove_person(jana, viewer=viewer)
    notebooks.assert_in_order()
    assert [one.name for one in notebooks.stored(Person)] == ["Zeynep"]
    assert (notebooks.stored(PersonMerge), notebooks.stored(Promise)) == ([], [])
    assert len(notebooks.stored(RemovedIdentity)) == 4  # two mailboxes, and each name at the mill


def test_undoing_an_import_leaves_who_was_merged_and_undone_the_merge_it_knows_them_again() -> None:
    viewer = notebooks.notebook()
    jana = notebooks.person(viewer, "Jana")
    brought = importing.take_in(viewer, importing.linkedin("Jana Novak", "Petr Svoboda"))
    people = {one.name: one.public_id for one in notebooks.stored(Person)}
    merging.merge(viewer, jana, people["Jana Novak"])
    merging.merge(viewer, jana, people["Petr Svoboda"])
    undo_merge(jana, people["Petr Svoboda"], viewer=viewer)
    importing.take_back(viewer, brought)
    notebooks.assert_in_order()
    assert merging.named(viewer) == ["Jana"]
    results = importing.page(viewer, brought).results
    assert {name.value: count for name, count in results.items() if count} == {
        "kept": 1,
        "taken_back": 1,
    }
