"""The invariants of reviews, each a query that returns offenders."""

from collections.abc import Callable

from sqlalchemy import Select, exists, func, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE, LATE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.reviews.models import CheckIn, CheckInAnswer, Review
from mentorhub.reviews.rules import CheckInState


def a_check_in_is_reviewed_if_and_only_if_it_has_a_review(*, viewer: Viewer) -> list[str]:
    """Public ids of check-ins marked reviewed without a review, or with a review and not marked."""
    answered = exists().where(Review.check_in_id == CheckIn.id)
    reviewed = CheckIn.state == CheckInState.REVIEWED
    return _offenders(
        select(CheckIn.public_id).where(or_(reviewed & ~answered, ~reviewed & answered)), viewer
    )


def a_submitted_check_in_is_not_empty(*, viewer: Viewer) -> list[str]:
    """Public ids of check-ins submitted without a word."""
    written = exists().where(
        CheckInAnswer.check_in_id == CheckIn.id, func.trim(CheckInAnswer.answer) != ""
    )
    return _offenders(
        select(CheckIn.public_id).where(CheckIn.state != CheckInState.DRAFT, ~written), viewer
    )


def a_review_is_by_the_mentor_it_was_sent_to(*, viewer: Viewer) -> list[str]:
    """Public ids of reviews by anybody else."""
    return _offenders(
        select(Review.public_id)
        .join(Review.check_in)
        .join(CheckIn.mentorship)
        .where(Review.mentor_id != Mentorship.mentor_id),
        viewer,
    )


def no_check_in_is_older_than_its_mentorship(*, viewer: Viewer) -> list[str]:
    """Public ids of check-ins started before mentor and mentee met."""
    return _offenders(
        select(CheckIn.public_id)
        .join(CheckIn.mentorship)
        .where(CheckIn.started_at < Mentorship.from_at),
        viewer,
    )


def no_closed_account_still_has_its_weeks(*, viewer: Viewer) -> list[str]:
    """Public ids of check-ins whose writer's grace period ended more than a day ago."""
    return _offenders(
        select(CheckIn.public_id)
        .join(CheckIn.mentorship)
        .join(Mentorship.enrolment)
        .join(Enrolment.user)
        .where(User.closing_at <= clock.now() - GRACE - LATE),
        viewer,
    )


def _offenders(query: Select[str], viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(session.scalars(query))


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    a_check_in_is_reviewed_if_and_only_if_it_has_a_review,
    a_submitted_check_in_is_not_empty,
    a_review_is_by_the_mentor_it_was_sent_to,
    no_check_in_is_older_than_its_mentorship,
    no_closed_account_still_has_its_weeks,
)
