"""Which people a list is of by what Today says of them; words, stages and tags are held by the tests of the list."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.tags import tag_people
from mentorhub.workspace.queries.filters import Reminders, Which
from mentorhub.workspace.queries.lists import Order, people
from mentorhub.workspace.rules.rhythm import Tier, Urgency
from tests.support import notebooks, rhythms
from tests.support.notebooks import ago, today

pytestmark = pytest.mark.database


def names(viewer: Viewer, reminders: Reminders) -> list[str]:
    found = people(viewer=viewer, now=clock.now(), reminders=reminders, order=Order.NAME)
    assert found.total == len(found.rows)
    return [row.person.name for row in found.rows]


@pytest.fixture
def notebook(in_app: Flask) -> Viewer:
    """People who are due in each way, and who are not."""
    viewer = notebooks.notebook()
    for name, days in (("Fresh", 29), ("Soft", 30), ("Late", 45)):
        notebooks.talked(viewer, notebooks.person(viewer, name, tier=Tier.CLOSE), days)
    for name, due_on in (("Ahead", ago(-3)), ("Planned", ago(0)), ("Missed", ago(1))):
        person_id = notebooks.person(viewer, name, tier=Tier.CLOSE)
        notebooks.talked(viewer, person_id, 45)
        with clock.moved(due_on - today()):
            schedule_follow_up(person_id, viewer=viewer, due_on=due_on)
    for name, values in (("Waiting", {"snoozed_until": ago(-1)}), ("Quiet", {"is_muted": True})):
        rhythms.change(viewer, notebooks.person(viewer, name), **values)
    notebooks.person(notebooks.notebook("other@example.org", "Other"), "Anothers")
    return viewer


@pytest.mark.wish(9)
def test_overdue_is_by_rhythm_or_by_a_follow_up(notebook: Viewer) -> None:
    assert names(notebook, Reminders.DUE) == ["Late", "Missed", "Planned", "Soft"]
    assert names(notebook, Reminders.LATE) == ["Late", "Missed"]
    assert names(notebook, Reminders.SNOOZED) == ["Waiting"]
    assert names(notebook, Reminders.MUTED) == ["Quiet"]


def test_a_thank_you_is_late_as_late_as_on_today(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, "Thanks", met_on=ago(0))
    with clock.moved(ago(-2) - today()):
        assert (names(viewer, Reminders.DUE), names(viewer, Reminders.LATE)) == (["Thanks"], [])
    with clock.moved(ago(-3) - today()):
        assert names(viewer, Reminders.LATE) == ["Thanks"]


def test_each_line_says_how_due_it_is(notebook: Viewer) -> None:
    rows = people(viewer=notebook, now=clock.now()).rows
    assert {row.person.name: row.urgency for row in rows if row.urgency} == {
        "Soft": Urgency.SOFT,
        "Late": Urgency.LATE,
    }


def test_while_the_notebook_is_paused_only_follow_ups_are_due(notebook: Viewer) -> None:
    rhythms.paused(notebook, 0, 0)
    assert names(notebook, Reminders.DUE) == ["Missed", "Planned"]
    assert names(notebook, Reminders.LATE) == ["Missed"]
    assert all(row.urgency is None for row in people(viewer=notebook, now=clock.now()).rows)


def test_what_is_done_to_a_whole_list_is_done_to_these_only(notebook: Viewer) -> None:
    assert tag_people(["overdue"], Which(reminders=Reminders.DUE), viewer=notebook).people == 4
