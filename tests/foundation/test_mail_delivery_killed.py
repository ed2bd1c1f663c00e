"""A worker that dies at any point loses nothing; only after the server's acceptance may a letter go out again."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.foundation import clock, mail_delivery, mail_leases, mail_server
from mentorhub.foundation.mail_letters import message_of
from tests.foundation import smtp
from tests.foundation.post import kept, plant, send_to


class Killed(BaseException):
    """As a kill: no handler of ours sees it, nothing is tidied up."""


@pytest.fixture
def server(in_app: Flask) -> Iterator[smtp.Server]:
    """A running mail server that the app sends to."""
    with smtp.running() as running:
        send_to(in_app, running.url)
        yield running


def _die(*_: object, **__: object) -> None:
    raise Killed


KILLS = {  # where the worker dies: how often the server has taken the letter in the end
    "after the lease": ("_written", 1),
    "after the words are kept": ("_send_all", 1),
    "before the server is asked": ("message_of", 1),
    "after the server's acceptance": ("_mark_sent", 2),
}


@pytest.mark.parametrize("point", KILLS)
def test_a_killed_worker_loses_nothing_and_keeps_the_message_id(
    server: smtp.Server, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    name, times = KILLS[point]
    plant()
    with monkeypatch.context() as patched:
        patched.setattr(mail_delivery, name, _die)
        with pytest.raises(Killed):
            mail_delivery.send_due()
    assert kept().sent_at is None
    mail_delivery.send_due()
    taken = len(server.letters)
    assert taken == times - 1  # the lease holds: nobody else takes it yet
    clock.advance(mail_leases.LEASE + dt.timedelta(seconds=1))
    mail_delivery.send_due()
    assert kept().sent_at is not None
    assert server.message_ids == ["<one@localhost>"] * times
    clock.advance(dt.timedelta(days=1))
    mail_delivery.send_due()
    assert len(server.letters) == times


def test_a_server_that_takes_a_letter_and_hangs_up_may_get_it_again_under_the_same_id(
    server: smtp.Server,
) -> None:
    plant()
    server.hangs_up_after_taking = True
    mail_delivery.send_due()
    assert (kept().sent_at, kept().last_error) == (None, "SMTPServerDisconnected")
    server.hangs_up_after_taking = False
    clock.advance(dt.timedelta(minutes=2))
    mail_delivery.send_due()
    assert server.message_ids == ["<one@localhost>"] * 2


def test_a_server_that_takes_no_leave_gets_nothing_twice(server: smtp.Server) -> None:
    plant()
    server.answers = {"QUIT": "500 what?"}
    mail_delivery.send_due()
    assert kept().sent_at is not None
    clock.advance(dt.timedelta(hours=1))
    mail_delivery.send_due()
    assert server.message_ids == ["<one@localhost>"]


def test_a_slow_worker_does_not_send_what_another_has_taken_over(
    server: smtp.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant()
    plant(message_id="<two@localhost>")
    turns: list[str] = []
    send = mail_server.Connection.send

    def slowly(self: mail_server.Connection, message: object) -> None:
        """The first letter takes so long that the lease of both has ended, and another worker comes."""
        turns.append(str(message["Message-ID"]))  # type: ignore[index]
        send(self, message)  # type: ignore[arg-type]
        if len(turns) == 1:
            clock.advance(mail_leases.LEASE * 2)
            plant(message_id="<three@localhost>", due_at=clock.now() - dt.timedelta(days=1))
            mail_delivery.send_due(limit=2)

    monkeypatch.setattr(mail_server.Connection, "send", slowly)
    mail_delivery.send_due()
    assert kept("<two@localhost>").sent_at is not None
    assert server.message_ids.count("<two@localhost>") == 1


def test_what_a_lost_lease_ended_with_changes_nothing(server: smtp.Server) -> None:
    plant()
    (lost,) = mail_leases.lease(limit=1)
    clock.advance(mail_leases.LEASE * 2)
    (held,) = mail_leases.lease(limit=1)
    mail_delivery._put_off(lost, "late", is_final=True)
    assert (kept().gave_up_at, kept().lease_until) == (None, held.lease_until)
    assert mail_leases.kept(lost) is None
    assert mail_leases.kept(held) == held


def test_a_lease_that_is_half_over_is_renewed_before_a_letter_goes(server: smtp.Server) -> None:
    plant()
    (leased,) = mail_leases.lease(limit=1)
    clock.advance(mail_leases.LEASE * 0.6)
    renewed = mail_leases.kept(leased)
    assert renewed is not None
    assert renewed.lease_until > leased.lease_until
    assert message_of(renewed)["Message-ID"] == message_of(leased)["Message-ID"]


def test_a_worst_letter_takes_less_than_half_a_lease() -> None:
    answers = 10  # connect, EHLO, STARTTLS, EHLO, AUTH, MAIL, RCPT, DATA, the letter, and NOOP
    slowest = dt.timedelta(seconds=answers * mail_server.TIMEOUT_SECONDS)
    assert slowest < mail_leases.LEASE / 2
