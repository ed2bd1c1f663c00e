"""Promises: made, kept, released."""

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
from mentorhub.workspace.actions.promises import (
    add_promise,
    change_promise,
    keep_promise,
    release_promise,
    reopen_promise,
    return_promise,
)
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.rules.due_dates import AlreadyEnded, DayPast, NewerInTheWay
from mentorhub.workspace.rules.promises import PromiseState
from tests.support import notebooks
from tests.support.notebooks import ago, today


def promises() -> list[Promise]:
    with reading(viewer=SYSTEM) as session:
        return list(session.scalars(select(Promise).order_by(Promise.id)))


def promised(viewer: Viewer) -> tuple[str, str]:
    """(person's public id, promise's public id)."""
    person_id = notebooks.person(viewer)
    add_promise(person_id, viewer=viewer, what="Send the paper", due_on=today())
    return person_id, promises()[-1].public_id


def test_the_same_form_sent_twice_adds_one(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    for _submit_form in range(2):
        add_promise(person_id, viewer=viewer, what="Write", form_key="k")
    assert [made.what for made in promises()] == ["Write"]


def test_the_same_form_with_other_words_adds_nothing_and_says_so(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, other_id = notebooks.person(viewer), notebooks.person(viewer, "Zeynep")
    add_promise(person_id, viewer=viewer, what="Write", form_key="k")
    for who, due_on, what in (
        (person_id, None, "Write soon"),
        (person_id, today(), "Write"),
        (other_id, None, "Write"),
    ):
        with pytest.raises(FormUsed):
            add_promise(who, viewer=viewer, what=what, due_on=due_on, form_key="k")
    assert [(made.what, made.due_on) for made in promises()] == [("Write", None)]


def test_nothing_is_promised_for_yesterday(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id = notebooks.person(viewer)
    with pytest.raises(DayPast):
        add_promise(person_id, viewer=viewer, what="Write", due_on=ago(1))
    assert promises() == []


@pytest.mark.parametrize(
    ("action", "other", "state"),
    [
        (keep_promise, release_promise, PromiseState.KEPT),
        (release_promise, keep_promise, PromiseState.RELEASED),
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
    assert [made.state for made in promises()] == [state]


def test_nobody_ends_or_adds_what_is_anothers(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, promise_id = promised(viewer)
    other = notebooks.notebook("other@example.org", "Other")
    for action in (keep_promise, release_promise):
        with pytest.raises(NotFound):
            action(promise_id, viewer=other)
    with pytest.raises(NotFound):
        add_promise(person_id, viewer=other, what="Write")
    assert [made.state for made in promises()] == [PromiseState.OPEN]


@pytest.mark.parametrize("ending", [keep_promise, release_promise])
def test_what_ended_by_a_slip_is_open_again(in_app: Flask, ending: Callable[..., str]) -> None:
    viewer = notebooks.notebook()
    person_id, promise_id = promised(viewer)
    ending(promise_id, viewer=viewer)
    with pytest.raises(NotFound):
        reopen_promise(promise_id, viewer=notebooks.notebook("other@example.org", "Other"))
    for _submit_form in range(2):
        assert reopen_promise(promise_id, viewer=viewer) == person_id
        assert (promises()[0].state, promises()[0].ended_at) == (PromiseState.OPEN, None)


def test_a_promise_is_corrected_while_it_is_open(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    person_id, promise_id = promised(viewer)
    seen = version_of(("Send the paper", today()))

    def change(what: str, due_on: dt.date | None, by: Viewer = viewer) -> str:
        return change_promise(promise_id, viewer=by, what=what, due_on=due_on, seen=seen)

    with pytest.raises(NotFound):
        change("Mine", None, notebooks.notebook("other@example.org", "Other"))
    with pytest.raises(DayPast):
        change("Send it", ago(1))
    assert change("Send it", None) == person_id
    assert (promises()[0].what, promises()[0].due_on) == ("Send it", None)
    with pytest.raises(ChangedElsewhere):
        change("Send them", ago(-1))
    seen = version_of(("Send it", None))
    change("Send them", ago(-1))
    with clock.moved(dt.timedelta(days=9)):  # its day has passed, and may stay
        seen = version_of(("Send them", ago(8)))
        change("Send it", ago(8))
    keep_promise(promise_id, viewer=viewer)
    with pytest.raises(AlreadyEnded):
        change("Send it all", None)


def test_a_promise_gets_back_the_day_from_which_it_was_put_off_though_it_has_passed(
    in_app: Flask,
) -> None:
    viewer = notebooks.notebook()
    _, public_id = promised(viewer)
    back = {"due_on": ago(1), "moved_to": today()}
    return_promise(public_id, viewer=viewer, **back)
    assert promises()[0].due_on == ago(1)
    with pytest.raises(NewerInTheWay):  # another day stands there by now
        return_promise(public_id, viewer=viewer, **back)
    keep_promise(public_id, viewer=viewer)
    with pytest.raises(NewerInTheWay):
        return_promise(public_id, viewer=viewer, due_on=today(), moved_to=ago(1))
    with pytest.raises(NotFound):
        return_promise(public_id, viewer=notebooks.notebook("bo@example.org"), **back)
