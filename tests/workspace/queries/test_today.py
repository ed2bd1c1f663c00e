"""Today: who stands there, in which order, and why."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.people import add_people
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.queries import today as today_queries
from mentorhub.workspace.queries.today import Today
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago, today


def day(viewer: Viewer) -> Today:
    return today_queries.today(viewer=viewer, now=clock.now())


def reached(viewer: Viewer) -> list[str]:
    return [reach.person.name for reach in day(viewer).reach]


def test_an_empty_notebook_has_an_empty_today(in_app: Flask) -> None:
    found = day(notebooks.notebook())
    assert (found.people, found.to_think_of, found.conversations) == (0, 0, 0)
    assert all(level == 0 for week in found.heat for level in week)


def test_without_a_notebook_there_is_no_today(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        day(PUBLIC)


def test_the_latest_by_their_own_rhythm_come_first(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for name, tier, days in (
        ("Ten of a hundred and fifty", Tier.NETWORK, 160),
        ("Three of seven", Tier.INNER, 10),
        ("On time", Tier.CLOSE, 29),
        ("No rhythm", Tier.OFF, 900),
        ("Just due", Tier.CLOSE, 30),
    ):
        notebooks.talked(viewer, notebooks.person(viewer, name, tier=tier), days)
    assert reached(viewer) == ["Three of seven", "Ten of a hundred and fifty", "Just due"]


def test_any_logged_word_starts_the_rhythm_anew(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, tier=Tier.INNER)
    notebooks.talked(viewer, person_id, 20)
    assert reached(viewer) == ["Tomáš Dvořák"]
    notebooks.talked(viewer, person_id, 0, is_two_way=False)
    assert reached(viewer) == []


def test_a_name_without_any_word_is_due_at_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    add_people(["Marta", "Jonas"], viewer=viewer)
    assert reached(viewer) == ["Marta", "Jonas"]


def test_five_at_most_are_asked_for(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    add_people([f"Person {number}" for number in range(9)], viewer=viewer)
    assert len(reached(viewer)) == 5


def test_who_has_a_follow_up_is_asked_for_on_its_day_only(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    schedule_follow_up(person_id, viewer=viewer, due_on=ago(-3), reason="Ask")
    found = day(viewer)
    assert (found.reach, found.due, found.to_think_of) == ([], [], 0)
    assert [follow_up.reason for follow_up in found.coming] == ["Ask"]
    with clock.moved(dt.timedelta(days=3)):
        found = day(viewer)
        assert [follow_up.reason for follow_up in found.due] == ["Ask"]
        assert (found.to_think_of, found.late) == (1, frozenset())
    with clock.moved(dt.timedelta(days=4)):
        found = day(viewer)
        assert found.late == {found.due[0].public_id}


def test_a_thank_you_is_late_only_after_two_days(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    notebooks.person(viewer, met_on=today())
    with clock.moved(dt.timedelta(days=2)):
        assert day(viewer).late == frozenset()
    with clock.moved(dt.timedelta(days=3)):
        assert len(day(viewer).late) == 1


def test_what_is_far_ahead_does_not_stand_on_today(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    schedule_follow_up(person_id, viewer=viewer, due_on=ago(-8))
    add_promise(person_id, viewer=viewer, what="Later", due_on=ago(-8))
    add_promise(person_id, viewer=viewer, what="Some day")
    add_promise(person_id, viewer=viewer, what="Soon", due_on=ago(-1))
    found = day(viewer)
    assert (found.due, found.coming) == ([], [])
    assert [promise.what for promise in found.promises] == ["Soon", "Some day"]


def test_who_rests_or_is_closed_is_not_asked_for(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    for stage in (Stage.RESTING, Stage.CLOSED):
        person_id = notebooks.person(viewer, stage.value)
        move_to_stage(person_id, stage, viewer=viewer, reason="Enough")
    assert reached(viewer) == []


def test_the_figures_count_what_is_there(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    notebooks.talked(viewer, person_id, 0, favour=Favour(Direction.GAVE))
    notebooks.talked(viewer, person_id, 1, favour=Favour(Direction.RECEIVED))
    notebooks.talked(viewer, person_id, 1, is_two_way=False)
    notebooks.talked(viewer, person_id, 400)
    move_to_stage(person_id, Stage.GETTING_TO_KNOW, viewer=viewer)
    found = day(viewer)
    assert (found.conversations, found.given, found.received) == (2, 1, 1)
    assert {stage: (people, moved) for stage, people, moved in found.stages} == {
        stage: (1, 1) if stage is Stage.GETTING_TO_KNOW else (0, 0) for stage in Stage
    }


def test_anothers_people_never_stand_on_ones_today(in_app: Flask) -> None:
    other = notebooks.notebook("other@example.org", "Other")
    person_id = notebooks.person(other, met_on=today())
    add_promise(person_id, viewer=other, what="Write")
    notebooks.talked(other, person_id, 1, favour=Favour(Direction.GAVE))
    found = day(notebooks.notebook())
    assert (found.people, found.due, found.coming, found.promises) == (0, [], [], [])
    assert (found.conversations, found.given) == (0, 0)


def test_today_asks_the_same_number_of_questions_for_any_number_of_people(in_app: Flask) -> None:
    viewer = notebooks.notebook()

    def add(number: int) -> None:
        for each in range(number):
            person_id = notebooks.person(viewer, f"Person {each}", met_on=ago(each % 3))
            add_promise(person_id, viewer=viewer, what="Write", due_on=today())

    add(1)
    with queries_of() as few:
        _told(day(viewer))
    add(12)
    with queries_of() as many:
        _told(day(viewer))
    assert len(few) == len(many) <= 17


def _told(found: Today) -> list[str]:
    """Reads what the page reads of each row."""
    names = [follow_up.person.name for follow_up in (*found.due, *found.coming)]
    names += [promise.person.name for promise in found.promises]
    return names + [reach.person.name for reach in found.reach]
