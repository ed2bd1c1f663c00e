"""The cohort's journal: one hash chain per cohort, written only under its lock."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import NOTIFIED, LineEntry, Notified
from mentorhub.enrolment.rules.journal import entry_hash, entry_text
from mentorhub.foundation.database.sessions import write_last
from mentorhub.programs.models.cohorts import Cohort


def write(
    session: Session,
    cohort: Cohort,
    enrolment: Enrolment | None,
    kind: str,
    *,
    now: dt.datetime,
    seats: int | None = None,
) -> None:
    """Append to the cohort's chain: the stored text is canonical JSON without personal data.

    Without an enrolment the entry is about the cohort; `seats` is its new count where the action changed it.
    The action's mails name what was written here last of each enrolment.
    """
    number = cohort.entries + 1
    stands = (enrolment.place, enrolment.seat_number) if enrolment else (None, None)
    text = _text(cohort, number, kind, stands, at=now, seats=seats)
    notified = Notified(number, entry_hash(cohort.journal_head, text))
    write_last(
        session,
        LineEntry,
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        enrolment_id=enrolment.id if enrolment else None,
        number=number,
        kind=kind,
        text=text,
        previous_hash=cohort.journal_head,
        hash=notified.hash,
        at=now,
    )
    cohort.entries, cohort.journal_head = notified
    if enrolment is not None:
        session.info.setdefault(NOTIFIED, {})[enrolment.id] = notified


def _text(
    cohort: Cohort,
    number: int,
    kind: str,
    stands: tuple[int | None, int | None],
    *,
    at: dt.datetime,
    seats: int | None,
) -> str:
    place, seat = stands
    return entry_text(
        cohort=cohort.public_id,
        number=number,
        kind=kind,
        place=place,
        seat=seat,
        at=at,
        seats=seats,
    )
