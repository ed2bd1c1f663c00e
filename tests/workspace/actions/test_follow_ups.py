"""Follow-ups: set, done, moved, dropped."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed, version_of
from mentorhub.workspace.actions.follow_ups import (
    change_follow_up,
    complete_follow_up,
    drop_follow_up,
    move_follow_up,
    reopen_follow_up,
    schedule_follow_up,
)
from mentorhub.workspace.actions.history import move_to_stage, take_back_stage
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.conversations import Conversation
from mentorhub.workspace.rules.due_dates import AlreadyEnded, DayAhead, DayPast, NewerInTheWay
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind
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


def reopened(public_id: str, viewer: Viewer) -> str:
    return reopen_follow_up(public_id, viewer=viewer, moved_to=ago(-7))


@pytest.mark.parametrize("ending", range(3))
def test_what_ended_by_a_slip_is_meant_again(in_app: Flask, ending: int) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    ENDINGS[ending](follow_up_id, viewer=viewer)
    for _submit_form in range(2):
        assert reopened(follow_up_id, viewer) == person_id
        (again,) = follow_ups()
        assert (again.state, again.ended_at) == (FollowUpState.SCHEDULED, None)
        notebooks.assert_in_order()
    ENDINGS[ending](follow_up_id, viewer=viewer)
    notebooks.assert_in_order()


def test_a_move_is_not_undone_once_something_newer_was_built_on_it(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    move_follow_up(follow_up_id, viewer=viewer, due_on=ago(-7))
    new = follow_ups()[-1].public_id
    seen = version_of((ago(-7), "Ask"))
    change_follow_up(new, viewer=viewer, due_on=ago(-9), reason="Ask", seen=seen)
    with pytest.raises(NewerInTheWay):
        reopened(follow_up_id, viewer)
    seen = version_of((ago(-9), "Ask"))
    change_follow_up(new, viewer=viewer, due_on=ago(-7), reason="Ask kindly", seen=seen)
    with pytest.raises(NewerInTheWay):
        reopened(follow_up_id, viewer)
    seen = version_of((ago(-7), "Ask kindly"))
    change_follow_up(new, viewer=viewer, due_on=ago(-7), reason="Ask", seen=seen)
    complete_follow_up(new, viewer=viewer)
    with pytest.raises(NewerInTheWay):
        reopened(follow_up_id, viewer)
    reopened(new, viewer)
    reopened(follow_up_id, viewer)
    assert [found.state for found in follow_ups()] == [FollowUpState.SCHEDULED]


def test_what_closing_a_contact_dropped_does_not_come_back_alone(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    move_to_stage(person_id, Stage.CLOSED, viewer=viewer, reason="Moved away")
    with pytest.raises(NewerInTheWay):
        reopened(follow_up_id, viewer)
    take_back_stage(person_id, Stage.CLOSED, viewer=viewer)
    assert [found.state for found in follow_ups()] == [FollowUpState.SCHEDULED]


@pytest.mark.wish(1)
def test_done_with_a_word_stands_in_the_history_and_starts_the_clock_again(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    said = Conversation(Kind.CALL, today(), is_two_way=True, note="He said yes")
    for _submit_form in range(2):
        assert complete_follow_up(follow_up_id, viewer=viewer, said=said) == person_id
    (logged,) = notebooks.stored(Interaction)
    assert (logged.kind, logged.note, logged.is_two_way) == (Kind.CALL, "He said yes", True)
    assert notebooks.stored(Person)[0].last_contact_on == today()
    notebooks.talked(viewer, person_id, 3, note="Another")
    reopen_follow_up(follow_up_id, viewer=viewer)
    assert [bool(one.deleted_at) for one in notebooks.stored(Interaction)] == [True, False]
    assert notebooks.stored(Person)[0].last_contact_on == ago(3)
    notebooks.assert_in_order()


def test_done_with_a_word_of_tomorrow_is_refused_as_a_whole(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    with pytest.raises(DayAhead):
        said = Conversation(Kind.CALL, ago(-1), is_two_way=True)
        complete_follow_up(follow_up_id, viewer=viewer, said=said)
    assert follow_ups()[0].state is FollowUpState.SCHEDULED


def test_a_follow_up_is_corrected_while_it_is_set(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    seen = version_of((today(), "Ask"))

    def change(due_on: dt.date, reason: str, by: Viewer = viewer) -> str:
        return change_follow_up(follow_up_id, viewer=by, due_on=due_on, reason=reason, seen=seen)

    with pytest.raises(NotFound):
        change(today(), "Mine", notebooks.notebook("other@example.org", "Other"))
    with pytest.raises(DayPast):
        change(ago(1), "Ask")
    assert change(ago(-2), "Ask kindly") == person_id
    assert (follow_ups()[0].due_on, follow_ups()[0].reason) == (ago(-2), "Ask kindly")
    with pytest.raises(ChangedElsewhere):
        change(ago(-3), "Ask")
    with clock.moved(dt.timedelta(days=9)):  # its day has passed, and may stay
        seen = version_of((ago(7), "Ask kindly"))
        change(ago(7), "Ask")
    complete_follow_up(follow_up_id, viewer=viewer)
    with pytest.raises(AlreadyEnded):
        change(ago(-3), "Ask")
