"""What the line says by mail. Each message is queued in the transaction of the deed it tells of."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models import WELCOME, Enrolment
from mentorhub.foundation import links, mail
from mentorhub.payments.models import Payment

WELCOME_DAYS = 7


def queue_waiting(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """You are in line, at this place."""
    with _written_for(enrolment):
        subject = _("You are in line, at place %(place)s", place=enrolment.place)
    _queue(session, "waiting", enrolment, subject=subject, now=now)


def queue_held(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat is held for you until the deadline."""
    with _written_for(enrolment):
        subject = _("Seat %(seat)s is held for you", seat=enrolment.seat_number)
    _queue(session, "held", enrolment, subject=subject, now=now)


def queue_offered(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat has come free, and you are the first in line."""
    with _written_for(enrolment):
        subject = _("A seat has come free, and you are next")
    _queue(session, "offered", enrolment, subject=subject, now=now)


def queue_reminder(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The offer is still yours, until the hour named."""
    with _written_for(enrolment):
        subject = _("The seat is still kept for you")
    _queue(session, "reminder", enrolment, subject=subject, now=now)


def queue_link(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Somebody, probably you, typed your address again: here is your place."""
    with _written_for(enrolment):
        subject = _("Your place in line")
    _queue(session, "link", enrolment, subject=subject, now=now)


def link_was_mailed(session: Session, enrolment: Enrolment, *, since: dt.datetime) -> bool:
    """Whether this address was sent a link to its place since then."""
    found = session.scalar(
        select(mail.OutboxMail.id)
        .where(
            mail.OutboxMail.to_address == enrolment.email,
            mail.OutboxMail.kind.in_(("enrolment.link", "enrolment.lapsed")),
            mail.OutboxMail.created_at > since,
        )
        .limit(1)
    )
    return found is not None


def queue_lapsed(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your time has passed and the seat has gone on; this link lets you come again."""
    with _written_for(enrolment):
        subject = _("Your seat has gone to the next person")
    _queue(session, "lapsed", enrolment, subject=subject, now=now)


def queue_declined(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The delayed payment failed, so the seat is free again."""
    with _written_for(enrolment):
        subject = _("Your payment did not go through")
    _queue(session, "declined", enrolment, subject=subject, now=now)


def queue_enrolled(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The seat is yours; the welcome link (single use, 7 days) makes the account."""
    until = now + dt.timedelta(days=WELCOME_DAYS)
    token = links.sign_dated(
        enrolment.public_id, enrolment.link_version, purpose=WELCOME, until=until
    )
    with _written_for(enrolment):
        subject = _("Welcome, seat %(seat)s is yours", seat=enrolment.seat_number)
    _queue(
        session,
        "enrolled",
        enrolment,
        subject=subject,
        now=now,
        welcome_link=links.absolute(f"/welcome/{token}"),
        welcome_until=until,
    )


def queue_refunded(
    session: Session, enrolment: Enrolment, payment: Payment, *, now: dt.datetime
) -> None:
    """Your payment came when no seat was left; all of it goes back."""
    with _written_for(enrolment):
        subject = _("Your payment is being refunded in full")
    _queue(session, "refunded", enrolment, subject=subject, now=now, payment=payment)


def _written_for(enrolment: Enrolment) -> Any:
    return mail.written_for(enrolment.locale, enrolment.timezone)


def _queue(
    session: Session,
    name: str,
    enrolment: Enrolment,
    *,
    subject: str,
    now: dt.datetime,
    **context: Any,
) -> None:
    session.flush()  # entry numbers and public ids stand in the message
    mail.queue(
        session,
        f"enrolment/emails/{name}",
        to_name=enrolment.name,
        to_address=enrolment.email,
        subject=subject,
        locale=enrolment.locale,
        zone=enrolment.timezone,
        now=now,
        practice_id=enrolment.practice_id,
        reply_to=enrolment.practice.email,
        enrolment=enrolment,
        cohort=enrolment.cohort,
        program=enrolment.cohort.program,
        link=links.absolute(f"/enrolments/{enrolment.token}"),
        **context,
    )
