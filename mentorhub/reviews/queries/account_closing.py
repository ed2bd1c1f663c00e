"""Weeks of people who close their account: how many they wrote, and whose are due to be erased."""

import datetime as dt

from sqlalchemy import ColumnElement, Select, func, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.reviews.models import Appointment, CheckIn, Review


def written_weeks(*, viewer: Viewer) -> tuple[int, int]:
    """(check-ins that the viewer started, answers to them)."""
    mine = mentorships_of(Enrolment.user_id == viewer.id)
    with reading(viewer=viewer) as session:
        row = session.execute(
            select(func.count(CheckIn.id), func.count(Review.id))
            .outerjoin(Review, Review.check_in_id == CheckIn.id)
            .where(CheckIn.mentorship_id.in_(mine))
        ).one()
        return row[0], row[1]


def mentorships_of(whose: ColumnElement[bool]) -> Select[int]:
    """Ids of the mentorships in which these are mentored; `whose` is a condition on their enrolments."""
    return (
        select(Mentorship.id).join(Enrolment, Enrolment.id == Mentorship.enrolment_id).where(whose)
    )


def due_weeks(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of users whose grace period is over and who still have a check-in or an appointment, the oldest first."""
    due = _with_weeks().where(User.closing_at <= now - GRACE).order_by(User.id).limit(limit)
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def holds_data(user_id: int) -> bool:
    """Whether a check-in or an appointment of this user still exists, so that their row cannot be erased yet."""
    with reading(viewer=SYSTEM) as session:
        return session.scalar(_with_weeks().where(User.id == user_id)) is not None


def _with_weeks() -> Select[int]:
    return (
        select(User.id)
        .distinct()
        .join(Enrolment, Enrolment.user_id == User.id)
        .join(Mentorship, Mentorship.enrolment_id == Enrolment.id)
        .where(
            or_(
                Mentorship.id.in_(select(CheckIn.mentorship_id)),
                Mentorship.id.in_(select(Appointment.mentorship_id)),
            )
        )
    )
