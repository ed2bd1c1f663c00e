"""A claimed email, and the message a server is given: who it is from, its id, its two bodies."""

import datetime as dt
from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.utils import formatdate
from typing import Any, Self

from mentorhub.foundation.config import settings
from mentorhub.foundation.email_addresses import mail_form
from mentorhub.mail.encoding import alternatives, mailbox, verbatim, words
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.quiet_hours import Hours


class Unwritable(ValueError):  # noqa: N818 - an answer, as refusals are
    """No message can be made of this email, now or ever: its address or a header is none."""


@dataclass(frozen=True)
class Message:
    """What a server is given: two addresses, and the octets with their headers, lines ended by CR and LF."""

    sender: str
    recipient: str
    octets: bytes


@dataclass(frozen=True)
class OutgoingMail:
    """What writing and sending need, read before the claim's transaction ended."""

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
    context: dict[str, Any]
    text_body: str
    html_body: str
    message_id: str
    created_at: dt.datetime
    claimed_until: dt.datetime
    attempts: int
    claim: str = ""  # the name of who may send it now
    hours: Hours | None = None  # the reader's, for an email that they may do without
    unsubscribe: str = ""  # the address that ends such emails

    @classmethod
    def of(cls, row: OutboxMail) -> Self:
        """As the row is now, claimed."""
        columns = {field.name for field in fields(cls)} - {"hours", "unsubscribe"}
        return cls(**{name: getattr(row, name) for name in columns})


def message_of(mail: OutgoingMail) -> Message:
    """The email as RFC 5322 has it; the same to the last octet however often. Raises `Unwritable`."""
    try:
        return _message(mail)
    except Exception as error:  # a pure function of the row: what fails once fails always
        raise Unwritable(type(error).__name__) from error


def _message(mail: OutgoingMail) -> Message:
    sender = _address("MentorHub", settings().mail_sender)
    reader = _address(mail.to_name, mail.to_address)
    answered = _reply_to(mail.reply_to, reader)
    utf8 = not (sender.addr_spec + reader.addr_spec).isascii()
    headers = [
        mailbox("From", sender, utf8=utf8),
        mailbox("To", reader, utf8=utf8),
        words("Subject", mail.subject),
        verbatim("Message-ID", mail.message_id),
        verbatim("Date", formatdate(mail.created_at.timestamp(), localtime=False)),
        verbatim("Auto-Submitted", "auto-generated"),  # RFC 3834: no absence notes to a program
    ]
    if answered:
        headers.append(mailbox("Reply-To", answered, utf8=utf8))
    if mail.unsubscribe:  # RFC 8058: one POST to this address, without a page, ends such emails
        headers.append(verbatim("List-Unsubscribe", f"<{mail.unsubscribe}>"))
        headers.append(verbatim("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    whole = "".join([*headers, alternatives(mail.text_body, mail.html_body)])
    return Message(sender.addr_spec, reader.addr_spec, whole.encode())


def _reply_to(address: str, reader: Address) -> Address | None:
    """Where an answer goes; None where this email cannot say it.

    An address whose name is beyond ASCII asks every server on the way for SMTPUTF8 (RFC 6531). For an answer's sake
    alone that is too much: the email itself might come back. So it stands only in an email that needs such servers
    anyway; the words of the email name the address.
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
