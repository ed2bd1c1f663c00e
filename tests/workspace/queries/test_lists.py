"""The list of people: searching, stages, orders, pages."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.people import add_people
from mentorhub.workspace.queries.lists import PAGE, Order, People, people
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago


def listed(viewer: Viewer, **asked: Any) -> People:
    return people(viewer=viewer, now=clock.now(), **asked)


def names(viewer: Viewer, **asked: Any) -> list[str]:
    return [row.person.name for row in listed(viewer, **asked).rows]


@pytest.fixture
def three(in_app: Flask) -> Viewer:
    """Three people with different histories."""
    viewer = notebooks.notebook()
    tomas = notebooks.person(viewer, "Tomáš Dvořák", occasion="Timber Days", company="Dřevo")
    notebooks.talked(viewer, tomas, 3, note="Asked about 100% cork")
    zeynep = notebooks.person(viewer, "Zeynep Aydoğan", purpose="She made me laugh")
    notebooks.talked(viewer, zeynep, 40)
    schedule_follow_up(zeynep, viewer=viewer, due_on=ago(-2), reason="Izmir")
    with clock.moved(dt.timedelta(seconds=1)):
        notebooks.person(viewer, "Ásta Jónsdóttir", tier=Tier.OFF)
    return viewer


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("tomas", ["Tomáš Dvořák"]),
        ("TIMBER days", ["Tomáš Dvořák"]),
        ("dvorak cork", ["Tomáš Dvořák"]),
        ("100%", ["Tomáš Dvořák"]),
        ("laugh", ["Zeynep Aydoğan"]),
        ("laugh cork", []),
        ("1%0", []),
        ("_", []),
        ("carpentre", []),
        ("   ", ["Zeynep Aydoğan", "Ásta Jónsdóttir", "Tomáš Dvořák"]),
    ],
)
def test_every_word_must_be_found_somewhere(three: Viewer, search: str, found: list[str]) -> None:
    assert names(three, search=search) == found


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (Order.NEXT, "Zeynep Aydoğan"),
        (Order.SILENCE, "Ásta Jónsdóttir"),
        (Order.NAME, "Ásta Jónsdóttir"),
        (Order.NEWEST, "Ásta Jónsdóttir"),
    ],
)
def test_the_order_is_as_asked(three: Viewer, order: Order, first: str) -> None:
    assert names(three, order=order)[0] == first


def test_silence_is_longest_first(three: Viewer) -> None:
    assert names(three, order=Order.SILENCE)[1:] == ["Zeynep Aydoğan", "Tomáš Dvořák"]


def test_a_row_tells_warmth_last_word_and_what_is_next(three: Viewer) -> None:
    rows = {row.person.name: row for row in listed(three).rows}
    assert rows["Tomáš Dvořák"].last_on == ago(3)
    assert rows["Tomáš Dvořák"].strokes == 3
    assert rows["Ásta Jónsdóttir"].strokes is None
    follow_up = rows["Zeynep Aydoğan"].next
    assert follow_up is not None
    assert (follow_up.reason, rows["Zeynep Aydoğan"].is_late) == ("Izmir", False)
    with clock.moved(dt.timedelta(days=3)):
        assert {row.person.name for row in listed(three).rows if row.is_late} == {"Zeynep Aydoğan"}


def test_the_closed_are_shown_only_when_asked_for(three: Viewer) -> None:
    person_id = listed(three, search="zeynep").rows[0].person.public_id
    move_to_stage(person_id, Stage.CLOSED, viewer=three, reason="Enough")
    assert "Zeynep Aydoğan" not in names(three)
    assert names(three, stage=Stage.CLOSED) == ["Zeynep Aydoğan"]
    assert names(three, stage=Stage.LASTING) == []
    assert listed(three).everyone == 3


def test_pages_follow_each_other_and_end(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    add_people([f"Person {number:03}" for number in range(2 * PAGE + 1)], viewer=viewer)
    by_name = Order.NAME
    seen = [name for page in (1, 2, 3) for name in names(viewer, order=by_name, page=page)]
    assert seen == [f"Person {number:03}" for number in range(2 * PAGE + 1)]
    last = listed(viewer, order=by_name, page=99)
    assert (last.page, last.first, last.last, last.total) == (3, 41, 41, 41)
    assert listed(viewer, page=-5).page == 1


def test_an_empty_list_has_one_empty_page(in_app: Flask) -> None:
    found = listed(notebooks.notebook())
    assert (found.rows, found.page, found.total, found.everyone) == ([], 1, 0, 0)


def test_anothers_people_are_never_listed(three: Viewer) -> None:
    assert names(notebooks.notebook("other@example.org", "Other"), search="tomas") == []


def test_the_list_asks_the_same_number_of_questions_for_any_length(three: Viewer) -> None:
    with queries_of() as few:
        assert len(_told(listed(three))) == 3
    for number in range(12):
        person_id = notebooks.person(three, f"P {number}", occasion=f"O {number}", met_on=ago(1))
        notebooks.talked(three, person_id, 0)
    with queries_of() as many:
        assert len(_told(listed(three))) == 15
    assert len(few) == len(many) <= 10


def _told(found: People) -> list[str]:
    """Reads what the page reads of each row."""
    return [
        f"{row.person.name} {row.person.occasion and row.person.occasion.name} "
        f"{row.next and row.next.reason}"
        for row in found.rows
    ]
