"""Follow-ups and promises, made and settled."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database import SYSTEM, Viewer, reading
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace import actions
from mentorhub.workspace.models import FollowUp, Promise
from mentorhub.workspace.rules.follow_ups import (
    AlreadyEnded,
    DayPast,
    FollowUpState,
    PromiseState,
)
from tests.workspace import notebooks
from tests.workspace.notebooks import ago, today

SETTLE: list[Callable[..., str]] = [
    actions.complete_follow_up,
    actions.drop_follow_up,
    lambda public_id, *, viewer: actions.move_follow_up(public_id, viewer=viewer, due_on=ago(-7)),
]


def follow_ups() -> list[FollowUp]:
    with reading(viewer=SYSTEM) as session:
        return list(session.scalars(select(FollowUp).order_by(FollowUp.id)))


def planned(viewer: Viewer) -> tuple[str, str]:
    """(person's public id, follow-up's public id)."""
    person_id = notebooks.person(viewer)
    actions.schedule_follow_up(person_id, viewer=viewer, due_on=today(), reason="Ask")
    return person_id, follow_ups()[-1].public_id


def promised(viewer: Viewer) -> tuple[str, str]:
    """(person's public id, promise's public id)."""
    person_id = notebooks.person(viewer)
    actions.add_promise(person_id, viewer=viewer, what="Send the paper", due_on=today())
    with reading(viewer=SYSTEM) as session:
        return person_id, session.scalars(select(Promise)).one().public_id


def test_the_same_form_sent_twice_sets_one(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for _submit_form in range(2):
        actions.schedule_follow_up(person_id, viewer=viewer, due_on=today(), form_key="k")
        actions.add_promise(person_id, viewer=viewer, what="Write", form_key="k")
    assert len(follow_ups()) == 1
    with reading(viewer=SYSTEM) as session:
        assert len(session.scalars(select(Promise)).all()) == 1


def test_the_same_form_with_other_words_sets_nothing_and_says_so(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, other_id = notebooks.person(viewer), notebooks.person(viewer, "Zeynep")
    actions.schedule_follow_up(person_id, viewer=viewer, due_on=today(), reason="Ask", form_key="k")
    actions.add_promise(person_id, viewer=viewer, what="Write", form_key="k")
    for who, day, words in (
        (person_id, today(), "Ask again"),
        (person_id, ago(-1), "Ask"),
        (other_id, today(), "Ask"),
    ):
        with pytest.raises(FormUsed) as refusal:
            actions.schedule_follow_up(who, viewer=viewer, due_on=day, reason=words, form_key="k")
        assert refusal.value.public_id == follow_ups()[0].public_id
    for who, due_on, what in (
        (person_id, None, "Write soon"),
        (person_id, today(), "Write"),
        (other_id, None, "Write"),
    ):
        with pytest.raises(FormUsed):
            actions.add_promise(who, viewer=viewer, what=what, due_on=due_on, form_key="k")
    assert len(follow_ups()) == 1


def test_nothing_is_planned_for_yesterday(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    with pytest.raises(DayPast):
        actions.schedule_follow_up(person_id, viewer=viewer, due_on=ago(1))
    with pytest.raises(DayPast):
        actions.add_promise(person_id, viewer=viewer, what="Write", due_on=ago(1))
    with pytest.raises(DayPast):
        actions.move_follow_up(follow_up_id, viewer=viewer, due_on=ago(1))


def test_a_follow_up_is_done_once_however_often_it_is_submitted(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    assert actions.complete_follow_up(follow_up_id, viewer=viewer) == person_id
    done_at = follow_ups()[0].ended_at
    assert actions.complete_follow_up(follow_up_id, viewer=viewer) == person_id
    assert (follow_ups()[0].state, follow_ups()[0].ended_at) == (FollowUpState.DONE, done_at)


def test_a_moved_follow_up_keeps_its_reason_and_is_moved_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    for _submit_form in range(2):
        assert actions.move_follow_up(follow_up_id, viewer=viewer, due_on=ago(-7)) == person_id
    old, new = follow_ups()
    assert (old.state, new.state) == (FollowUpState.MOVED, FollowUpState.SCHEDULED)
    assert (new.due_on, new.reason, new.moved_from_id) == (ago(-7), "Ask", old.id)


def test_a_dropped_follow_up_is_dropped_once(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    for _submit_form in range(2):
        actions.drop_follow_up(follow_up_id, viewer=viewer)
    assert [found.state for found in follow_ups()] == [FollowUpState.DROPPED]


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("second", range(3))
def test_what_was_settled_one_way_is_not_settled_another(
    in_app: Flask, first: int, second: int
) -> None:
    viewer = notebooks.notebook()
    _person_id, follow_up_id = planned(viewer)
    SETTLE[first](follow_up_id, viewer=viewer)
    settled = follow_ups()[0].state
    if first != second:
        with pytest.raises(AlreadyEnded):
            SETTLE[second](follow_up_id, viewer=viewer)
    assert follow_ups()[0].state is settled


@pytest.mark.parametrize(
    ("action", "other", "state"),
    [
        (actions.keep_promise, actions.release_promise, PromiseState.KEPT),
        (actions.release_promise, actions.keep_promise, PromiseState.RELEASED),
    ],
)
def test_a_promise_is_kept_or_released_once(
    in_app: Flask, action: Callable[..., str], other: Callable[..., str], state: PromiseState
) -> None:
    viewer = notebooks.notebook()
    person_id, promise_id = promised(viewer)
    assert action(promise_id, viewer=viewer) == action(promise_id, viewer=viewer) == person_id
    with pytest.raises(AlreadyEnded):
        other(promise_id, viewer=viewer)
    with reading(viewer=SYSTEM) as session:
        assert session.scalars(select(Promise)).one().state is state


def test_nobody_settles_what_is_anothers(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, follow_up_id = planned(viewer)
    _person, promise_id = promised(viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for action in SETTLE:
        with pytest.raises(NotFound):
            action(follow_up_id, viewer=other)
    for action in (actions.keep_promise, actions.release_promise):
        with pytest.raises(NotFound):
            action(promise_id, viewer=other)
    with pytest.raises(NotFound):
        actions.schedule_follow_up(person_id, viewer=other, due_on=today())
    with pytest.raises(NotFound):
        actions.add_promise(person_id, viewer=other, what="Write")
    assert [found.state for found in follow_ups()] == [FollowUpState.SCHEDULED]
