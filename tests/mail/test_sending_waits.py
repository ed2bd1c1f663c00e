"""Emails that do not go through: how long they wait, when they are given up, and what is told of it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.mail import sending
from tests.support import fake_smtp
from tests.support.outbox_reader import found, kept, plant, send_to


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to."""
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


def test_an_email_is_given_up_after_twelve_attempts_and_it_is_told(
    server: fake_smtp.Server,
) -> None:
    plant(attempts=sending.ATTEMPTS_MAX - 1)
    server.answer = "451 later"
    sending.send_due()
    assert kept().failed_at is not None
    told = ("mail_given_up", kept().public_id, "package.offer: SMTPDataError 451")
    assert found() == [told]
    clock.advance(dt.timedelta(days=30))
    assert sending.send_due() == 0
    assert kept().attempts == sending.ATTEMPTS_MAX


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_what_is_refused_for_good_is_given_up_at_once(server: fake_smtp.Server, verb: str) -> None:
    plant()
    server.answers, server.answer = {"RCPT": "550 nobody here"}, "554 not this"
    if verb == "DATA":
        server.answers = {}
    assert sending.send_due() == 0
    assert (kept().failed_at is not None, kept().attempts) == (True, 1)
    assert [kind for kind, _, _ in found()] == ["mail_given_up"]


def test_a_recipient_refused_for_now_is_tried_again(server: fake_smtp.Server) -> None:
    plant()
    server.answers = {"RCPT": "450 come back"}
    sending.send_due()
    assert (kept().failed_at, kept().last_error) == (None, "SMTPRecipientsRefused 450")
    server.answers = {}
    clock.advance(dt.timedelta(minutes=2))
    sending.send_due()
    assert len(server.mails) == 1


def test_a_server_that_is_down_for_a_week_costs_no_email_its_attempts(in_app: Flask) -> None:
    with fake_smtp.running() as gone:
        send_to(in_app, gone.url)
    plant()
    plant(message_id="<two@localhost>")
    for _ in range(20):
        assert sending.send_due() == 0
        assert (kept().sent_at, kept().last_error) == (None, "ConnectionRefusedError")
        assert (kept().attempts, kept().failed_at) == (0, None)
        clock.advance(dt.timedelta(hours=9))
    told = ("mail_server_silent", "mail server", "ConnectionRefusedError")
    assert found() == [told]
    with fake_smtp.running() as back:
        send_to(in_app, back.url)
        assert sending.send_due() == 0
        assert sorted(back.message_ids) == ["<one@localhost>", "<two@localhost>"]
    assert found() == []


def test_a_sender_that_is_refused_is_the_installs_trouble_not_the_emails(
    server: fake_smtp.Server,
) -> None:
    plant()
    server.answers = {"MAIL": "550 not from you"}
    sending.send_due()
    assert (kept().attempts, kept().failed_at) == (0, None)
    assert [kind for kind, _, _ in found()] == ["mail_server_silent"]


def test_the_wait_grows_to_eight_hours_and_is_drawn_the_same_each_time() -> None:
    waits = [sending.backoff(attempts, key="<one@localhost>") for attempts in range(1, 10)]
    assert waits == sorted(waits)
    later = [sending.backoff(attempts, key="<one@localhost>") for attempts in range(10, 40)]
    assert max(later) <= dt.timedelta(hours=8)
    assert min(later) >= dt.timedelta(hours=6)
    assert waits == [sending.backoff(one, key="<one@localhost>") for one in range(1, 10)]


def test_emails_that_failed_together_come_back_apart() -> None:
    waits = {sending.backoff(5, key=f"<{number}@localhost>") for number in range(50)}
    assert len(waits) > 40
