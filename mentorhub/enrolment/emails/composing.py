"""What every mail of the line carries: whose place it is, the way to its page, the journal's entry."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import NOTIFIED, LineEntry
from mentorhub.foundation import links
from mentorhub.foundation.erasure import is_nowhere
from mentorhub.mail import outbox

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

    A place whose person was erased gets no mail.
    """
    if is_nowhere(enrolment.email):
        return
    outbox.queue(
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
        link=links.absolute(f"/enrolments/{enrolment.token}"),
        entry=_entry(session, enrolment),
        **_context(enrolment),
        **context,
    )


def _context(enrolment: Enrolment) -> dict[str, Any]:
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
