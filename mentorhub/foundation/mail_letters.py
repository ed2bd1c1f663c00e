"""A leased letter, and the message a server is given: who it is from, its id, its two bodies."""

import datetime as dt
from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Self

from mentorhub.foundation.config import settings
from mentorhub.foundation.email_addresses import mail_form
from mentorhub.foundation.mail import OutboxMail
from mentorhub.foundation.mail_encoding import POLICY, Mailbox, Words
from mentorhub.foundation.mail_hours import Hours


class Unwritable(ValueError):  # noqa: N818 - an answer, as refusals are
    """No message can be made of this letter, now or ever: its address or a header is none."""


@dataclass(frozen=True)
class Letter:
    """What writing and sending need, read before the lease's transaction ended."""

    id: int
    public_id: str
    practice_id: int | None
    user_id: int | None
    kind: str
    to_name: str
    to_address: str
    reply_to: str
    locale: str
    zone: str
    subject: str
    facts: dict[str, Any]
    text_body: str
    html_body: str
    message_id: str
    created_at: dt.datetime
    lease_until: dt.datetime
    attempts: int
    lease: str = ""  # the name of who may send it now
    hours: Hours | None = None  # the reader's, for a letter that they may do without
    unsubscribe: str = ""  # the address that ends such letters

    @classmethod
    def of(cls, row: OutboxMail) -> Self:
        """As the row is now, leased."""
        columns = {field.name for field in fields(cls)} - {"hours", "unsubscribe"}
        return cls(**{name: getattr(row, name) for name in columns})


def message_of(letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 has it; the same Message-ID however often. Raises `Unwritable`."""
    try:
        return _message(letter)
    except Exception as error:  # a pure function of the row: what fails once fails always
        raise Unwritable(type(error).__name__) from error


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = Mailbox.to("From", _address("MentorHub", settings().mail_sender))
    reader = _address(letter.to_name, letter.to_address)
    message["To"] = Mailbox.to("To", reader)
    message["Subject"] = Words.of("Subject", letter.subject)
    message["Message-ID"] = letter.message_id
    message["Date"] = formatdate(letter.created_at.timestamp(), localtime=False)
    answered = _reply_to(letter.reply_to, reader)
    if answered:
        message["Reply-To"] = Mailbox.to("Reply-To", answered)
    message["Auto-Submitted"] = (
        "auto-generated"  # RFC 3834: no absence notes to what a program wrote
    )
    if letter.unsubscribe:  # RFC 8058: one POST to this address, without a page, ends such letters
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text_body)
    message.add_alternative(letter.html_body, subtype="html")
    return message


def _reply_to(address: str, reader: Address) -> Address | None:
    """Where an answer goes; None where this letter cannot say it.

    An address whose name is beyond ASCII asks every server on the way for SMTPUTF8 (RFC 6531). For an answer's sake
    alone that is too much: the letter itself might come back. So it stands only in a letter that needs such servers
    anyway; the words of the letter name the address.
    """
    try:
        answered = _address("", address)
    except ValueError:
        return None
    return answered if answered.username.isascii() or not reader.username.isascii() else None


def _address(name: str, address: str) -> Address:
    """In the form it is compared by; the domain in ASCII, so that only a local part beyond it needs
    a server that takes such (RFC 6531).
    """
    local, domain = mail_form(address)
    return Address(name, local, domain)
