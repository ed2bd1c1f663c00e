"""Erasing the weeks of somebody whose account was closed and whose grace is over: pages, answers, appointments."""

from sqlalchemy import delete, exists, select

from mentorhub.accounts.models import User
from mentorhub.accounts.rules import GRACE
from mentorhub.enrolment.models import Enrolment
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM, transaction
from mentorhub.reviews.models import Appointment, CheckIn, CheckInAnswer, Review
from mentorhub.reviews.queries.account_closing import mentorships_of


def erase_weeks(user_id: int) -> None:
    """All that this mentee wrote to mentors and was answered; nothing before the grace is over. Again is the same."""
    with transaction(viewer=SYSTEM) as session:
        is_over = exists().where(User.id == user_id, User.closing_at <= clock.now() - GRACE)
        if not session.scalar(select(is_over)):
            return
        theirs = mentorships_of(Enrolment.user_id == user_id)
        pages = select(CheckIn.id).where(CheckIn.mentorship_id.in_(theirs))
        for of_a_page in (CheckInAnswer, Review):
            session.execute(delete(of_a_page).where(of_a_page.check_in_id.in_(pages)))
        for of_a_mentorship in (CheckIn, Appointment):
            session.execute(
                delete(of_a_mentorship).where(of_a_mentorship.mentorship_id.in_(theirs))
            )
