"""Mails about a place: in line, held, offered, lapsed, declined, and its link."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.emails import composing
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.mail import outbox


def queue_all_waiting(
    session: Session, enrolments: Sequence[Enrolment], *, now: dt.datetime
) -> None:
    """You are in line, at this place: to each of those who arrived together."""
    for reader, group in groupby(enrolments, key=lambda each: (each.locale, each.timezone)):
        with outbox.written_for(*reader):  # one language for all of them
            words = _("You are in line, at place %(place)s")
        for enrolment in group:
            subject = words % {"place": enrolment.place}
            composing.post(session, "waiting", enrolment, subject=subject, now=now)


def queue_held(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat is held for you until the deadline."""
    with composing.written_for(enrolment):
        subject = _("Seat %(seat)s is held for you", seat=enrolment.seat_number)
    composing.post(session, "held", enrolment, subject=subject, now=now)


def queue_offered(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat has come free, and you are the first in line."""
    with composing.written_for(enrolment):
        subject = _("A seat has come free, and you are next")
    composing.post(session, "offered", enrolment, subject=subject, now=now)


def queue_reminder(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The offer is still yours, until the hour named."""
    with composing.written_for(enrolment):
        subject = _("The seat is still kept for you")
    fact_key = f"offer {enrolment.public_id} {enrolment.offered_at} reminded"
    composing.post(session, "reminder", enrolment, subject=subject, now=now, fact_key=fact_key)


def queue_link(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Somebody, probably you, typed your address again: here is your place."""
    with composing.written_for(enrolment):
        subject = _("Your place in line")
    composing.post(session, "link", enrolment, subject=subject, now=now)


def link_was_mailed(session: Session, enrolment: Enrolment, *, since: dt.datetime) -> bool:
    """Whether this address was sent a link to its place since then."""
    found = session.scalar(
        select(outbox.OutboxMail.id)
        .where(
            outbox.OutboxMail.to_address == enrolment.email,
            outbox.OutboxMail.kind.in_(("enrolment.link", "enrolment.lapsed")),
            outbox.OutboxMail.created_at > since,
        )
        .limit(1)
    )
    return found is not None


def queue_lapsed(
    session: Session, enrolment: Enrolment, *, now: dt.datetime, fact_key: str | None = None
) -> None:
    """Your time has passed and the seat is free for the next; this link lets you enrol again. Queued once per key."""
    with composing.written_for(enrolment):
        subject = _("The time for your seat is over")
    composing.post(session, "lapsed", enrolment, subject=subject, now=now, fact_key=fact_key)


def queue_declined(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The delayed payment failed, so the seat is free again."""
    with composing.written_for(enrolment):
        subject = _("Your payment did not go through")
    composing.post(session, "declined", enrolment, subject=subject, now=now)
