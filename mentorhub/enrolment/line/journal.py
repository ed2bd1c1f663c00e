"""The cohort's journal: one hash chain per cohort, written only under its lock."""

import datetime as dt

from sqlalchemy.orm import Session

from mentorhub.enrolment.models import Enrolment, LineEntry
from mentorhub.enrolment.rules import entry_hash, entry_text
from mentorhub.programs.models import Cohort


def write(
    session: Session, cohort: Cohort, enrolment: Enrolment, kind: str, *, now: dt.datetime
) -> LineEntry:
    """Append to the cohort's chain: the stored text is canonical JSON without personal data."""
    number = cohort.entries + 1
    text = entry_text(
        cohort=cohort.public_id,
        number=number,
        kind=kind,
        place=enrolment.place,
        seat=enrolment.seat_number,
        at=now,
    )
    entry = LineEntry(
        practice_id=cohort.practice_id,
        cohort_id=cohort.id,
        enrolment_id=enrolment.id,
        number=number,
        kind=kind,
        text=text,
        previous_hash=cohort.journal_head,
        hash=entry_hash(cohort.journal_head, text),
        at=now,
    )
    session.add(entry)
    cohort.entries, cohort.journal_head = number, entry.hash
    return entry
