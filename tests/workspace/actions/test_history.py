"""Logging conversations and favours, and moving the stage."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.errors import IllegalMove, NotFound
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace.actions.history import move_to_stage, take_back_stage
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import StageChange
from mentorhub.workspace.queries.lists import people
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.queries.today import today
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.due_dates import DayAhead
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import ReasonMissing, Stage, StageIsHistory
from mentorhub.workspace.rules.warmth import Began, Kind
from tests.support import notebooks


def test_a_conversation_with_a_favour_stands_in_the_history(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    notebooks.talked(
        viewer,
        person_id,
        2,
        kind=Kind.CALL,
        note="He looks for a carpenter",
        began=Began.THEM,
        favour=Favour(Direction.GAVE, "A carpenter's name", 2),
    )
    found = person(person_id, viewer=viewer, now=clock.now())
    (moment,) = found.timeline
    assert moment.on == notebooks.ago(2)
    assert moment.interaction is not None and moment.give is not None
    assert moment.interaction.began is Began.THEM
    assert (moment.give.direction, moment.give.effort) == (Direction.GAVE, 2)
    assert (found.given, found.received) == (1, 0)
    for words in ("carpenter", "name"):
        assert people(viewer=viewer, now=clock.now(), search=words).total == 1


def test_the_same_form_sent_twice_logs_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for _submit_form in range(2):
        notebooks.talked(viewer, person_id, 0, form_key="k", favour=Favour(Direction.RECEIVED))
    found = person(person_id, viewer=viewer, now=clock.now())
    assert (len(found.timeline), found.received) == (1, 1)


def test_the_same_form_with_other_words_logs_nothing_and_says_so(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    logged: dict[str, Any] = {"form_key": "k", "note": "Looms", "favour": Favour(Direction.GAVE)}
    notebooks.talked(viewer, person_id, 0, **logged)
    other_words: list[dict[str, Any]] = [
        {"note": "Looms and mills"},
        {"favour": None},
        {"favour": Favour(Direction.GAVE, effort=2)},
        {"kind": Kind.CALL},
        {"is_two_way": False},
        {"began": Began.THEM},
    ]
    for words in other_words:
        with pytest.raises(FormUsed):
            notebooks.talked(viewer, person_id, 0, **logged | words)
    with pytest.raises(FormUsed):
        notebooks.talked(viewer, person_id, 1, **logged)
    with pytest.raises(FormUsed):
        notebooks.talked(viewer, notebooks.person(viewer, "Zeynep"), 0, **logged)
    found = person(person_id, viewer=viewer, now=clock.now())
    assert (len(found.timeline), found.given) == (1, 1)


def test_a_conversation_tomorrow_is_refused(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    with pytest.raises(DayAhead):
        notebooks.talked(viewer, notebooks.person(viewer), -1)


def test_the_stage_moves_where_its_owner_says_and_keeps_its_history(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    move_to_stage(person_id, Stage.GETTING_TO_KNOW, viewer=viewer)
    move_to_stage(person_id, Stage.GETTING_TO_KNOW, viewer=viewer)
    move_to_stage(person_id, Stage.IN_TOUCH, viewer=viewer, reason="Quiet")
    found = person(person_id, viewer=viewer, now=clock.now())
    assert found.person.stage is Stage.IN_TOUCH
    with reading(viewer=SYSTEM) as session:
        changes = session.scalars(select(StageChange).order_by(StageChange.id)).all()
    assert [(change.from_stage, change.to_stage, change.reason) for change in changes] == [
        (None, Stage.MET, ""),
        (Stage.MET, Stage.GETTING_TO_KNOW, ""),
        (Stage.GETTING_TO_KNOW, Stage.IN_TOUCH, "Quiet"),
    ]
    assert {change.by_user_id for change in changes} == {viewer.id}
    assert [moment.change.to_stage for moment in found.timeline if moment.change] == [
        Stage.IN_TOUCH,
        Stage.GETTING_TO_KNOW,
    ]


def test_closing_asks_for_a_reason_and_drops_what_was_set(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, met_on=notebooks.today())
    with pytest.raises(ReasonMissing):
        move_to_stage(person_id, Stage.CLOSED, viewer=viewer)
    move_to_stage(person_id, Stage.CLOSED, viewer=viewer, reason="Moved away")
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(FollowUp)).one().state is FollowUpState.DROPPED
    assert today(viewer=viewer, now=clock.now()).to_think_of == 0


def test_a_move_the_table_does_not_have_changes_nothing(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    move_to_stage(person_id, Stage.CLOSED, viewer=viewer, reason="Moved away")
    with pytest.raises(IllegalMove):
        move_to_stage(person_id, Stage.RESTING, viewer=viewer)
    found = person(person_id, viewer=viewer, now=clock.now())
    assert found.person.stage is Stage.CLOSED


def test_nobody_writes_into_anothers_history(in_app: Flask) -> None:
    person_id = notebooks.person(notebooks.notebook())
    other = notebooks.notebook("other@example.org", "Other")
    with pytest.raises(NotFound):
        notebooks.talked(other, person_id, 0)
    with pytest.raises(NotFound):
        move_to_stage(person_id, Stage.IN_TOUCH, viewer=other)


def test_the_last_move_is_taken_back_within_a_day_as_if_it_had_not_been_made(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, met_on=notebooks.today())
    move_to_stage(person_id, Stage.MUTUAL, viewer=viewer)
    with clock.moved(dt.timedelta(seconds=1)):
        move_to_stage(person_id, Stage.CLOSED, viewer=viewer, reason="A slip")
        with pytest.raises(StageIsHistory):
            take_back_stage(person_id, Stage.MUTUAL, viewer=viewer)  # not the last one
        take_back_stage(person_id, Stage.CLOSED, viewer=viewer)
    found = person(person_id, viewer=viewer, now=clock.now())
    assert (found.person.stage, len(found.follow_ups)) == (Stage.MUTUAL, 1)
    assert [entry.change.to_stage for entry in found.timeline if entry.change] == [Stage.MUTUAL]
    with clock.moved(dt.timedelta(days=1, minutes=1)), pytest.raises(StageIsHistory):
        take_back_stage(person_id, Stage.MUTUAL, viewer=viewer)
    take_back_stage(person_id, Stage.MUTUAL, viewer=viewer)
    with pytest.raises(StageIsHistory):
        take_back_stage(person_id, Stage.MET, viewer=viewer)  # where everybody begins
    notebooks.assert_in_order()


def test_nobody_takes_back_anothers_move(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    move_to_stage(person_id, Stage.MUTUAL, viewer=viewer)
    with pytest.raises(NotFound):
        other = notebooks.notebook("other@example.org", "Other")
        take_back_stage(person_id, Stage.MUTUAL, viewer=other)
