"""Actions of the mentee: start, save and submit a week's check-in; mark the mentor's answer as read."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.reviews import emails, rules
from mentorhub.reviews.models import CheckIn, CheckInAnswer, Review, course_of


def start_check_in(
    mentorship_id: str,
    *,
    viewer: Viewer,
    week: int,
    title: str,
    prompts: Sequence[str],
    answers: Sequence[str],
) -> str:
    """Start the check-in of a week; returns its public id. Started twice with the same words, it is one check-in.

    Raises `EnrolmentPaused`, `MentorshipOver`, `WeekClosed`, `AlreadySent` or `ChangedElsewhere`.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        mentorship = _locked_mentorship(session, mentorship_id, viewer=viewer)
        _refuse_stopped(mentorship)
        found = session.scalar(
            select(CheckIn).where(CheckIn.mentorship_id == mentorship.id, CheckIn.week == week)
        )
        if found is not None:
            _refuse_other_words(found, answers, version=0)
            return found.public_id
        rules.refuse_closed_week(week, course=course_of(mentorship), day=_day(mentorship, now))
        made = CheckIn(
            practice_id=mentorship.practice_id,
            mentorship=mentorship,
            week=week,
            title=title,
            started_at=now,
            saved_at=now,
        )
        made.answers = [
            CheckInAnswer(position=position, prompt=prompt, answer=answer)
            for position, (prompt, answer) in enumerate(zip(prompts, answers, strict=True))
        ]
        session.add(made)
        session.flush()
        return made.public_id


def save_check_in(
    check_in_id: str, *, viewer: Viewer, version: int, answers: Sequence[str]
) -> None:
    """Save a check-in's answers; `version` is the saved one that they replace.

    Raises `EnrolmentPaused`, `MentorshipOver`, `AlreadySent` or `ChangedElsewhere`.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        check_in = _own_check_in(session, check_in_id, viewer=viewer)
        _write(check_in, answers, version=version, now=now)


def submit_check_in(
    check_in_id: str, *, viewer: Viewer, version: int, answers: Sequence[str]
) -> None:
    """Save a check-in's last answers and submit it; the mentor gets one email.

    Raises as `save_check_in`, and `NothingWritten`.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        check_in = _own_check_in(session, check_in_id, viewer=viewer)
        _write(check_in, answers, version=version, now=now)
        rules.refuse_empty(answers)
        check_in.submit(now)
        emails.check_in_submitted(session, check_in, now=now)


def mark_review_read(review_id: str, *, viewer: Viewer) -> str:
    """The mentee has read the answer; returns the check-in's public id. The first time counts."""
    now = clock.now()
    with transaction(viewer=viewer) as session:
        review = session.scalar(
            select(Review).where(Review.public_id == review_id).with_for_update(key_share=True)
        )
        if review is None or review.check_in.mentorship.enrolment.user_id != viewer.id:
            raise NotFound
        review.mark_read(now)
        return review.check_in.public_id


def _locked_mentorship(session: Session, public_id: str, *, viewer: Viewer) -> Mentorship:
    mentorship = session.scalar(
        select(Mentorship).where(Mentorship.public_id == public_id).with_for_update(key_share=True)
    )
    if mentorship is None or viewer.id is None or mentorship.enrolment.user_id != viewer.id:
        raise NotFound
    return mentorship


def _own_check_in(session: Session, public_id: str, *, viewer: Viewer) -> CheckIn:
    check_in = session.scalar(
        select(CheckIn).where(CheckIn.public_id == public_id).with_for_update(key_share=True)
    )
    if check_in is None or viewer.id is None or check_in.mentorship.enrolment.user_id != viewer.id:
        raise NotFound
    return check_in


def _write(check_in: CheckIn, answers: Sequence[str], *, version: int, now: dt.datetime) -> None:
    _refuse_stopped(check_in.mentorship)
    _refuse_other_words(check_in, answers, version=version)
    if list(answers) != check_in.words:
        check_in.rewrite(answers, now)


def _refuse_other_words(check_in: CheckIn, answers: Sequence[str], *, version: int) -> None:
    """A submitted check-in does not change; other words than the saved ones must replace the latest version."""
    if not check_in.is_draft:
        raise rules.AlreadySent
    if version != check_in.version and list(answers) != check_in.words:
        raise rules.ChangedElsewhere(check_in.public_id)


def _refuse_stopped(mentorship: Mentorship) -> None:
    rules.refuse_stopped(
        is_paused=mentorship.enrolment.paused_at is not None,
        is_over=mentorship.until_at is not None,
    )


def _day(mentorship: Mentorship, now: dt.datetime) -> dt.date:
    user = mentorship.enrolment.user
    assert user is not None
    return rules.day_in(user.timezone, now=now)
