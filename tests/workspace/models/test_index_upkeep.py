"""Whatever is written, corrected, deleted, restored or erased, the index says exactly that by the end of the action."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.versions import version_of
from mentorhub.workspace import periodic
from mentorhub.workspace.actions import tags
from mentorhub.workspace.actions.bin import delete_thing, restore_thing
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.imports import apply_import
from mentorhub.workspace.actions.occasions import change_occasion
from mentorhub.workspace.actions.people import change_person
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.models.history import Participant, refresh_last_contact
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SearchPosting, SearchWord
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Affiliation, Labelled
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import importing, notebooks
from tests.support.notebooks import ago, stored

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """A mentee with an open notebook."""
    return notebooks.notebook()


def found(viewer: Viewer, typed: str) -> list[str]:
    """Who is found, after a look whether the whole index is right."""
    notebooks.assert_in_order()
    rows = people(viewer=viewer, now=clock.now(), search=f'"{typed}"').rows
    return [row.person.name for row in rows]


def words() -> set[str]:
    """All words of the notebook."""
    with reading(viewer=SYSTEM) as session:
        return set(session.scalars(select(SearchWord.word)))


def having(word: str) -> int:
    """In how many people's fields a word stands."""
    with reading(viewer=SYSTEM) as session:
        asked = select(func.count()).select_from(SearchPosting).where(SearchPosting.word == word)
        return session.scalar(asked) or 0


def test_details_are_found_as_they_stand_now(viewer: Viewer) -> None:
    who = notebooks.person(
        viewer, "Petra", company="Mill", occasion="The fair", email="p@a.example"
    )
    before = person(who, viewer=viewer, now=clock.now()).details
    after = replace(before, affiliations=(Affiliation("Forge"),), emails=(Labelled("p@b.example"),))
    change_person(who, after, viewer=viewer, seen=version_of(before))
    assert (found(viewer, "mill"), found(viewer, "forge")) == ([], ["Petra"])
    elsewhere = replace(after, occasion="A lunch", remember="Sails")
    change_person(who, elsewhere, viewer=viewer, seen=version_of(after))
    assert (found(viewer, "fair"), found(viewer, "lunch")) == ([], ["Petra"])
    assert words() == {"petra", "forge", "p", "b", "example", "a", "lunch", "sails"}


def test_history_is_found_by_all_it_is_about(viewer: Viewer) -> None:
    petra, omar = notebooks.person(viewer, "Petra"), notebooks.person(viewer, "Omar")
    favour = Favour(Direction.GAVE, "a recipe")
    said = notebooks.talked(
        viewer, petra, 3, beside=[omar], note="Walnut tables", note_about="Shy", favour=favour
    )
    promise = add_promise(petra, viewer=viewer, what="Send sketches")
    schedule_follow_up(petra, viewer=viewer, due_on=ago(-2), reason="Ask for prices")
    move_to_stage(omar, Stage.CLOSED, viewer=viewer, reason="Emigrated")
    assert [found(viewer, one) for one in ("walnut", "recipe", "shy", "sketches", "prices")] == [
        *(["Petra"],) * 5
    ]
    assert (having("emigrated"), having("walnut"), having("shy")) == (1, 2, 1)
    delete_thing(Thing.CONVERSATION, said, viewer=viewer)
    delete_thing(Thing.PROMISE, promise, viewer=viewer)
    assert [found(viewer, one) for one in ("walnut", "shy", "recipe", "sketches")] == [[]] * 4
    restore_thing(said, viewer=viewer)
    assert found(viewer, "walnut") == found(viewer, "shy") == ["Petra"]


def test_tags_and_occasions_are_found_by_their_new_names(viewer: Viewer) -> None:
    who = notebooks.person(viewer, "Petra", occasion="The fair")
    tags.tag_person(who, ["Choir", "Oslo"], viewer=viewer)
    (choir, oslo) = stored(Tag)
    tags.rename_tag(choir.public_id, "Band", viewer=viewer, seen=version_of("Choir"))
    assert (found(viewer, "choir"), found(viewer, "band")) == ([], ["Petra"])
    tags.rename_tag(oslo.public_id, "Band", viewer=viewer, seen=version_of("Oslo"), joins=True)
    assert found(viewer, "oslo") == []
    tags.untag_people(["Band"], Which("petra"), viewer=viewer)
    assert found(viewer, "band") == []
    tags.tag_people(["Many"], Which(), viewer=viewer)
    tags.delete_tag(stored(Tag)[-1].public_id, viewer=viewer)
    assert found(viewer, "many") == []
    (fair,) = stored(Occasion)
    seen = version_of((fair.name, fair.on_date))
    change_occasion(fair.public_id, "The market", on=None, viewer=viewer, seen=seen)
    assert (found(viewer, "fair"), found(viewer, "market")) == ([], ["Petra"])


def test_who_is_in_the_bin_is_not_found_and_who_is_erased_leaves_no_word(viewer: Viewer) -> None:
    petra = notebooks.full(viewer)
    notebooks.talked(viewer, petra, 3, note="Walnut")
    delete_thing(Thing.PERSON, petra, viewer=viewer)
    assert found(viewer, "petra") == found(viewer, "walnut") == []
    restore_thing(petra, viewer=viewer)
    assert found(viewer, "walnut") == ["Petra Nováková"]
    remove_person(petra, viewer=viewer)
    assert found(viewer, "petra") == []
    assert words() == set()


def test_who_still_arrives_is_not_found_and_whoever_was_taken_back_leaves_no_word(
    viewer: Viewer,
) -> None:
    public_id = importing.look(viewer, importing.linkedin("Ada Lovelace"))
    assert found(viewer, "lovelace") == []
    apply_import(public_id, viewer=viewer)
    assert periodic.run_imports() == 0
    assert found(viewer, "lovelace") == ["Ada Lovelace"]
    importing.take_back(viewer, public_id)
    assert found(viewer, "lovelace") == []
    assert words() == set()


def test_what_an_action_takes_back_is_not_in_the_index(viewer: Viewer) -> None:
    petra = notebooks.person(viewer, "Petra")
    with pytest.raises(RuntimeError, match="broken"), transaction(viewer=viewer) as session:
        session.scalars(select(Person).where(Person.public_id == petra)).one().name = "Ghost"
        session.flush()
        raise RuntimeError("broken")
    add_promise(petra, viewer=viewer, what="Sketches")
    assert words() == {"petra", "sketches"}


def test_rows_that_go_over_to_somebody_else_are_found_with_them(viewer: Viewer) -> None:
    petra, omar = notebooks.person(viewer, "Petra"), notebooks.person(viewer, "Omar")
    add_promise(petra, viewer=viewer, what="Sketches")
    notebooks.talked(viewer, petra, 3, note="Walnut")
    with transaction(viewer=viewer) as session:
        ids = {one.public_id: one.id for one in session.scalars(select(Person))}
        theirs = update(Promise).where(Promise.person_id == ids[petra])
        session.execute(theirs.values(person_id=ids[omar]))
        session.scalars(select(Participant)).one().person_id = ids[omar]
        refresh_last_contact(session, ids.values())
    assert found(viewer, "sketches") == found(viewer, "walnut") == ["Omar"]
