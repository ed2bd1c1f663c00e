"""Into the bin, and out of it as it was: whatever was deleted in between, in whatever order."""

from itertools import permutations

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing, erase_thing, restore_thing
from mentorhub.workspace.actions.follow_ups import move_follow_up, schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Participant
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.bin import RestoreFirst, Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks
from tests.support.notebooks import ago, assert_in_order, today

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
GAVE = Favour(Direction.GAVE, "A recipe")


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def rows() -> list[str]:
    """Every row of the notebook's tables, deleted or not, as the database has it."""
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        return [
            f"{table.name}{tuple(row)}"
            for table in Person.metadata.sorted_tables
            if "workspace_id" in table.c
            for row in session.execute(select(table).order_by(*table.primary_key))
        ]


def rich(viewer: Viewer, name: str = "Tomáš") -> str:
    """Somebody with something of every kind."""
    who = notebooks.person(viewer, name, **notebooks.RICH, occasion=f"Lunch with {name}")
    notebooks.talked(viewer, who, 9, favour=GAVE, note=f"Alone with {name}")
    add_promise(who, viewer=viewer, what="Write")
    moved = schedule_follow_up(who, viewer=viewer, due_on=today(), reason="Ask")
    move_follow_up(moved, viewer=viewer, due_on=ago(-3))
    tag_person(who, ["Choir"], viewer=viewer)
    return who


def test_a_person_comes_back_with_exactly_what_went_with_them() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = rich(viewer), rich(viewer, "Zeynep")
    notebooks.talked(viewer, tomas, 4, beside=[zeynep], note_about="Shy", favour=GAVE)
    gone = add_promise(tomas, viewer=viewer, what="Forgotten before")
    delete_thing(Thing.PROMISE, gone, viewer=viewer)
    before = rows()
    assert delete_thing(Thing.PERSON, tomas, viewer=viewer) == tomas
    assert_in_order()
    with pytest.raises(NotFound):
        page(viewer, tomas)
    (shared, _alone) = page(viewer, zeynep).timeline
    assert (shared.on, shared.others, shared.gives) == (ago(4), [], [])
    assert people(viewer=viewer, now=clock.now()).everyone == 1
    after = rows()
    delete_thing(Thing.PERSON, tomas, viewer=viewer)  # a double click
    assert rows() == after
    assert restore_thing(tomas, viewer=viewer) == (Thing.PERSON, tomas)
    assert_in_order()
    assert rows() == before
    restore_thing(tomas, viewer=viewer)
    assert rows() == before


@pytest.mark.parametrize("back", list(permutations(range(3))))
def test_two_people_and_their_conversation_come_back_in_any_order(back: tuple[int, ...]) -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 4, beside=[zeynep], favour=GAVE, note="Looms")
    before = rows()
    things = [(Thing.PERSON, tomas), (Thing.CONVERSATION, said), (Thing.PERSON, zeynep)]
    for thing, public_id in things:
        delete_thing(thing, public_id, viewer=viewer)
        assert_in_order()
    waiting = [things[number][1] for number in back]
    while waiting:
        try:
            restore_thing(waiting[0], viewer=viewer)
            waiting.pop(0)
        except RestoreFirst as refusal:
            assert refusal.name == "Tomáš, Zeynep"
            waiting.append(waiting.pop(0))
        assert_in_order()
    assert rows() == before


@pytest.mark.parametrize("first", [0, 1])
def test_who_comes_back_alone_has_what_they_shared_with_somebody_who_does_not(first: int) -> None:
    viewer = notebooks.notebook()
    ids = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, ids[0], 4, beside=[ids[1]], favour=GAVE)
    for who in ids:
        delete_thing(Thing.PERSON, who, viewer=viewer)
    restore_thing(ids[first], viewer=viewer)
    assert_in_order()
    (entry,) = page(viewer, ids[first]).timeline
    assert (entry.others, len(entry.gives)) == ([], 1 - first)
    erase_thing(ids[1 - first], viewer=viewer)
    assert_in_order()
    assert (len(notebooks.stored(Participant)), len(notebooks.stored(Give))) == (1, 1 - first)


def test_a_conversation_goes_from_all_and_comes_back_to_those_who_are_there() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 4, beside=[zeynep], favour=GAVE)
    notebooks.talked(viewer, tomas, 6)
    assert delete_thing(Thing.CONVERSATION, said, viewer=viewer) == tomas
    assert_in_order()
    assert [one.last_contact_on for one in notebooks.stored(Person)] == [ago(6), None]
    assert (page(viewer, tomas).given, page(viewer, zeynep).timeline) == (0, [])
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    assert restore_thing(said, viewer=viewer) == (Thing.CONVERSATION, zeynep)
    assert_in_order()
    assert [entry.on for entry in page(viewer, zeynep).timeline] == [ago(4)]
    restore_thing(tomas, viewer=viewer)
    assert_in_order()
    assert [one.last_contact_on for one in notebooks.stored(Person)] == [ago(4), ago(4)]
    assert page(viewer, tomas).given == 1


