"""Emails planted in the outbox, and the app sent to a test's mail server."""

import dataclasses
from typing import Any

from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.config import EXTENSION, settings
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding
from mentorhub.mail.outbox import OutboxMail


def send_to(app: Flask, url: str) -> None:
    """From now on the app's mail goes to this server."""
    app.extensions[EXTENSION + "settings"] = dataclasses.replace(settings(), mail_url=url)


def plant(**changed: Any) -> None:
    """A written email that is due now, but for what is changed."""
    now = clock.now()
    fields: dict[str, Any] = {
        "kind": "package.offer",
        "to_name": "Bríd",
        "to_address": "brid@example.org",
        "subject": "A seat",
        "text_body": "Grüße",
        "html_body": "<p>Grüße</p>",
        "message_id": "<one@localhost>",
        "created_at": now,
        "due_at": now,
    }
    with transaction(viewer=SYSTEM) as session:
        session.add(OutboxMail(**{**fields, **changed}))


def kept(message_id: str = "<one@localhost>") -> OutboxMail:
    """The row as it is now."""
    db.session.rollback()
    return db.session.scalars(select(OutboxMail).where(OutboxMail.message_id == message_id)).one()


def found() -> list[tuple[str, str, str]]:
    """Open findings: kind, subject, detail."""
    db.session.rollback()
    with reading(viewer=SYSTEM) as session:
        columns = Finding.kind, Finding.subject_public_id, Finding.detail
        rows = session.execute(select(*columns).where(Finding.closed_at.is_(None)))
        return [(kind, subject, detail) for kind, subject, detail in rows]
