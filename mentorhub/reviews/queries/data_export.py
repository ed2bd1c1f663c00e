"""The viewer's own weeks as a mentee, for the data export: check-ins, answers, talks. Not a mentor's mentees."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, exists, select

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.data_export import (
    INSIDE,
    Exported,
    Section,
    named,
)
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import Model
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.reviews.models import Appointment, CheckIn, CheckInAnswer, Review

_INSIDE = {"id": INSIDE, "practice_id": INSIDE}
_OF_A_CHECK_IN = {**_INSIDE, "check_in_id": INSIDE}

CHECK_INS = Exported(CheckIn, {**_INSIDE, "mentorship_id": INSIDE})
ANSWERS = Exported(CheckInAnswer, _OF_A_CHECK_IN)
REVIEWS = Exported(Review, {**_OF_A_CHECK_IN, "mentor_id": INSIDE})
APPOINTMENTS = Exported(Appointment, {**_INSIDE, "mentorship_id": INSIDE})
EXPORTED = (CHECK_INS, ANSWERS, REVIEWS, APPOINTMENTS)


def is_mentee(*, viewer: Viewer) -> bool:
    """Whether the viewer has, or had, a mentor."""
    own = select(Mentorship.id).join(Mentorship.enrolment).where(Enrolment.user_id == viewer.id)
    with reading(viewer=viewer) as session:
        return bool(session.scalar(select(exists(own))))


def week_sections(*, viewer: Viewer) -> Mapping[str, Section]:
    """Check-ins, the answers in them, the mentors' reviews, the appointments; each the oldest first."""
    of = {
        "programme": Program.title,
        "mentor": User.name,
        "mentorship_id": Mentorship.public_id,
    }
    in_week = {"programme": Program.title, "week": CheckIn.week, "check_in_id": CheckIn.public_id}
    asked: dict[str, tuple[Select[Any], type[Model]]] = {
        "check_ins": (_own(select(*named(**of), *CHECK_INS.columns()), CheckIn), CheckIn),
        "answers": (
            _own(
                select(*named(**in_week), *ANSWERS.columns()).join(
                    CheckIn, CheckIn.id == CheckInAnswer.check_in_id
                ),
                CheckIn,
            ),
            CheckInAnswer,
        ),
        "reviews": (
            _own(
                select(*named(mentor=User.name, **in_week), *REVIEWS.columns()).join(
                    CheckIn, CheckIn.id == Review.check_in_id
                ),
                CheckIn,
                wrote=True,
            ),
            Review,
        ),
        "appointments": (
            _own(select(*named(**of), *APPOINTMENTS.columns()), Appointment),
            Appointment,
        ),
    }
    own = Enrolment.user_id == viewer.id
    return {
        name: Section(name, statement.where(own).order_by(table.__table__.c.id))
        for name, (statement, table) in asked.items()
    }


def _own(
    statement: Select[Any], of: type[CheckIn] | type[Appointment], *, wrote: bool = False
) -> Select[Any]:
    """With the enrolment behind it; the user named is the mentor, or who `wrote` the review."""
    return (
        statement.join(Mentorship, Mentorship.id == of.mentorship_id)
        .join(User, User.id == (Review.mentor_id if wrote else Mentorship.mentor_id))
        .join(Enrolment, Enrolment.id == Mentorship.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
    )
