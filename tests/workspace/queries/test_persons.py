"""One person's page: the whole history, evidence, who may see."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.history import move_to_stage
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.queries.persons import PersonPage, person
from mentorhub.workspace.rules.conversations import Favour
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Measure, Stage
from mentorhub.workspace.rules.warmth import Kind
from tests.support import notebooks
from tests.support.counting import queries_of
from tests.support.notebooks import ago, today


def page(viewer: Viewer, person_id: str) -> PersonPage:
    return person(person_id, viewer=viewer, now=clock.now())


def test_the_history_is_whole_and_newest_first(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, met_on=ago(60))
    for days in range(40):
        notebooks.talked(viewer, person_id, days, note=str(days))
    first, second = (
        person(person_id, viewer=viewer, now=clock.now(), page=number).history for number in (1, 2)
    )
    assert (first.first, first.last, first.total) == (1, 25, 41)
    assert (second.first, second.last) == (26, 41)
    beyond = person(person_id, viewer=viewer, now=clock.now(), page=9).history
    assert (beyond.page, len(beyond.rows)) == (2, 16)
    timeline = [*first.rows, *second.rows]
    assert [moment.on for moment in timeline] == sorted((m.on for m in timeline), reverse=True)


def test_within_a_day_what_was_logged_last_comes_first(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for order, note in enumerate(("first", "second")):
        with clock.moved(dt.timedelta(seconds=order)):
            notebooks.talked(viewer, person_id, 5, note=note)
    found = [m.interaction.note for m in page(viewer, person_id).timeline if m.interaction]
    assert found == ["second", "first"]


def test_evidence_leaves_out_the_first_meeting_and_what_had_no_answer(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, met_on=ago(3), purpose="We laughed")
    notebooks.talked(viewer, person_id, 1, is_two_way=False)
    found = page(viewer, person_id)
    assert (found.suggestion, found.evidence_for) == (Stage.IN_TOUCH, Stage.IN_TOUCH)
    assert [(c.measure, c.is_met) for c in found.evidence] == [(Measure.PURPOSE, True)]
    notebooks.talked(viewer, person_id, 0, kind=Kind.CALL)
    assert page(viewer, person_id).suggestion is Stage.GETTING_TO_KNOW


def test_without_a_suggestion_the_next_rung_is_explained(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    move_to_stage(person_id, Stage.GETTING_TO_KNOW, viewer=viewer)
    found = page(viewer, person_id)
    assert (found.suggestion, found.evidence_for) == (None, Stage.MUTUAL)
    assert len(found.evidence) == 4
    move_to_stage(person_id, Stage.CLOSED, viewer=viewer, reason="Enough")
    found = page(viewer, person_id)
    assert (found.suggestion, found.evidence_for, found.evidence) == (None, None, ())


def test_favours_count_for_a_year(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for days in (1, 400):
        notebooks.talked(viewer, person_id, days, favour=Favour(Direction.GAVE))
    assert page(viewer, person_id).given == 1


def test_warmth_is_drawn_by_week_and_marks_conversations(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, tier=Tier.CLOSE)
    notebooks.talked(viewer, person_id, 0)
    notebooks.talked(viewer, person_id, 15)
    notebooks.talked(viewer, person_id, 500)
    found = page(viewer, person_id)
    assert len(found.weeks) == 12
    assert found.talked_weeks == [9, 11]
    assert found.strokes == 4


def test_without_a_rhythm_no_warmth_is_claimed(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    found = page(viewer, notebooks.person(viewer, tier=Tier.OFF))
    assert (found.warmth, found.strokes, found.weeks) == (None, None, [])


def test_the_mentor_is_named_while_the_mentorship_runs(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    assert list(page(viewer, notebooks.person(viewer)).mentors) == ["Ines Halvorsen"]


def test_what_is_late_is_marked(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer, met_on=today())
    add_promise(person_id, viewer=viewer, what="Write", due_on=today())
    add_promise(person_id, viewer=viewer, what="Some day")
    assert page(viewer, person_id).late == frozenset()
    with clock.moved(dt.timedelta(days=3)):
        found = page(viewer, person_id)
        assert found.late == {found.follow_ups[0].public_id, found.promises[0].public_id}


def test_nobody_else_sees_a_person(in_app: Flask) -> None:
    person_id = notebooks.person(notebooks.notebook())
    other = notebooks.notebook("other@example.org", "Other")
    for viewer in (other, PUBLIC):
        with pytest.raises(NotFound):
            page(viewer, person_id)


def test_a_long_history_asks_no_more_questions_than_a_short_one(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    notebooks.talked(viewer, person_id, 0, favour=Favour(Direction.GAVE))
    with queries_of() as few:
        page(viewer, person_id)
    for days in range(15):
        notebooks.talked(viewer, person_id, days, favour=Favour(Direction.GAVE))
    with queries_of() as many:
        page(viewer, person_id)
    assert len(few) == len(many) <= 22
