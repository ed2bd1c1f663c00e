"""A person's history in order, with who else was there."""

import datetime as dt

import pytest

from mentorhub.foundation import clock
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks
from tests.support.counting import queries_of

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("in_app")]


@pytest.mark.wish(22)
def test_conversations_and_moves_stand_in_one_order_with_all_that_was_given() -> None:
    viewer = notebooks.notebook()
    tomas, zeynep = notebooks.person(viewer, "Tomáš"), notebooks.person(viewer, "Zeynep")
    notebooks.talked(viewer, tomas, 2, beside=[zeynep], note_about="Shy")
    with clock.moved(dt.timedelta(seconds=1)):
        move_to_stage(tomas, Stage.IN_TOUCH, viewer=viewer)
    with clock.moved(dt.timedelta(seconds=2)):
        notebooks.talked(viewer, zeynep, 0, favour=Favour(Direction.GAVE), beside=[tomas])
    last, move, first = person(tomas, viewer=viewer, now=clock.now()).timeline
    assert (first.note, last.note) == ("Shy", "")
    assert [one.name for one in last.others] == ["Zeynep"]
    assert (last.give, move.change is not None) == (None, True)  # it was given to Zeynep
    assert person(zeynep, viewer=viewer, now=clock.now()).timeline[0].give is not None


def test_many_people_in_many_conversations_cost_no_more_questions() -> None:
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš")
    notebooks.talked(viewer, tomas, 1)
    with queries_of() as few:
        person(tomas, viewer=viewer, now=clock.now())
    for days in range(5):
        others = [notebooks.person(viewer, f"Guest {days} {number}") for number in range(4)]
        notebooks.talked(viewer, tomas, days, beside=others)
    with queries_of() as many:
        found = person(tomas, viewer=viewer, now=clock.now())
    assert len(few) == len(many)
    assert {len(entry.others) for entry in found.timeline} == {0, 4}
