"""Sending the outbox to a real (tiny) SMTP server: once each, retried with patience, given up at last."""

import datetime as dt
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from mentorhub.foundation import clock
from mentorhub.mail import sending
from tests.support import fake_smtp
from tests.support.outbox_reader import kept, plant, send_to

NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def server(in_app: Flask) -> Iterator[fake_smtp.Server]:
    """A running mail server that the app sends to."""
    with fake_smtp.running() as running:
        send_to(in_app, running.url)
        yield running


@pytest.fixture
def offers(in_app: Flask) -> DictLoader:
    """The words of `package.offer`, beside the app's own templates."""
    words = DictLoader(
        {
            "package/emails/offer.txt": "Dear {{ to_name }}, until {{ at | time }}",
            "package/emails/offer.html": "<p>{{ subject }} until {{ at | time }}</p>",
        }
    )
    loaders = [words, in_app.jinja_env.loader]
    in_app.jinja_env.loader = ChoiceLoader([loader for loader in loaders if loader])
    return words


def test_an_email_arrives_as_it_was_written(server: fake_smtp.Server) -> None:
    plant(to_name="Bríd Ní Mhurchú", subject="Ein Platz für Sie", reply_to="ines@example.org")
    assert sending.send_due() == 0
    (mail,) = server.mails
    assert mail["Subject"] == "Ein Platz für Sie"
    assert mail["To"] == "Bríd Ní Mhurchú <brid@example.org>"
    assert mail["From"] == "MentorHub <post@localhost>"
    assert mail["Reply-To"] == "ines@example.org"
    assert mail["Message-ID"] == "<one@localhost>"
    parts = {part.get_content_type(): part.get_content().strip() for part in mail.iter_parts()}
    assert parts == {"text/plain": "Grüße", "text/html": "<p>Grüße</p>"}


def test_an_email_is_sent_once(server: fake_smtp.Server) -> None:
    plant()
    sending.send_due()
    sending.send_due()
    assert len(server.mails) == 1
    assert kept().sent_at is not None


def test_a_refused_email_waits_longer_each_time(server: fake_smtp.Server) -> None:
    plant()
    server.answer = "451 later"
    waits = []
    for _ in range(3):
        before = clock.now()
        assert sending.send_due() == 0
        mail = kept()
        assert (mail.sent_at, mail.last_error) == (None, "SMTPDataError 451")
        waits.append((mail.due_at - before).total_seconds() / 60)
        clock.advance(mail.due_at - clock.now() + dt.timedelta(seconds=1))
    for wait, whole in zip(waits, [1, 2, 4], strict=True):
        assert 0.74 * whole < wait < 1.01 * whole


def test_an_email_tried_again_keeps_its_message_id(server: fake_smtp.Server) -> None:
    plant()
    server.answer = "451 later"
    sending.send_due()
    server.answer = "250 taken"
    clock.advance(dt.timedelta(minutes=2))
    sending.send_due()
    assert [mail["Message-ID"] for mail in server.mails] == ["<one@localhost>"]
    assert (kept().last_error, kept().attempts) == ("", 2)


def test_one_refused_email_does_not_stop_the_rest(server: fake_smtp.Server) -> None:
    plant(message_id="<bad@localhost>", to_address="not an address\u2028")
    plant()
    sending.send_due()
    assert [mail["Message-ID"] for mail in server.mails] == ["<one@localhost>"]


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("brid@bücher.example", "brid@xn--bcher-kva.example"),
        ("bríd@example.org", "bríd@example.org"),
    ],
)
def test_an_email_goes_to_an_address_of_any_script(
    server: fake_smtp.Server, address: str, sent_to: str
) -> None:
    plant(to_address=address)
    sending.send_due()
    assert sent_to in server.recipients[0]


def test_a_leased_email_is_left_to_who_leased_it(server: fake_smtp.Server) -> None:
    plant(claimed_until=clock.now() + dt.timedelta(minutes=1))
    sending.send_due()
    assert server.mails == []
    clock.advance(dt.timedelta(minutes=3))
    sending.send_due()
    assert len(server.mails) == 1


def test_an_email_is_written_when_it_is_sent(server: fake_smtp.Server, offers: DictLoader) -> None:
    plant(text_body="", html_body="", zone="Europe/Oslo", context={"at": NOON})
    sending.send_due()
    (mail,) = server.mails
    parts = {part.get_content_type(): part.get_content().strip() for part in mail.iter_parts()}
    assert parts == {
        "text/plain": "Dear Bríd, until 14:00",
        "text/html": "<p>A seat until 14:00</p>",
    }
    assert (kept().text_body, kept().html_body) == (parts["text/plain"], parts["text/html"])


def test_an_email_sent_again_says_what_it_said_first(
    server: fake_smtp.Server, offers: DictLoader
) -> None:
    plant(text_body="", html_body="", context={"at": NOON})
    server.answer = "451 later"
    sending.send_due()
    first = kept().text_body
    offers.mapping = dict.fromkeys(offers.mapping, "Other words")
    server.answer = "250 taken"
    clock.advance(dt.timedelta(minutes=2))
    sending.send_due()
    (mail,) = server.mails
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().strip() == first == "Dear Bríd, until 12:00"


def test_an_email_with_a_gap_is_put_off_and_stops_no_other(
    server: fake_smtp.Server, offers: DictLoader
) -> None:
    plant(text_body="", html_body="", message_id="<gap@localhost>", attempts=1)
    plant()
    assert sending.send_due() == 0
    assert [mail["Message-ID"] for mail in server.mails] == ["<one@localhost>"]
    gap = kept("<gap@localhost>")
    assert (gap.sent_at, gap.last_error, gap.text_body) == (None, "UndefinedError", "")
    assert 1.4 < (gap.due_at - clock.now()).total_seconds() / 60 < 2.1


def test_an_email_that_cannot_be_written_is_given_up_after_twelve_attempts(
    server: fake_smtp.Server,
) -> None:
    plant(text_body="", html_body="", attempts=sending.ATTEMPTS_MAX - 1)
    sending.send_due()
    assert (kept().failed_at is not None, kept().last_error) == (True, "TemplateNotFound")


def test_an_email_written_late_is_kept_too(server: fake_smtp.Server, offers: DictLoader) -> None:
    plant(text_body="", html_body="", attempts=3, context={"at": NOON})
    sending.send_due()
    assert kept().text_body == "Dear Bríd, until 12:00"


def test_a_mailbox_needs_no_server(in_app: Flask) -> None:
    plant()
    sending.send_due()
    assert kept().sent_at is not None
