"""Actions of the mentor: review a check-in; create a curriculum."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.queries.account_closing import mentee_stays
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.offers import Program
from mentorhub.reviews import emails, rules
from mentorhub.reviews.models import CheckIn, Curriculum, CurriculumPrompt, CurriculumWeek, Review


@dataclass(frozen=True)
class WeekPlan:
    """A week as its author plans it; weeks are numbered in their order, from 0, "before we begin"."""

    title: str
    theme_md: str
    prompts: tuple[str, ...]


def review_check_in(
    check_in_id: str,
    *,
    viewer: Viewer,
    body: str,
    next_step: str = "",
    next_step_on: dt.date | None = None,
) -> None:
    """Review a check-in, once; the mentee gets one email. Raises `EnrolmentPaused` or `AlreadyReviewed`."""
    now = clock.now()
    with transaction(viewer=viewer) as session:
        check_in = _locked_check_in(session, check_in_id)
        mentorship = check_in.mentorship
        if check_in.is_draft or not _may_read(session, mentorship, viewer=viewer, now=now):
            raise NotFound
        if check_in.state == rules.CheckInState.REVIEWED:
            raise rules.AlreadyReviewed
        rules.refuse_stopped(is_paused=mentorship.enrolment.paused_at is not None, is_over=False)
        check_in.mark_reviewed(now)
        check_in.review = Review(
            practice_id=check_in.practice_id,
            mentor_id=mentorship.mentor_id,
            body=body,
            next_step=next_step,
            next_step_on=next_step_on,
            created_at=now,
        )
        emails.review_written(session, check_in, now=now)


def create_curriculum(
    program_id: int, *, viewer: Viewer, title: str, weeks: Sequence[WeekPlan]
) -> int:
    """Plan a programme's weeks, once, by a member of its practice; returns the curriculum's id."""
    now = clock.now()
    with transaction(viewer=viewer) as session:
        program = session.get(Program, program_id, with_for_update={"key_share": True})
        if program is None or not _is_member(session, program.practice_id, viewer=viewer):
            raise NotFound
        made = Curriculum(
            practice_id=program.practice_id, program_id=program_id, title=title, created_at=now
        )
        made.weeks = [
            CurriculumWeek(
                number=number,
                title=plan.title,
                theme_md=plan.theme_md,
                prompts=[
                    CurriculumPrompt(position=position, text=text)
                    for position, text in enumerate(plan.prompts)
                ],
            )
            for number, plan in enumerate(weeks)
        ]
        session.add(made)
        session.flush()
        return made.id


def _locked_check_in(session: Session, public_id: str) -> CheckIn:
    check_in = session.scalar(
        select(CheckIn).where(CheckIn.public_id == public_id).with_for_update(key_share=True)
    )
    if check_in is None:
        raise NotFound
    return check_in


def _may_read(
    session: Session, mentorship: Mentorship, *, viewer: Viewer, now: dt.datetime
) -> bool:
    return (
        mentorship.mentor_id == viewer.id
        and rules.mentor_may_read(mentorship.until_at, now=now)
        and session.scalar(_stays(mentorship)) is not None
        and _is_member(session, mentorship.practice_id, viewer=viewer)
    )


def _stays(mentorship: Mentorship) -> Select[int]:
    """Its id, while the mentee is not closing their account."""
    return select(Mentorship.id).where(Mentorship.id == mentorship.id, mentee_stays())


def _is_member(session: Session, practice_id: int, *, viewer: Viewer) -> bool:
    membership = select(Membership.id).where(
        Membership.practice_id == practice_id, Membership.user_id == viewer.id
    )
    return session.scalar(membership) is not None
