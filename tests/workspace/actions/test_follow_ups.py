"""Follow-ups: set, done, moved, dropped."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace.actions.follow_ups import (
    complete_follow_up,
    drop_follow_up,
    move_follow_up,
    schedule_follow_up,
)
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.rules.due_dates import AlreadyEnded, DayPast
from mentorhub.workspace.rules.follow_ups import FollowUpState
from tests.support import notebooks
from tests.support.notebooks import ago, today

ENDINGS: list[Callable[..., str]] = [
    complete_follow_up,
    drop_follow_up,
    lambda public_id, *, viewer: move_follow_up(public_id, viewer=viewer, due_on=ago(-7)),
]


def follow_ups() -> list[FollowUp]:
    with reading(viewer=SYSTEM) as session:
        return list(session.scalars(select(FollowUp).order_by(FollowUp.id)))


def planned(viewer: Viewer) -> tuple[str, str]:
    """(person's public id, follow-up's public id)."""
    person_id = notebooks.person(viewer)
    schedule_follow_up(person_id, viewer=viewer, due_on=today(), reason="Ask")
    return person_id, follow_ups()[-1].public_id


def test_the_same_form_sent_twice_sets_one(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for _submit_form in range(2):
        schedule_follow_up(person_id, viewer=viewer, due_on=today(), form_key="k")
    assert len(follow_ups()) == 1


def test_the_same_form_with_other_words_sets_nothing_and_says_so(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, other_id = notebooks.person(viewer), notebooks.person(viewer, "Zeynep")
    schedule_follow_up(person_id, viewer=viewer, due_on=today(), reason="Ask", form_key="k")
    for who, day, words in (
        (person_id, today(), "Ask again"),
        (person_id, ago(-1), "Ask"),
        (other_id, today(), "Ask"),
    ):
        with pytest.raises(FormUsed) as refusal:
            schedule_follow_up(who, viewer=viewer, due_on=day, reason=words, form_key="k")
        assert refusal.value.public_id == follow_ups()[0].public_id
    assert len(follow_ups()) == 1


def test_nothing_is_planned_for_yesterday(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    with pytest.raises(DayPast):
        schedule_follow_up(person_id, viewer=viewer, due_on=ago(1))
    with pytest.raises(DayPast):
        move_follow_up(follow_up_id, viewer=viewer, due_on=ago(1))


def test_a_follow_up_is_done_once_however_often_it_is_submitted(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    assert complete_follow_up(follow_up_id, viewer=viewer) == person_id
    done_at = follow_ups()[0].ended_at
    assert complete_follow_up(follow_up_id, viewer=viewer) == person_id
    assert (follow_ups()[0].state, follow_ups()[0].ended_at) == (FollowUpState.DONE, done_at)


def test_a_moved_follow_up_keeps_its_reason_and_is_moved_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    for _submit_form in range(2):
        assert move_follow_up(follow_up_id, viewer=viewer, due_on=ago(-7)) == person_id
    old, new = follow_ups()
    assert (old.state, new.state) == (FollowUpState.MOVED, FollowUpState.SCHEDULED)
    assert (new.due_on, new.reason, new.moved_from_id) == (ago(-7), "Ask", old.id)


def test_a_dropped_follow_up_is_dropped_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    for _submit_form in range(2):
        drop_follow_up(follow_up_id, viewer=viewer)
    assert [found.state for found in follow_ups()] == [FollowUpState.DROPPED]


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("second", range(3))
def test_what_ended_one_way_does_not_end_another(in_app: Flask, first: int, second: int) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    ENDINGS[first](follow_up_id, viewer=viewer)
    ended = follow_ups()[0].state
    if first != second:
        with pytest.raises(AlreadyEnded):
            ENDINGS[second](follow_up_id, viewer=viewer)
    assert follow_ups()[0].state is ended


def test_nobody_ends_or_plans_for_what_is_anothers(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for action in ENDINGS:
        with pytest.raises(NotFound):
            action(follow_up_id, viewer=other)
    with pytest.raises(NotFound):
        schedule_follow_up(person_id, viewer=other, due_on=today())
    assert [found.state for found in follow_ups()] == [FollowUpState.SCHEDULED]
