"""The message of an email: from the install's address, under one id, or refused as unwritable."""

import dataclasses
import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask

from mentorhub.accounts.rules.addresses import email_key
from mentorhub.foundation.config import EXTENSION, settings
from mentorhub.mail.message import OutgoingMail, Unwritable, message_of

NOON = dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)
INQUIRY = OutgoingMail(
    id=1,
    public_id="x",
    practice_id=None,
    user_id=None,
    kind="package.offer",
    to_name="Bríd",
    to_address="brid@example.org",
    reply_to="",
    locale="en_GB",
    zone="UTC",
    subject="A seat",
    context={},
    text_body="Grüße",
    html_body="<p>Grüße</p>",
    message_id="<one@localhost>",
    created_at=NOON,
    claimed_until=NOON,
    attempts=1,
)


def read(mail: OutgoingMail) -> EmailMessage:
    """The message of an email as a parser reads it."""
    found = message_from_bytes(message_of(mail).octets, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_an_email_comes_from_the_installs_own_address(in_app: Flask) -> None:
    assert read(INQUIRY)["From"] == "MentorHub <post@localhost>"
    told = dataclasses.replace(settings(), mail_from="hello@mentors.example.org")
    in_app.extensions[EXTENSION + "settings"] = told
    assert read(INQUIRY)["From"] == "MentorHub <hello@mentors.example.org>"


def test_an_email_sent_again_is_the_same_to_the_last_octet(in_app: Flask) -> None:
    assert message_of(INQUIRY) == message_of(dataclasses.replace(INQUIRY, attempts=7))
    assert read(INQUIRY)["Date"] == "Wed, 01 Jul 2026 12:00:00 -0000"


@pytest.mark.parametrize(
    "address", ["nobody", "@example.org", "brid@", "a b@c\u2028d", "x@" + "y" * 300]
)
def test_what_no_address_is_cannot_be_written(in_app: Flask, address: str) -> None:
    with pytest.raises(Unwritable):
        message_of(dataclasses.replace(INQUIRY, to_address=address))


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("zoe@straße.example", "zoe@xn--strae-oqa.example"),
        ("\u212aim@example.org", "Kim@example.org"),
        ("Rene\u0301@example.org", "Ren\u00e9@example.org"),
        ("ops@my_host.example", "ops@my_host.example"),
    ],
)
def test_an_email_goes_to_the_mailbox_that_the_address_is_compared_as(
    in_app: Flask, address: str, sent_to: str
) -> None:
    message = message_of(dataclasses.replace(INQUIRY, to_address=address))
    assert message.recipient == sent_to
    assert f"To: =?utf-8?b?QnLDrWQ=?= <{sent_to}>\r\n".encode() in message.octets
    local, _, domain = sent_to.rpartition("@")
    assert email_key(address) == f"{local.replace('K', 'k').replace('R', 'r')}@{domain}"


def test_an_email_that_can_be_done_without_carries_its_way_out_unbroken(in_app: Flask) -> None:
    way_out = "https://mentors.example.org/messages/unsubscriptions/" + "x" * 200
    raw = message_of(dataclasses.replace(INQUIRY, unsubscribe=way_out)).octets.decode()
    assert f"\r\nList-Unsubscribe: <{way_out}>\r\n" in raw
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert "List-Unsubscribe" not in read(INQUIRY)
