"""A request's key by itself: held, answered, given up, taken over, forgotten. Over HTTP: `tests/web/api`."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from mentorhub.foundation import clock, repeats
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.repeats import Answer, Held, RepeatedRequest
from tests.support import factories, notebooks

KEY, ASKED = "k" * 64, "a" * 64


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """Somebody who asks."""
    return USER(factories.user("amara@example.org"))


def test_an_answer_is_given_again_until_it_is_forgotten(amara: Viewer) -> None:
    assert isinstance(repeats.begin(KEY, ASKED, viewer=amara), Held)
    answer = Answer(201, "etag: x", b"{}")
    repeats.finish(KEY, answer, viewer=amara)
    assert repeats.begin(KEY, ASKED, viewer=amara) == answer
    repeats.give_up(KEY, viewer=amara)  # too late: it was answered
    assert repeats.begin(KEY, ASKED, viewer=amara) == answer
    with pytest.raises(repeats.AskedOtherwise):
        repeats.begin(KEY, "b" * 64, viewer=amara)
    with transaction(viewer=amara) as session:
        repeats.forget_answers(session, amara.id or 0)
    with pytest.raises(repeats.AnswerForgotten):
        repeats.begin(KEY, ASKED, viewer=amara)


def test_what_was_given_up_is_free_and_what_stopped_is_taken_over(amara: Viewer) -> None:
    repeats.begin(KEY, ASKED, viewer=amara)
    repeats.give_up(KEY, viewer=amara)
    first = repeats.begin(KEY, ASKED, viewer=amara)
    with pytest.raises(repeats.StillRunning):
        repeats.begin(KEY, ASKED, viewer=amara)
    with clock.moved(repeats.HELD_FOR):
        assert repeats.begin(KEY, ASKED, viewer=amara) == first  # as it was begun
        with pytest.raises(repeats.StillRunning):
            repeats.begin(KEY, ASKED, viewer=amara)
    with clock.moved(repeats.KEPT + dt.timedelta(minutes=1)):
        assert repeats.begin(KEY, "b" * 64, viewer=amara) != first


def test_two_at_the_same_moment_find_each_other(amara: Viewer) -> None:
    repeats.begin(KEY, ASKED, viewer=amara)
    with pytest.raises(repeats.StillRunning), transaction(viewer=amara) as session:
        repeats._hold(session, KEY, ASKED, user_id=amara.id or 0, now=clock.now())
    assert len(notebooks.stored(RepeatedRequest)) == 1


@pytest.mark.parametrize(
    "breach", [{"status": 201}, {"answer": b"x"}, {"key_hash": "k"}, {"asked_hash": "a"}]
)
def test_a_row_is_answered_or_not(amara: Viewer, breach: dict[str, object]) -> None:
    now = clock.now()
    plain = {"user_id": amara.id, "key_hash": KEY, "asked_hash": ASKED}
    with pytest.raises(IntegrityError), transaction(viewer=amara) as session:
        session.add(RepeatedRequest(**plain | {"begun_at": now, "held_at": now} | breach))
