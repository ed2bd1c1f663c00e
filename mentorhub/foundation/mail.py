"""The mail outbox: a message is written in the deed's own transaction; `mail_delivery.py` sends it later."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.config import settings
from mentorhub.foundation.database import HasPublicId, Model


@dataclass(frozen=True)
class Reader:
    """For whom a text is written: locale ("en_GB") and IANA zone."""

    locale: str
    zone: str


reader: ContextVar[Reader | None] = ContextVar("mentorhub_reader", default=None)


class OutboxMail(HasPublicId, Model):
    """One message to one address; sent once, under one Message-ID however often it is tried."""

    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "sent_at", "gave_up_at", "due_at"),)

    practice_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(60))
    to_name: Mapped[str] = mapped_column(String(200))
    to_address: Mapped[str] = mapped_column(String(254))
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(250))
    text_body: Mapped[str] = mapped_column(Text)
    html_body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime]
    lease_until: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    gave_up_at: Mapped[dt.datetime | None]
    last_error: Mapped[str] = mapped_column(String(300), default="")


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
    reply_to: str = "",
    **context: Any,
) -> OutboxMail:
    """Write a message from `<room>/emails/<name>` (.txt and .html), read in the reader's locale and zone.

    `subject` is already translated: compose it under `written_for(...)`.
    """
    with written_for(locale, zone):
        text = render_template(f"{template}.txt", subject=subject, **context)
        html = render_template(f"{template}.html", subject=subject, **context)
    mail = OutboxMail(
        practice_id=practice_id,
        kind=template.replace("/emails/", "."),
        to_name=to_name,
        to_address=to_address,
        reply_to=reply_to,
        subject=" ".join(subject.split())[:250],
        text_body=text,
        html_body=html,
        message_id=f"<{secrets.token_hex(16)}@{settings().environment.partition(':')[0]}>",
        created_at=now,
        due_at=now,
    )
    session.add(mail)
    return mail


@contextmanager
def written_for(locale: str, zone: str) -> Iterator[None]:
    """Texts, dates and money inside are for a reader of this locale and zone."""
    token = reader.set(Reader(locale, zone))
    try:
        with force_locale(locale):
            yield
    finally:
        reader.reset(token)
