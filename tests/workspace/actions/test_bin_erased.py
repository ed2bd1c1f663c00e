"""Erased for good: at once, or after thirty days in the bin; and nothing else with it."""

import datetime as dt

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.actions.bin import delete_thing, erase_due, erase_thing, restore_thing
from mentorhub.workspace.actions.follow_ups import move_follow_up, schedule_follow_up
from mentorhub.workspace.actions.people import change_person
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.actions.tags import tag_person
from mentorhub.workspace.models.details import Organization
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.periodic import empty_bins
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.bin import KEPT, Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.details import Details
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


def test_erasing_a_person_leaves_nothing_of_them_and_others_as_they_were() -> None:
    viewer = notebooks.notebook()
    zeynep = rich(viewer, "Zeynep")
    shared_before = rows()
    tomas = notebooks.full(viewer)
    notebooks.talked(viewer, tomas, 0, note="Alone", favour=GAVE)
    add_promise(tomas, viewer=viewer, what="Write")
    notebooks.talked(viewer, zeynep, 5, beside=[tomas], note="Both")
    through = Details("Jana", met_through="Petra Nováková")
    jana = notebooks.person(viewer, "Jana")
    change_person(jana, through, viewer=viewer, seen=_seen(viewer, jana))
    assert notebooks.stored(Person)[-1].met_through_id is not None
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    erase_thing(tomas, viewer=viewer)
    assert_in_order()
    left = notebooks.stored(Person)[-1]
    assert (left.met_through, left.met_through_id) == ("Petra Nováková", None)
    assert [one.note for one in notebooks.stored(Interaction)] == ["Alone with Zeynep", "Both"]
    assert {one.name for one in notebooks.stored(Organization)} == {"Dřevo", "ČVUT"}  # Zeynep's
    kept = {row for row in rows() if not row.startswith(("tag(", "workspace_pause", "removed_"))}
    assert set(shared_before) - kept == {
        row for row in shared_before if row.startswith(("person(", "tag("))
    }  # Zeynep's last contact is newer, and nothing else has changed
    with pytest.raises(NotFound):
        restore_thing(tomas, viewer=viewer)


def test_an_organisation_is_erased_with_the_last_who_was_there() -> None:
    viewer = notebooks.notebook()
    both = [notebooks.person(viewer, name, company="Mill") for name in ("Tomáš", "Zeynep")]
    other = notebooks.notebook("other@example.org", "Other")
    notebooks.person(other, "Their friend", company="Theirs")
    for who, left in zip(both, ({"Mill", "Theirs"}, {"Theirs"}), strict=True):
        delete_thing(Thing.PERSON, who, viewer=viewer)
        erase_thing(who, viewer=viewer)
        assert {one.name for one in notebooks.stored(Organization)} == left


def test_the_bin_is_emptied_after_thirty_days_and_not_before() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = rich(viewer), notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, zeynep, 4, favour=GAVE)
    promise = add_promise(zeynep, viewer=viewer, what="Write")
    planned = schedule_follow_up(zeynep, viewer=viewer, due_on=today())
    move_follow_up(planned, viewer=viewer, due_on=ago(-5))
    kept = rows()
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    for thing, public_id in {
        Thing.CONVERSATION: said,
        Thing.PROMISE: promise,
        Thing.FOLLOW_UP: planned,
    }.items():
        delete_thing(thing, public_id, viewer=viewer)
    with clock.moved(KEPT - dt.timedelta(minutes=5)):
        assert empty_bins() == 0
        for public_id in (tomas, said, promise, planned):
            restore_thing(public_id, viewer=viewer)
        assert rows() == kept
        delete_thing(Thing.PERSON, tomas, viewer=viewer)
    with clock.moved(2 * KEPT):
        assert empty_bins() == 0
        assert_in_order()
        assert [one.name for one in notebooks.stored(Person)] == ["Zeynep"]
        assert (len(notebooks.stored(FollowUp)), len(notebooks.stored(Promise))) == (2, 1)
        assert [one.public_id for one in notebooks.stored(Interaction)] == [said]


def test_what_was_restored_in_time_is_not_erased_by_a_task_that_saw_it_before() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    row_id = notebooks.stored(Person)[0].id
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    with clock.moved(KEPT):
        restore_thing(tomas, viewer=viewer)
        erase_due((Thing.PERSON, row_id))
        assert len(notebooks.stored(Person)) == 1
    erase_due((Thing.PERSON, row_id + 1))  # erased by another in the meantime


def test_only_what_lies_in_the_bin_is_erased_at_once() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    with pytest.raises(NotFound):
        erase_thing(tomas, viewer=viewer)
    assert len(notebooks.stored(Person)) == 1


def _seen(viewer: Viewer, person_id: str) -> str:
    return version_of(page(viewer, person_id).details)
