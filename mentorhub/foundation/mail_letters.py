"""A leased letter, and the message a server is given: who it is from, its id, its two bodies."""

import datetime as dt
from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Any, Self

from mentorhub.foundation.config import settings
from mentorhub.foundation.email_addresses import mail_form
from mentorhub.foundation.mail import OutboxMail
from mentorhub.foundation.mail_hours import Hours

# The longest line that RFC 5322 allows: folded at 78, a signed link in a header would be written as encoded words.
POLICY = SMTP.clone(max_line_length=998)


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
    message["From"] = Address("MentorHub", addr_spec=settings().mail_sender)
    message["To"] = _address(letter)
    message["Subject"] = letter.subject
    message["Message-ID"] = letter.message_id
    message["Date"] = formatdate(letter.created_at.timestamp(), localtime=False)
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    if letter.unsubscribe:  # RFC 8058: one POST to this address, without a page, ends such letters
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text_body)
    message.add_alternative(letter.html_body, subtype="html")
    return message


def _address(letter: Letter) -> Address:
    """In the form it is compared by; the domain in ASCII, so that only a local part beyond it needs
    a server that takes such (RFC 6531).
    """
    local, domain = mail_form(letter.to_address)
    return Address(letter.to_name, local, domain)
