"""Two requests at once on PostgreSQL: one email, one review. Without the row lock it would be two (the first case)."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Select

from mentorhub.app import create_app
from mentorhub.foundation.database.viewers import USER
from mentorhub.reviews import emails, rules
from mentorhub.reviews.actions.check_ins import save_check_in, submit_check_in
from mentorhub.reviews.actions.reviewing import review_check_in
from tests.conftest import dispose, settings_for
from tests.support import courses
from tests.support.courses import WORDS, Course

PATIENCE_SECONDS = 1.0


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[Flask]:
    """An app on PostgreSQL, whichever database the run uses: SQLite has one writer at a time."""
    app = create_app(settings_for(postgres_url))
    yield app
    dispose(app)


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests wait for each other just before the email is written; a lock keeps one of them away."""
    together = threading.Barrier(2)

    def meet(*_arguments: object, **_named: object) -> None:
        try:
            together.wait(PATIENCE_SECONDS)
        except threading.BrokenBarrierError:
            return

    for name in ("check_in_submitted", "review_written"):
        write = getattr(emails, name)

        def written(
            *arguments: object, write: Callable[..., None] = write, **named: object
        ) -> None:
            meet()
            write(*arguments, **named)

        monkeypatch.setattr(emails, name, written)


def _at_once(app: Flask, action: Callable[[], object]) -> list[type[Exception] | None]:
    """The outcomes of two threads that do the same."""
    outcomes: list[type[Exception] | None] = []

    def do() -> None:
        with app.app_context():
            try:
                action()
            except Exception as error:
                outcomes.append(type(error))
            else:
                outcomes.append(None)

    hands = [threading.Thread(target=do) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(20)
    return sorted(outcomes, key=str)


def _sends(app: Flask) -> tuple[Course, Callable[[], None]]:
    with app.app_context():
        amara = courses.course()
        check_in_id = courses.begun(amara, week=3)
    return amara, lambda: submit_check_in(
        check_in_id, viewer=USER(amara.mentee_id), version=1, answers=WORDS
    )


def test_without_the_lock_two_emails_go_out(
    on_postgres: Flask, meeting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Select, "with_for_update", lambda self, **_options: self)
    _, send = _sends(on_postgres)
    assert _at_once(on_postgres, send) == [None, None]
    with on_postgres.app_context():
        assert len(courses.mails("reviews.check_in_submitted")) == 2


def test_sent_twice_at_once_one_email_goes_out(on_postgres: Flask, meeting: None) -> None:
    _, send = _sends(on_postgres)
    assert _at_once(on_postgres, send) == [rules.AlreadySent, None]
    with on_postgres.app_context():
        assert len(courses.mails("reviews.check_in_submitted")) == 1


def test_answered_twice_at_once_there_is_one_answer(on_postgres: Flask, meeting: None) -> None:
    with on_postgres.app_context():
        amara = courses.course()
        check_in_id = courses.sent(amara, week=3)
    outcomes = _at_once(
        on_postgres,
        lambda: review_check_in(check_in_id, viewer=USER(amara.mentor_id), body="Dear you."),
    )
    assert outcomes == [rules.AlreadyReviewed, None]
    with on_postgres.app_context():
        assert len(courses.mails("reviews.review_written")) == 1


def test_started_twice_at_once_it_is_one_check_in(on_postgres: Flask) -> None:
    with on_postgres.app_context():
        amara = courses.course()
    outcomes = _at_once(on_postgres, lambda: courses.begun(amara, week=3))
    assert outcomes == [None, None]
    with on_postgres.app_context():
        assert courses.only_check_in().words == WORDS


def test_two_windows_saved_at_once_lose_no_words(on_postgres: Flask) -> None:
    with on_postgres.app_context():
        amara = courses.course()
        check_in_id = courses.begun(amara, week=3)
    words = iter((["One.", "", ""], ["Two.", "", ""]))
    guard = threading.Lock()

    def save() -> None:
        with guard:
            mine = next(words)
        save_check_in(check_in_id, viewer=USER(amara.mentee_id), version=1, answers=mine)

    assert _at_once(on_postgres, save) == [rules.ChangedElsewhere, None]
