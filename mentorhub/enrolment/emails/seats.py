"""Mails about an enrolled seat: yours, given, paused, resumed; the welcome link is made here."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails import composing
from mentorhub.enrolment.models.applicants import WELCOME, Enrolment
from mentorhub.enrolment.models.belonging import account_of
from mentorhub.enrolment.rules.welcomes import WELCOME_LIVES
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated


def queue_enrolled(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The seat is yours; the welcome link (single use, 7 days) makes the account."""
    with composing.written_for(enrolment):
        subject = _("Welcome, seat %(seat)s is yours", seat=enrolment.seat_number)
    composing.post(
        session,
        "enrolled",
        enrolment,
        subject=subject,
        now=now,
        **_welcome(session, enrolment, now=now),
    )


def queue_granted(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The practice gives you a seat; the welcome link makes the account."""
    with composing.written_for(enrolment):
        subject = _(
            "A seat is yours, from %(practice)s", practice=isolated(enrolment.practice.name)
        )
    composing.post(
        session,
        "granted",
        enrolment,
        subject=subject,
        now=now,
        **_welcome(session, enrolment, now=now),
    )


def queue_paused(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your programme pauses; the reason is in the row."""
    with composing.written_for(enrolment):
        subject = _("Your programme is paused")
    composing.post(
        session, "paused", enrolment, subject=subject, now=now, why=enrolment.pause_reason
    )


def queue_resumed(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your programme goes on."""
    with composing.written_for(enrolment):
        subject = _("Your programme goes on")
    composing.post(session, "resumed", enrolment, subject=subject, now=now)


def _welcome(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> dict[str, Any]:
    until = now + WELCOME_LIVES
    token = links.sign_dated(
        enrolment.public_id, enrolment.link_version, purpose=WELCOME, until=until
    )
    user = account_of(session, enrolment)
    return {
        "welcome_link": links.absolute(f"/welcome/{token}"),
        "welcome_until": until,
        "has_account": user is not None and user.is_settled,
    }