def test_what_belongs_to_somebody_in_the_bin_waits_for_them() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš")
    said = notebooks.talked(viewer, tomas, 4, favour=GAVE)
    give = notebooks.stored(Give)[0].public_id
    promise = add_promise(tomas, viewer=viewer, what="Write")
    planned = schedule_follow_up(tomas, viewer=viewer, due_on=today())
    things = {
        Thing.GIVE: give,
        Thing.CONVERSATION: said,
        Thing.PROMISE: promise,
        Thing.FOLLOW_UP: planned,
    }
    before = rows()
    for thing, public_id in things.items():
        delete_thing(thing, public_id, viewer=viewer)
    with pytest.raises(RestoreFirst) as refusal:
        restore_thing(give, viewer=viewer)
    assert refusal.value.name == ""  # its conversation
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    for public_id in things.values():
        with pytest.raises(RestoreFirst) as refusal:
            restore_thing(public_id, viewer=viewer)
        assert refusal.value.name == "Tomáš"
    for public_id in (tomas, said, give, promise, planned):
        restore_thing(public_id, viewer=viewer)
        assert_in_order()
    assert rows() == before


def test_a_moved_follow_up_goes_and_comes_back_as_a_whole() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    for days in (0, 1):
        first = schedule_follow_up(tomas, viewer=viewer, due_on=ago(-days), reason=f"Ask {days}")
        move_follow_up(first, viewer=viewer, due_on=ago(-9))
        move_follow_up(notebooks.stored(FollowUp)[-1].public_id, viewer=viewer, due_on=ago(-10))
    before = rows()
    middle = notebooks.stored(FollowUp)[1].public_id
    delete_thing(Thing.FOLLOW_UP, middle, viewer=viewer)
    assert_in_order()
    assert [one.reason for one in page(viewer, tomas).follow_ups] == ["Ask 1"]
    restore_thing(notebooks.stored(FollowUp)[2].public_id, viewer=viewer)
    assert rows() == before
    delete_thing(Thing.FOLLOW_UP, middle, viewer=viewer)
    erase_thing(middle, viewer=viewer)
    assert [one.reason for one in notebooks.stored(FollowUp)] == ["Ask 1"] * 3
    assert_in_order()


def test_an_occasion_goes_without_its_people_and_comes_back_by_its_name() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš", occasion="The fair")
    occasion = notebooks.stored(Occasion)[0].public_id
    assert delete_thing(Thing.OCCASION, occasion, viewer=viewer) == ""
    assert page(viewer, tomas).person.occasion is None
    assert restore_thing(occasion, viewer=viewer) == (Thing.OCCASION, "")
    assert page(viewer, tomas).details.occasion == "The fair"
    delete_thing(Thing.OCCASION, occasion, viewer=viewer)
    notebooks.person(viewer, "Zeynep", occasion="the FAIR")
    assert [one.deleted_at for one in notebooks.stored(Occasion)] == [None]
    delete_thing(Thing.OCCASION, occasion, viewer=viewer)
    erase_thing(occasion, viewer=viewer)
    assert [one.occasion_id for one in notebooks.stored(Person)] == [None, None]
    assert_in_order()


def test_an_occasion_stays_while_somebody_else_was_met_there() -> None:
    viewer = notebooks.notebook()
    both = [notebooks.person(viewer, name, occasion="The fair") for name in ("Tomáš", "Zeynep")]
    delete_thing(Thing.PERSON, both[0], viewer=viewer)
    assert notebooks.stored(Occasion)[0].deleted_at is None
    delete_thing(Thing.PERSON, both[1], viewer=viewer)
    assert notebooks.stored(Occasion)[0].deleted_at is not None
    restore_thing(both[0], viewer=viewer)
    assert notebooks.stored(Occasion)[0].deleted_at is not None  # it went with the other
    restore_thing(both[1], viewer=viewer)
    assert notebooks.stored(Occasion)[0].deleted_at is None


def test_nobody_deletes_restores_or_erases_what_is_anothers() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, occasion="The fair")
    said = notebooks.talked(viewer, tomas, 0, favour=GAVE)
    ids = {
        Thing.PERSON: tomas,
        Thing.CONVERSATION: said,
        Thing.GIVE: notebooks.stored(Give)[0].public_id,
        Thing.PROMISE: add_promise(tomas, viewer=viewer, what="Write"),
        Thing.FOLLOW_UP: schedule_follow_up(tomas, viewer=viewer, due_on=today()),
        Thing.OCCASION: notebooks.stored(Occasion)[0].public_id,
    }
    other = notebooks.notebook("other@example.org", "Other")
    before = rows()
    for thing, public_id in ids.items():
        for act in (restore_thing, erase_thing):
            with pytest.raises(NotFound):
                act(public_id, viewer=other)
        with pytest.raises(NotFound):
            delete_thing(thing, public_id, viewer=other)
        for wrong in set(Thing) - {thing}:
            with pytest.raises(NotFound):
                delete_thing(wrong, public_id, viewer=viewer)
    assert rows() == before
