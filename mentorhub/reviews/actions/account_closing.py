"""Erasing the check-ins, answers and appointments of users whose closed account's grace period is over."""

from sqlalchemy import delete, exists, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.reviews.models import Appointment, CheckIn, CheckInAnswer, Review
from mentorhub.reviews.queries.account_closing import mentorships_of


def erase_weeks(user_id: int) -> None:
    """All that this mentee wrote to mentors and was answered; nothing before the grace period
    is over. Safe to repeat."""
    with transaction(viewer=SYSTEM) as session:
        is_over = exists().where(User.id == user_id, User.closing_at <= clock.now() - GRACE)
        if not session.scalar(select(is_over)):
            return
        theirs = mentorships_of(Enrolment.user_id == user_id)
        check_ins = select(CheckIn.id).where(CheckIn.mentorship_id.in_(theirs))
        for of_a_check_in in (CheckInAnswer, Review):
            session.execute(delete(of_a_check_in).where(of_a_check_in.check_in_id.in_(check_ins)))
        for of_a_mentorship in (CheckIn, Appointment):
            session.execute(
                delete(of_a_mentorship).where(of_a_mentorship.mentorship_id.in_(theirs))
            )
