"""Letters that do not go through: how long they wait, when they are given up, and what is told of it."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.foundation import clock, mail_delivery
from tests.foundation import smtp
from tests.foundation.post import found, kept, plant, send_to


@pytest.fixture
def server(in_app: Flask) -> Iterator[smtp.Server]:
    """A running mail server that the app sends to."""
    with smtp.running() as running:
        send_to(in_app, running.url)
        yield running


def test_a_letter_is_given_up_after_twelve_attempts_and_it_is_told(server: smtp.Server) -> None:
    plant(attempts=mail_delivery.ATTEMPTS_MAX - 1)
    server.answer = "451 later"
    mail_delivery.send_due()
    assert kept().gave_up_at is not None
    told = ("mail_given_up", kept().public_id, "room.offer: SMTPDataError 451")
    assert found() == [told]
    clock.advance(dt.timedelta(days=30))
    assert mail_delivery.send_due() == 0
    assert kept().attempts == mail_delivery.ATTEMPTS_MAX


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_what_is_refused_for_good_is_given_up_at_once(server: smtp.Server, verb: str) -> None:
    plant()
    server.answers, server.answer = {"RCPT": "550 nobody here"}, "554 not this"
    if verb == "DATA":
        server.answers = {}
    assert mail_delivery.send_due() == 0
    assert (kept().gave_up_at is not None, kept().attempts) == (True, 1)
    assert [kind for kind, _, _ in found()] == ["mail_given_up"]


def test_a_recipient_refused_for_now_is_tried_again(server: smtp.Server) -> None:
    plant()
    server.answers = {"RCPT": "450 come back"}
    mail_delivery.send_due()
    assert (kept().gave_up_at, kept().last_error) == (None, "SMTPRecipientsRefused 450")
    server.answers = {}
    clock.advance(dt.timedelta(minutes=2))
    mail_delivery.send_due()
    assert len(server.letters) == 1


def test_a_server_that_is_down_for_a_week_costs_no_letter_its_attempts(in_app: Flask) -> None:
    with smtp.running() as gone:
        send_to(in_app, gone.url)
    plant()
    plant(message_id="<two@localhost>")
    for _ in range(20):
        assert mail_delivery.send_due() == 0
        assert (kept().sent_at, kept().last_error) == (None, "ConnectionRefusedError")
        assert (kept().attempts, kept().gave_up_at) == (0, None)
        clock.advance(dt.timedelta(hours=9))
    told = ("mail_server_silent", "mail server", "ConnectionRefusedError")
    assert found() == [told]
    with smtp.running() as back:
        send_to(in_app, back.url)
        assert mail_delivery.send_due() == 0
        assert sorted(back.message_ids) == ["<one@localhost>", "<two@localhost>"]
    assert found() == []


def test_a_sender_that_is_refused_is_the_houses_trouble_not_the_letters(
    server: smtp.Server,
) -> None:
    plant()
    server.answers = {"MAIL": "550 not from you"}
    mail_delivery.send_due()
    assert (kept().attempts, kept().gave_up_at) == (0, None)
    assert [kind for kind, _, _ in found()] == ["mail_server_silent"]


def test_the_wait_grows_to_eight_hours_and_is_drawn_the_same_each_time() -> None:
    waits = [mail_delivery.backoff(attempts, key="<one@localhost>") for attempts in range(1, 10)]
    assert waits == sorted(waits)
    later = [mail_delivery.backoff(attempts, key="<one@localhost>") for attempts in range(10, 40)]
    assert max(later) <= dt.timedelta(hours=8)
    assert min(later) >= dt.timedelta(hours=6)
    assert waits == [mail_delivery.backoff(one, key="<one@localhost>") for one in range(1, 10)]


def test_letters_that_failed_together_come_back_apart() -> None:
    waits = {mail_delivery.backoff(5, key=f"<{number}@localhost>") for number in range(50)}
    assert len(waits) > 40
