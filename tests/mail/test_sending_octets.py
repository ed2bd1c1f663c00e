"""What a server is given, octet by octet: for every kind of mail, and for addresses beyond ASCII."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from mentorhub.mail.sending import render, send_due
from mentorhub.operations import emails
from tests.support import fake_smtp
from tests.support.outbox_reader import found, kept, plant, send_to

PLAIN = "250 test"  # a server without any extension
ENCODED_WORD = re.compile(rb"=\?[^?\s]+\?[^?\s]+\?[^?\s]*\?=")
LONG_NAME = "Þórunn Steinunn Guðmundsdóttir frá Stóra-Ármóti og Blöndudalshólum í Húnavatnssýslu"


@pytest.fixture
def server(app: Flask) -> Iterator[fake_smtp.Server]:
    """A server that the app's mail goes to, and that knows no extension."""
    with fake_smtp.running() as running, app.app_context():
        running.answers = {"EHLO": PLAIN}
        send_to(app, running.url)
        yield running


def sent(server: fake_smtp.Server) -> tuple[bytes, EmailMessage]:
    """The one message that the server has, as octets and as a parser reads it."""
    assert send_due() == 0
    (raw,) = server.raw
    read = message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return raw, read


@pytest.mark.database
def test_every_kind_leaves_in_seven_bits_and_says_that_a_program_wrote_it(
    server: fake_smtp.Server,
) -> None:
    samples = {kind: emails.written(kind) for kind in emails.CONTEXTS}
    for kind, (subject, text, html) in samples.items():
        words = {"to_name": LONG_NAME, "subject": subject, "text_body": text, "html_body": html}
        plant(kind="package.always", message_id=f"<{kind}@localhost>", **words)
    assert send_due(limit=len(samples)) == 0
    assert set(server.senders) == {"mail FROM:<post@localhost>"}
    assert len(server.raw) == len(samples)
    for raw in server.raw:
        assert raw.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 78
        assert all(len(word) <= 75 for word in ENCODED_WORD.findall(raw))
        read = message_from_bytes(raw, policy=policy.default)
        subject, *bodies = samples[read["Message-ID"][1:].partition("@")[0]]
        assert (read["Subject"], read["Auto-Submitted"]) == (subject, "auto-generated")
        assert isinstance(read, EmailMessage)
        for part, body in zip(read.iter_parts(), bodies, strict=True):
            assert part["Content-Transfer-Encoding"] in {"7bit", "quoted-printable", "base64"}
            assert isinstance(part, EmailMessage)
            assert part.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")
        assert "\n-- \n" in bodies[0]  # the mark before a signature, RFC 3676 section 4.3


@pytest.mark.database
@pytest.mark.parametrize(
    ("address", "header"),
    [
        ("office@example.org", "Reply-To: office@example.org"),
        ("post@bücher.example", "Reply-To: post@xn--bcher-kva.example"),
        ("bríd@example.org", None),
        ("no address", None),
        ("a@b\r\nBcc: x@example.org", None),
        ("", None),
    ],
)
def test_an_answer_goes_to_an_address_as_it_is_or_to_none(
    server: fake_smtp.Server, address: str, header: str | None
) -> None:
    plant(reply_to=address)
    raw, read = sent(server)
    lines = [line for line in raw.decode("ascii").split("\r\n") if line.startswith("Reply-To")]
    assert lines == ([header] if header else [])
    assert "Bcc" not in read


@pytest.mark.database
def test_a_reader_beyond_ascii_is_reached_where_the_server_can(server: fake_smtp.Server) -> None:
    server.answers = {}
    plant(to_name="Bríd", to_address="bríd@bücher.example", reply_to="zoë@bücher.example")
    raw, _read = sent(server)
    assert server.senders == ["mail FROM:<post@localhost> SMTPUTF8 BODY=8BITMIME"]
    assert server.recipients == ["rcpt TO:<bríd@xn--bcher-kva.example>"]
    head = raw.partition(b"\r\n\r\n")[0].decode()
    assert "To: =?utf-8?b?QnLDrWQ=?= <bríd@xn--bcher-kva.example>\r\n" in head
    assert "Reply-To: zoë@xn--bcher-kva.example\r\n" in head
    assert raw.partition(b"\r\n\r\n")[2].isascii()


@pytest.mark.database
def test_a_reader_beyond_ascii_is_given_up_at_once_where_the_server_cannot(
    server: fake_smtp.Server,
) -> None:
    plant(to_address="bríd@example.org")
    assert send_due() == 0
    assert server.raw == [] and kept().failed_at is not None
    ((kind, _mail, detail),) = found()
    assert (kind, "SMTPNotSupportedError" in detail) == ("mail_given_up", True)


@pytest.mark.database
def test_a_name_in_the_address_line_is_never_taken_for_an_address(server: fake_smtp.Server) -> None:
    plant(to_name='"x" <eva@example.org>, Bo', subject="=?utf-8?q?=0D=0ABcc:_x@example.org?=")
    raw, _read = sent(server)
    assert server.recipients == ["rcpt TO:<brid@example.org>"]
    assert b"\r\nBcc" not in raw


@pytest.mark.database
def test_a_name_from_right_to_left_turns_no_sentence_of_a_mail_round(app: Flask) -> None:
    context = emails.CONTEXTS["reviews.check_in_submitted"] | {"mentee": {"name": "\u202eאבי"}}
    with app.app_context():
        plant(kind="reviews.check_in_submitted", to_name="דוד", text_body="", context=context)
        text, html = render(kept())
    for words in (text, html):
        assert "Dear \u2068דוד\u2069," in words
        assert "\u2068אבי\u2069 has sent" in words
        assert "\u202e" not in words
    assert "https://mentors.example.org/review/7c40" in text.split()
