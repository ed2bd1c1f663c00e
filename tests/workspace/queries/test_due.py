"""The lists of Today: what was set for a day before what a rhythm proposes; as many as a day holds, others in pages."""

import pytest
from flask import Flask
from sqlalchemy import update

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.people import add_people
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries import today as today_queries
from mentorhub.workspace.queries.due import PAGE, Listed
from mentorhub.workspace.queries.today import Today
from tests.support import notebooks, rhythms
from tests.support.notebooks import ago

pytestmark = pytest.mark.database


def day(viewer: Viewer, listed: Listed | None = None, page: int = 1) -> Today:
    return today_queries.today(viewer=viewer, now=clock.now(), listed=listed, page=page)


def named(found: Today) -> list[str]:
    people = [*(one.person for one in found.due), *(one.person for one in found.reach)]
    return [person.name for person in people]


@pytest.fixture
def full(in_app: Flask) -> Viewer:
    """Three follow-ups, 42 who are due by rhythm, six promises, seven coming."""
    viewer = notebooks.notebook()
    for number in range(10):
        person_id = notebooks.person(viewer, f"Planned {number}")
        due_on = ago(0 if number < 3 else -number + 2)
        schedule_follow_up(person_id, viewer=viewer, due_on=due_on)
    for number in range(6):
        add_promise(person_id, viewer=viewer, what=f"Promise {number}", due_on=ago(-number))
    add_people([f"Due {number}" for number in range(42)], viewer=viewer)
    return viewer


@pytest.mark.wish(2)
def test_today_holds_five_and_says_how_many_more_there_are(full: Viewer) -> None:
    found = day(full)
    assert named(found) == ["Planned 0", "Planned 1", "Planned 2", "Due 0", "Due 1"]
    assert [promise.what for promise in found.promises] == [f"Promise {n}" for n in range(5)]
    assert len(found.coming) == 5
    assert found.more == {Listed.DUE: 40, Listed.PROMISES: 1, Listed.COMING: 2}
    assert found.to_think_of == 5


@pytest.mark.parametrize(("most", "names"), [(1, 1), (4, 4), (20, 20)])
def test_a_day_holds_what_its_owner_chose(full: Viewer, most: int, names: int) -> None:
    with transaction(viewer=full) as session:
        session.execute(update(Workspace).values(daily_max=most))
    found = day(full)
    assert len(named(found)) == names
    assert found.more[Listed.DUE] == 45 - names


def test_every_list_can_be_read_to_its_end(full: Viewer) -> None:
    pages = [day(full, Listed.DUE, number) for number in (1, 2, 3)]
    assert [len(named(page)) for page in pages] == [PAGE, PAGE, 5]
    assert [page.first for page in pages] == [1, 21, 41]
    everybody = [name for page in pages for name in named(page)]
    assert everybody == [f"Planned {n}" for n in range(3)] + [f"Due {n}" for n in range(42)]
    assert (pages[0].promises, pages[0].coming) == ([], [])
    assert named(day(full, Listed.DUE, 99)) == named(pages[2])
    assert named(day(full, Listed.DUE, -1)) == named(pages[0])
    assert len(day(full, Listed.PROMISES).promises) == 6
    assert len(day(full, Listed.COMING).coming) == 7


def test_a_follow_up_may_end_on_one_page_and_rhythms_begin_on_it(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for number in range(PAGE + 1):
        person_id = notebooks.person(viewer, f"Planned {number}")
        schedule_follow_up(person_id, viewer=viewer, due_on=ago(0))
    add_people(["Last"], viewer=viewer)
    assert len(day(viewer, Listed.DUE).due) == PAGE
    assert named(day(viewer, Listed.DUE, 2)) == [f"Planned {PAGE}", "Last"]


def test_a_paused_notebook_shows_follow_ups_only_when_asked(full: Viewer) -> None:
    rhythms.paused(full, 1, -3)
    found = day(full)
    assert (named(found), found.promises, found.coming) == ([], [], [])
    assert found.paused is not None
    assert found.totals == {Listed.DUE: 3, Listed.PROMISES: 6, Listed.COMING: 7}
    assert named(day(full, Listed.DUE)) == [f"Planned {n}" for n in range(3)]
    with clock.moved(ago(-4) - ago(0)):
        assert day(full).paused is None
        assert len(named(day(full))) == 5
