"""The bin: what lies in it, each with what went with it; and what a deletion would take along."""

import datetime as dt

import pytest

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.follow_ups import move_follow_up, schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give
from mentorhub.workspace.models.people import Occasion
from mentorhub.workspace.queries.bin import PAGE, due_things, in_bin, what_goes_with
from mentorhub.workspace.rules.bin import KEPT, Thing
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago, today

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]
GAVE = Favour(Direction.GAVE, "A recipe")


def listed(viewer: Viewer, page: int = 1) -> list[tuple[Thing, str, str]]:
    return [(row.thing, row.words, row.who) for row in in_bin(viewer=viewer, page=page).rows]


def filled(viewer: Viewer) -> str:
    """Somebody with one of each, of which each is in the bin by itself."""
    tomas = notebooks.person(viewer, "Tomáš", occasion="The fair")
    zeynep = notebooks.person(viewer, "Zeynep")
    said = notebooks.talked(viewer, tomas, 3, beside=[zeynep], note="Looms", favour=GAVE)
    notebooks.talked(viewer, tomas, 3, note="Mills", favour=GAVE)
    moved = schedule_follow_up(tomas, viewer=viewer, due_on=today(), reason="Ask")
    move_follow_up(moved, viewer=viewer, due_on=ago(-3))
    for thing, public_id in {
        Thing.CONVERSATION: said,
        Thing.GIVE: notebooks.stored(Give)[-1].public_id,
        Thing.FOLLOW_UP: moved,
        Thing.PROMISE: add_promise(tomas, viewer=viewer, what="Write"),
        Thing.OCCASION: notebooks.stored(Occasion)[0].public_id,
    }.items():
        with clock.moved(dt.timedelta(seconds=list(Thing).index(thing))):
            delete_thing(thing, public_id, viewer=viewer)
    return tomas


def test_each_thing_is_listed_once_with_whom_it_is_about() -> None:
    viewer = notebooks.notebook()
    filled(viewer)
    assert listed(viewer) == [
        (Thing.OCCASION, "The fair", ""),
        (Thing.PROMISE, "Write", "Tomáš"),
        (Thing.FOLLOW_UP, "Ask", "Tomáš"),
        (Thing.GIVE, "A recipe", "Tomáš"),
        (Thing.CONVERSATION, "Looms", "Tomáš, Zeynep"),
    ]
    assert {row.until for row in in_bin(viewer=viewer, page=1).rows} == {ago(-30)}
    last = in_bin(viewer=viewer, page=1).rows[2].public_id
    assert last == notebooks.stored(FollowUp)[-1].public_id  # of a chain, where it stands now
    other = notebooks.notebook("other@example.org", "Other")
    assert listed(other) == []


def test_a_person_is_listed_once_with_all_that_went_with_them() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš", occasion="The fair")
    notebooks.talked(viewer, tomas, 3, favour=GAVE)
    add_promise(tomas, viewer=viewer, what="Write")
    schedule_follow_up(tomas, viewer=viewer, due_on=today())
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    assert listed(viewer) == [(Thing.PERSON, "Tomáš", "")]


def test_the_bin_is_read_in_pages_and_asks_no_more_for_more() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer)
    with queries_of() as few:
        assert listed(viewer) == []
    for number in range(PAGE + 2):
        promise = add_promise(tomas, viewer=viewer, what=f"Write {number}")
        with clock.moved(dt.timedelta(seconds=number)):
            delete_thing(Thing.PROMISE, promise, viewer=viewer)
    with queries_of() as many:
        found = in_bin(viewer=viewer, page=2)
    assert len(few) == len(many) <= 9
    assert (found.first, found.last, found.total) == (PAGE + 1, PAGE + 2, PAGE + 2)
    assert [row.words for row in found.rows] == ["Write 1", "Write 0"]
    assert in_bin(viewer=viewer, page=99).page == 2


def test_what_goes_with_a_person_is_counted_before() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, tomas, 3, beside=[zeynep], favour=GAVE)
    notebooks.talked(viewer, tomas, 2)
    add_promise(tomas, viewer=viewer, what="Write")
    moved = schedule_follow_up(tomas, viewer=viewer, due_on=today())
    move_follow_up(moved, viewer=viewer, due_on=ago(-3))
    found = what_goes_with(tomas, viewer=viewer)
    assert (found.person.name, found.conversations, found.shared) == ("Tomáš", 2, 1)
    assert (found.promises, found.follow_ups, found.gives) == (1, 1, 1)
    with pytest.raises(NotFound):
        what_goes_with(tomas, viewer=notebooks.notebook("other@example.org", "Other"))


def test_what_is_due_names_people_first_and_no_more_than_asked_for() -> None:
    viewer = notebooks.notebook()
    tomas = filled(viewer)
    delete_thing(Thing.PERSON, tomas, viewer=viewer)
    now = clock.now() + KEPT
    found = due_things(viewer=SYSTEM, now=now + dt.timedelta(hours=1), limit=3)
    assert (len(found), found[0][0]) == (3, Thing.PERSON)
    early = now - dt.timedelta(hours=1)
    assert due_things(viewer=SYSTEM, now=early, limit=99) == []
