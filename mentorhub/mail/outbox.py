"""The mail outbox: what a message says, stored in the action's own transaction; `sending.py` renders and sends it."""

import datetime as dt
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Dialect,
    Index,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import write_last
from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.foundation.names import clean_name, shortened
from mentorhub.mail.kinds import LAST_RANK, rank_of, topic_of

UNSENT = "sent_at IS NULL AND failed_at IS NULL AND skipped_at IS NULL"
_TIME, _DATE = "$moment", "$day"  # how JSON carries what it has no type for


@dataclass(frozen=True)
class Reader:
    """For whom a text is written: locale ("en_GB") and IANA zone."""

    locale: str
    zone: str


class MailContext(TypeDecorator[dict[str, Any]]):
    """What a mail's templates read, as one JSON text: texts, integers, times, dates, and mappings and lists of them.

    Anything else is refused (`StatementError`, or `TypeError` where rows are written in bulk): a row may have changed
    when it is read. Tuples come back as lists.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str:  # noqa: ARG002
        return _as_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any]:  # noqa: ARG002
        found: dict[str, Any] = json.loads(value or "{}", object_hook=_from_json)
        return found


reader: ContextVar[Reader | None] = ContextVar("mentorhub_reader", default=None)


class OutboxMail(HasPublicId, Model):
    """One message to one address; sent once, under one Message-ID however often it is tried.

    `context` is what its templates read. Bodies are '' until rendered, and then never change.
    It ends in one of three ways: sent, failed (a finding is opened), or skipped: its reader does not want it or another
    email contains it (`digested_in`, that one's Message-ID). Of those that are due, the lowest `rank` goes first
    (`mentorhub/mail/kinds.py`), then what has waited longest. `claim` names who is sending it, '' where nobody is.
    """

    __tablename__ = "outbox_mail"
    __once__ = "fact_key"
    __table_args__ = (
        Index("ix_outbox_mail_due", "sent_at", "failed_at", "due_at"),
        Index(
            "ix_outbox_mail_next",
            *("rank", "due_at", "id"),
            sqlite_where=text(UNSENT),
            postgresql_where=text(UNSENT),
        ),
        CheckConstraint(
            "digested_in IS NULL OR skipped_at IS NOT NULL", name="digested_is_skipped"
        ),
    )

    practice_id: Mapped[int | None] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(BigInteger)
    fact_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(60))
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(20), default="en_GB")
    zone: Mapped[str] = mapped_column(String(60), default="UTC")
    subject: Mapped[str] = mapped_column(String(250))
    context: Mapped[dict[str, Any]] = mapped_column(MailContext, default=dict)
    text_body: Mapped[str] = mapped_column(Text, default="")
    html_body: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    rank: Mapped[int] = mapped_column(default=LAST_RANK)
    claim: Mapped[str] = mapped_column(String(22), default="")
    claimed_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    skipped_at: Mapped[dt.datetime | None]
    digested_in: Mapped[str | None] = mapped_column(String(120))
    last_error: Mapped[str] = mapped_column(String(300), default="")


def is_unsent() -> tuple[ColumnElement[bool], ...]:
    """The conditions under which an email is still to be sent."""
    return (
        OutboxMail.sent_at.is_(None),
        OutboxMail.failed_at.is_(None),
        OutboxMail.skipped_at.is_(None),
    )


def queue(
    session: Session,
    template: str,
    *,
    to_name: str,
    to_address: str,
    subject: str,
    locale: str,
    zone: str,
    now: dt.datetime,
    practice_id: int | None = None,
    user_id: int | None = None,
    fact_key: str | None = None,
    reply_to: str = "",
    **context: Any,
) -> None:
    """Store a message of `<package>/emails/<name>` (.txt and .html), to be rendered in the reader's locale and zone.

    `subject` is translated (under `written_for`), names `isolated`; `context` (`MailContext`) has values as of now.
    Of a `fact_key` one email is stored. Raises `ValueError` for an optional one without a `user_id`.
    """
    write_last(
        session,
        OutboxMail,
        practice_id=practice_id,
        user_id=user_id,
        fact_key=fact_key,
        kind=(kind := _kind(template, user_id)),
        rank=rank_of(kind),
        to_name=clean_name(to_name),
        to_address=to_address,
        reply_to=reply_to,
        locale=locale,
        zone=zone,
        subject=shortened(" ".join(subject.split()), length_max=250),
        context=context,
        message_id=f"<{secrets.token_hex(16)}@{settings().environment.partition(':')[0]}>",
        created_at=now,
        due_at=now,
    )


def is_answerable(address: str) -> bool:
    """Whether an answer to a mail may go there by itself: `mentorhub/mail/message.py` says why ASCII only."""
    return address.rpartition("@")[0].isascii()


@contextmanager
def written_for(locale: str, zone: str) -> Iterator[None]:
    """Texts, dates and money inside are for a reader of this locale and zone."""
    token = reader.set(Reader(locale, zone))
    try:
        with force_locale(locale):
            yield
    finally:
        reader.reset(token)


def _kind(template: str, user_id: int | None) -> str:
    kind = template.replace("/emails/", ".")
    if topic_of(kind) and user_id is None:
        raise ValueError(f"{kind} is optional: whose preferences apply?")
    return kind


def _plain(value: object) -> dict[str, str]:
    if isinstance(value, dt.datetime):
        return {_TIME: value.isoformat()}
    if isinstance(value, dt.date):
        return {_DATE: value.isoformat()}
    raise TypeError(f"a mail stores values, not {type(value).__name__}")


_as_json = json.JSONEncoder(default=_plain).encode


def _from_json(found: dict[str, Any]) -> Any:
    if _TIME in found:
        return dt.datetime.fromisoformat(found[_TIME])
    if _DATE in found:
        return dt.date.fromisoformat(found[_DATE])
    return found
