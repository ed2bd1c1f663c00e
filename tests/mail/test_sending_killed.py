"""A worker that dies at any point loses nothing and keeps nothing for long; only what was accepted may go out again."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from mentorhub.foundation import clock, due_work
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail import claims, sending, smtp
from mentorhub.mail.message import OutgoingMail
from mentorhub.mail.outbox import OutboxMail
from tests.support import fake_smtp
from tests.support.outbox_reader import kept, plant, send_to


class Killed(BaseException):
    """As a kill: no handler of ours sees it, nothing is tidied up."""


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to."""
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


def _die(*_: object, **__: object) -> None:
    raise Killed


KILLS = {  # where the worker dies: how often the server has taken the email in the end
    "after the claim": ("renewing", 1),
    "before the preferences are read": ("filtered", 1),
    "before several become one": ("digested", 1),
    "before it is written": ("_rendered", 1),
    "after the words are kept": ("_send_all", 1),
    "before the claim is checked": ("is_ours", 1),
    "before the server is asked": ("message_of", 1),
    "after the server's acceptance": ("mark_sent", 2),
}


@pytest.mark.parametrize("point", KILLS)
def test_a_killed_worker_loses_nothing_and_keeps_the_message_id(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    name, times = KILLS[point]
    plant()
    with monkeypatch.context() as patched:
        patched.setattr(sending, name, _die)
        with pytest.raises(Killed):
            sending.send_due()
    assert kept().sent_at is None
    sending.send_due()
    taken = len(server.mails)
    assert taken == times - 1  # the claim holds: nobody else takes it yet
    clock.advance(dt.timedelta(seconds=31))
    sending.send_due()
    assert kept().sent_at is not None
    assert server.message_ids == ["<one@localhost>"] * times
    clock.advance(dt.timedelta(days=1))
    sending.send_due()
    assert len(server.mails) == times


def test_a_server_that_takes_an_email_and_hangs_up_may_get_it_again_under_the_same_id(
    server: fake_smtp.Server,
) -> None:
    plant()
    server.hangs_up_after_taking = True
    sending.send_due()
    assert (kept().sent_at, kept().last_error) == (None, "SMTPServerDisconnected")
    server.hangs_up_after_taking = False
    clock.advance(dt.timedelta(minutes=2))
    sending.send_due()
    assert server.message_ids == ["<one@localhost>"] * 2


def test_a_server_that_takes_no_leave_gets_nothing_twice(server: fake_smtp.Server) -> None:
    plant()
    server.answers = {"QUIT": "500 what?"}
    sending.send_due()
    assert kept().sent_at is not None
    clock.advance(dt.timedelta(hours=1))
    sending.send_due()
    assert server.message_ids == ["<one@localhost>"]


def test_of_a_batch_that_died_half_way_only_the_rest_goes_half_a_minute_later(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"<{number}@localhost>" for number in range(6)]
    for name in names:
        plant(message_id=name)
    mark = claims.mark_sent

    def die_at_the_third(mail: OutgoingMail, *, following: OutgoingMail | None) -> bool:
        if len(server.mails) == 3:
            raise Killed
        return mark(mail, following=following)

    with monkeypatch.context() as patched:
        patched.setattr(sending, "mark_sent", die_at_the_third)
        with pytest.raises(Killed):
            sending.send_due()
    assert not [thread for thread in threading.enumerate() if thread.name == "mail-claims"]
    clock.advance(dt.timedelta(seconds=31))
    assert sending.send_due() == 0
    assert server.message_ids == [*names[:3], *names[2:]]


def test_a_worker_that_is_stopped_gives_back_what_it_has_not_tried(
    server: fake_smtp.Server,
) -> None:
    for number in range(4):
        plant(message_id=f"<{number}@localhost>")
    with due_work.within(due_work.Run(is_stopping=lambda: len(server.mails) == 2)):
        due_work.current_run().has_begun = True
        assert sending.send_due() == 2
    rest = kept("<2@localhost>")
    assert (rest.claim, rest.claimed_until, rest.attempts) == ("", None, 0)
    assert sending.send_due() == 0
    assert len(set(server.message_ids)) == len(server.message_ids) == 4


def test_a_lease_is_renewed_while_a_slow_server_takes_one_email(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker runs: nobody else sends what it holds, however long that takes."""
    plant()
    plant(message_id="<two@localhost>")
    monkeypatch.setattr(claims, "RENEWED_SECONDS", 0.05)
    send, until = smtp.Connection.send, []

    def slowly(self: smtp.Connection, message: object) -> None:
        clock.advance(claims.CLAIM * 2)  # both claims have ended
        _wait_for(lambda: all(_is_leased(name) for name in ("<one@localhost>", "<two@localhost>")))
        assert claims.claim(limit=5) == []
        until.append(clock.now())
        send(self, message)  # type: ignore[arg-type]

    monkeypatch.setattr(smtp.Connection, "send", slowly)
    assert sending.send_due(limit=2) == 0
    assert server.message_ids == ["<one@localhost>", "<two@localhost>"]
    assert len(until) == 2


def test_a_worker_that_slept_does_not_send_what_another_has_taken_over(
    server: fake_smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant()
    plant(message_id="<two@localhost>")
    turns: list[object] = []
    send = smtp.Connection.send

    def slowly(self: smtp.Connection, message: object) -> None:
        """The machine sleeps during the first email: the claim of both has ended, and another worker comes."""
        turns.append(message)
        send(self, message)  # type: ignore[arg-type]
        if len(turns) == 1:
            clock.advance(claims.CLAIM * 2)
            with transaction(viewer=SYSTEM) as session:
                session.get_one(OutboxMail, kept().id).sent_at = clock.now()
            sending.send_due()

    monkeypatch.setattr(smtp.Connection, "send", slowly)
    sending.send_due()
    assert kept("<two@localhost>").sent_at is not None
    assert server.message_ids == ["<one@localhost>", "<two@localhost>"]


def test_what_a_lost_lease_ended_with_changes_nothing(server: fake_smtp.Server) -> None:
    plant()
    (lost,) = claims.claim(limit=1)
    clock.advance(claims.CLAIM * 2)
    (held,) = claims.claim(limit=1)
    sending._put_off(lost, "late", is_final=True)
    claims.release([lost])
    assert (kept().failed_at, kept().claim, kept().attempts) == (None, held.claim, 2)
    assert not claims.is_ours(lost)
    assert claims.is_ours(held)


def test_a_lease_that_is_half_over_is_renewed_before_an_email_goes(
    server: fake_smtp.Server,
) -> None:
    plant()
    (claimed,) = claims.claim(limit=1)
    clock.advance(claims.CLAIM * 0.4)
    assert claims.is_ours(claimed)
    assert kept().claimed_until == claimed.claimed_until
    clock.advance(claims.CLAIM * 0.4)
    assert claims.is_ours(claimed)
    assert (kept().claimed_until or claimed.claimed_until) > claimed.claimed_until


def test_a_lease_is_far_shorter_than_the_shortest_hold_and_renewed_twice_in_its_time() -> None:
    assert dt.timedelta(minutes=1) >= claims.CLAIM
    assert claims.CLAIM.total_seconds() > 2 * claims.RENEWED_SECONDS


def _is_leased(message_id: str) -> bool:
    until = kept(message_id).claimed_until
    db.session.rollback()
    return until is None or until > clock.now()  # none: it is sent


def _wait_for(fact: Callable[[], bool]) -> None:
    for _ in range(100):
        if fact():
            return
        threading.Event().wait(0.05)
    raise AssertionError
