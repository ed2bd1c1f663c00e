"""Mails about a place in line: the kinds, what each carries; in line, held, offered, lapsed, the link."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import NOTIFIED, LineEntry
from mentorhub.foundation import links
from mentorhub.foundation.erasure import is_nowhere
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Kind, Weight

KINDS = (
    Kind("enrolment.waiting", Weight.SEAT, _l("You are in line")),
    Kind("enrolment.held", Weight.SEAT, _l("A seat is held for you")),
    Kind("enrolment.offered", Weight.SEAT, _l("A seat has come free")),
    # Whoever is reminded has often no account yet, and loses a seat by not hearing of its last hours.
    Kind("enrolment.reminder", Weight.SEAT, _l("An offered seat is still kept")),
    Kind("enrolment.hold_extended", Weight.SEAT, _l("Your seat is held for longer")),
    Kind("enrolment.link", Weight.SEAT, _l("The link to your place")),
    Kind("enrolment.lapsed", Weight.SEAT, _l("The time for your seat is over")),
    Kind("enrolment.enrolled", Weight.SEAT, _l("Your seat is yours")),
    Kind("enrolment.granted", Weight.SEAT, _l("A seat was given to you")),
    Kind("enrolment.paused", Weight.SEAT, _l("Your programme is paused")),
    Kind("enrolment.resumed", Weight.SEAT, _l("Your programme goes on")),
    Kind("enrolment.withdrawn", Weight.SEAT, _l("You have withdrawn")),
    Kind("enrolment.removed", Weight.SEAT, _l("Your place has ended")),
    Kind("enrolment.seat_ended", Weight.SEAT, _l("Your seat has ended")),
    Kind("enrolment.called_off", Weight.SEAT, _l("A programme will not take place")),
    Kind("enrolment.declined", Weight.MONEY, _l("Your payment did not go through")),
    Kind("enrolment.refunded", Weight.MONEY, _l("A late payment is refunded")),
    Kind("enrolment.money_back", Weight.MONEY, _l("A refund is on its way")),
    Kind("enrolment.instalment_paid", Weight.MONEY, _l("An instalment has arrived")),
    Kind("enrolment.instalment_failed", Weight.MONEY, _l("An instalment did not go through")),
)


HASH_BEGINS = 12  # as many digits of an entry's hash as the journal's page asks for


def written_for(enrolment: Enrolment) -> Any:
    """Subjects inside are in the applicant's language, dates in their zone."""
    return outbox.written_for(enrolment.locale, enrolment.timezone)


def post(
    session: Session,
    name: str,
    enrolment: Enrolment,
    *,
    subject: str,
    now: dt.datetime,
    **context: Any,
) -> None:
    """Queue the mail of this template; `context` holds plain values, beside what every mail carries.

    A place whose person was erased gets no mail; those of a rehearsal go to its mentor and say what they are.
    """
    to_name, address = enrolment.mailbox
    if is_nowhere(enrolment.email) or is_nowhere(address):
        return
    if enrolment.cohort.is_rehearsal:
        with written_for(enrolment):
            subject = _("Rehearsal: %(subject)s", subject=subject)
        context["is_rehearsal"] = True
    outbox.queue(
        session,
        f"enrolment/emails/{name}",
        to_name=to_name,
        to_address=address,
        subject=subject,
        locale=enrolment.locale,
        zone=enrolment.timezone,
        now=now,
        practice_id=enrolment.practice_id,
        reply_to=enrolment.practice.email,
        link=links.absolute(f"/enrolments/{enrolment.token}"),
        entry=_entry(session, enrolment),
        **_about(enrolment),
        **context,
    )


def _about(enrolment: Enrolment) -> dict[str, Any]:
    """What the templates read of the rows, as it is now: the rows may have moved on when the mail is written."""
    cohort = enrolment.cohort
    return {
        "enrolment": {
            "name": enrolment.name,
            "place": enrolment.place,
            "seat_number": enrolment.seat_number,
            "held_until": enrolment.held_until,
            "amount_minor": enrolment.amount_minor,
            "currency": enrolment.currency,
            "practice": {"name": enrolment.practice.name},
        },
        "cohort": {"name": cohort.name, "offer_hours": cohort.offer_hours},
        "program": {"title": cohort.program.title},
    }


def _entry(session: Session, enrolment: Enrolment) -> dict[str, Any] | None:
    """The journal's latest entry of this place: the action's own where it wrote one, so that a rush asks nothing."""
    entry = (
        session.info.get(NOTIFIED, {}).get(enrolment.id)
        or session.execute(
            select(LineEntry.number, LineEntry.hash)
            .where(LineEntry.enrolment_id == enrolment.id)
            .order_by(LineEntry.number.desc())
            .limit(1)
        ).one_or_none()
    )
    if entry is None:
        return None
    number, hash_begins = entry.number, entry.hash[:HASH_BEGINS]
    page = f"/cohorts/{enrolment.cohort.public_id}/journal"
    return {
        "number": number,
        "hash": hash_begins,
        "link": links.absolute(f"{page}?number={number}&hash={hash_begins}"),
    }


def queue_all_waiting(
    session: Session, enrolments: Sequence[Enrolment], *, now: dt.datetime
) -> None:
    """You are in line, at this place: to each of those who arrived together."""
    for reader, group in groupby(enrolments, key=lambda each: (each.locale, each.timezone)):
        with outbox.written_for(*reader):  # one language for all of them
            words = _("You are in line, at place %(place)s")
        for enrolment in group:
            subject = words % {"place": enrolment.place}
            post(session, "waiting", enrolment, subject=subject, now=now)


def queue_held(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat is held for you until the deadline."""
    with written_for(enrolment):
        subject = _("Seat %(seat)s is held for you", seat=enrolment.seat_number)
    post(session, "held", enrolment, subject=subject, now=now)


def queue_offered(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """A seat has come free, and you are the first in line."""
    with written_for(enrolment):
        subject = _("A seat has come free, and you are next")
    post(session, "offered", enrolment, subject=subject, now=now)


def queue_reminder(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The offer is still yours, until the hour named."""
    with written_for(enrolment):
        subject = _("The seat is still kept for you")
    fact_key = f"offer {enrolment.public_id} {enrolment.offered_at} reminded"
    post(session, "reminder", enrolment, subject=subject, now=now, fact_key=fact_key)


def queue_hold_extended(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Your seat is held until a later hour than you were told."""
    with written_for(enrolment):
        subject = _("Your seat is held for longer")
    post(session, "hold_extended", enrolment, subject=subject, now=now)


def queue_link(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Somebody, probably you, typed your address again: here is your place."""
    with written_for(enrolment):
        subject = _("Your place in line")
    post(session, "link", enrolment, subject=subject, now=now)


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
    with written_for(enrolment):
        subject = _("The time for your seat is over")
    post(session, "lapsed", enrolment, subject=subject, now=now, fact_key=fact_key)


def queue_declined(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The delayed payment failed, so the seat is free again."""
    with written_for(enrolment):
        subject = _("Your payment did not go through")
    post(session, "declined", enrolment, subject=subject, now=now)
