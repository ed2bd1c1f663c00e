"""Who enrols is mentored by the cohort's mentor, until the seat ends."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models import Enrolment, Mentorship
from mentorhub.programs.models import Cohort


def begin(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The cohort's mentor mentors them from now on."""
    session.add(
        Mentorship(
            practice_id=cohort.practice_id,
            enrolment_id=enrolment.id,
            mentor_id=cohort.mentor_id,
            from_at=now,
        )
    )


def finish(session: Session, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """Nobody mentors them from now on."""
    for mentorship in session.scalars(
        select(Mentorship).where(
            Mentorship.enrolment_id == enrolment.id, Mentorship.until_at.is_(None)
        )
    ):
        mentorship.finish(now)
