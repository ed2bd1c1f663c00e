"""Who enrols is mentored by the cohort's mentor, or whoever stands in for one who has gone, until the seat ends."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.queries.closing import stays
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.programs.models.cohorts import Cohort


def begin(session: Session, cohort: Cohort, enrolment: Enrolment, *, now: dt.datetime) -> None:
    """The cohort's mentor mentors them from now on; where that account is being closed, an owner of the practice.

    No mentor closes theirs while the programme goes on, but a seat may be paid after its end: it is enrolled even so.
    """
    session.add(
        Mentorship(
            practice_id=cohort.practice_id,
            enrolment_id=enrolment.id,
            mentor_id=_mentor(session, cohort),
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


def _mentor(session: Session, cohort: Cohort) -> int:
    if stays(session, cohort.mentor_id):
        return cohort.mentor_id
    owners = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.practice_id == cohort.practice_id,
            Membership.role == Role.OWNER,
            User.closing_at.is_(None),
        )
        .order_by(Membership.id)
        .with_for_update(read=True, key_share=True, of=User)
    )
    with asking_for(SYSTEM):  # who pays knows no member of the practice
        return session.scalars(owners).all()[0]  # a practice keeps an owner who stays
