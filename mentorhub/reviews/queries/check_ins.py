"""What a mentee reads: this week's check-in, the earlier ones, the mentor's answers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.reviews import rules
from mentorhub.reviews.models import CheckIn, Curriculum, CurriculumWeek, Review, course_of
from mentorhub.workspace.rules.mornings import CheckInDue


@dataclass(frozen=True)
class CheckInPage:
    """One week of one mentorship, as its mentee sees it. `week` and `current` are None once it is over."""

    mentorship: Mentorship
    others: Sequence[Mentorship]
    course: rules.Course
    current: int | None
    week: int | None
    plan: CurriculumWeek | None
    check_in: CheckIn | None
    check_ins: Sequence[CheckIn]
    marks: Sequence[rules.Mark]
    open_weeks: Sequence[int]

    @property
    def is_paused(self) -> bool:
        """Whether check-ins are paused."""
        return self.mentorship.enrolment.paused_at is not None

    @property
    def is_over(self) -> bool:
        """Whether the mentorship has ended, so that nobody answers."""
        return self.mentorship.until_at is not None

    @property
    def dates(self) -> tuple[dt.date | None, dt.date] | None:
        """First and last day of the week."""
        return None if self.week is None else self.course.dates(self.week)


@dataclass(frozen=True)
class PastWeek:
    """One submitted check-in with its answer, and the ones before and after it."""

    check_in: CheckIn
    marks: Sequence[rules.Mark]
    earlier: CheckIn | None
    later: CheckIn | None


def check_in_page(
    *, viewer: Viewer, mentorship_id: str = "", week: int | None = None
) -> CheckInPage | None:
    """The check-in to write now, or that of `week` where one exists or may be started; None without a mentorship.

    `mentorship_id` is public; without it, the latest current one. Raises `NotFound` for another's.
    """
    now = clock.now()
    with reading(viewer=viewer) as session:
        mentorships = _mentorships(session, viewer)
        if mentorship_id:
            mentorships.sort(key=lambda one: one.public_id != mentorship_id)
            if not mentorships or mentorships[0].public_id != mentorship_id:
                raise NotFound
        if not mentorships:
            return None
        chosen, *others = mentorships
        course, day = course_of(chosen), _day(chosen, now)
        check_ins = _check_ins(session, chosen)
        by_week = {one.week: one for one in check_ins}
        writable = course.writable(day)
        current = course.week_on(day)
        shown = week if week in by_week or week in writable else current
        return CheckInPage(
            mentorship=chosen,
            others=others,
            course=course,
            current=current,
            week=shown,
            plan=_plan(session, chosen, shown),
            check_in=None if shown is None else by_week.get(shown),
            check_ins=check_ins,
            marks=_marks(chosen, check_ins, day),
            open_weeks=[week for week in writable if week not in by_week and week != shown],
        )


def past_week(check_in_id: str, *, viewer: Viewer) -> PastWeek:
    """A check-in of the viewer's own with its answer. Raises `NotFound`."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        check_in = session.scalar(
            _own_check_ins(viewer)
            .where(CheckIn.public_id == check_in_id)
            .options(selectinload(CheckIn.answers))
        )
        if check_in is None:
            raise NotFound
        mentorship = check_in.mentorship
        check_ins = _check_ins(session, mentorship)
        place = check_ins.index(check_in)
        return PastWeek(
            check_in=check_in,
            marks=_marks(mentorship, check_ins, _day(mentorship, now)),
            earlier=check_ins[place + 1] if place + 1 < len(check_ins) else None,
            later=check_ins[place - 1] if place else None,
        )


def check_in_due(*, viewer: Viewer) -> CheckInDue | None:
    """This week's check-in while it is not submitted; None where nobody waits for one."""
    page = check_in_page(viewer=viewer)
    if page is None or page.is_paused or page.is_over or not page.week or page.dates is None:
        return None
    if page.check_in is not None and page.check_in.state is not rules.CheckInState.DRAFT:
        return None
    return CheckInDue(
        week=page.week,
        mentor=page.mentorship.mentor.name,
        until=page.dates[1] or page.course.ends_on,
        is_begun=page.check_in is not None,
        path="/week",
    )


def unread_reviews(*, viewer: Viewer) -> Sequence[Review]:
    """Answers that the viewer has not marked as read, oldest first."""
    with reading(viewer=viewer) as session:
        return session.scalars(
            select(Review)
            .join(Review.check_in)
            .join(CheckIn.mentorship)
            .join(Mentorship.enrolment)
            .where(Enrolment.user_id == viewer.id, Review.read_at.is_(None))
            .options(
                contains_eager(Review.check_in)
                .contains_eager(CheckIn.mentorship)
                .joinedload(Mentorship.mentor)
            )
            .order_by(Review.created_at, Review.id)
        ).all()


def _mentorships(session: Session, viewer: Viewer) -> list[Mentorship]:
    """The viewer's own, current ones first, then the latest."""
    return list(
        session.scalars(
            select(Mentorship)
            .join(Mentorship.enrolment)
            .where(Enrolment.user_id == viewer.id)
            .options(
                joinedload(Mentorship.mentor),
                contains_eager(Mentorship.enrolment).options(
                    joinedload(Enrolment.user),
                    joinedload(Enrolment.cohort).joinedload(Cohort.program),
                ),
            )
            .order_by(
                Mentorship.until_at.is_not(None), Mentorship.from_at.desc(), Mentorship.id.desc()
            )
        )
    )


def _own_check_ins(viewer: Viewer) -> Select[CheckIn]:
    return (
        select(CheckIn)
        .join(CheckIn.mentorship)
        .join(Mentorship.enrolment)
        .where(Enrolment.user_id == viewer.id)
        .options(
            contains_eager(CheckIn.mentorship).options(
                joinedload(Mentorship.mentor),
                contains_eager(Mentorship.enrolment).options(
                    joinedload(Enrolment.user),
                    joinedload(Enrolment.cohort).joinedload(Cohort.program),
                ),
            )
        )
    )


def _check_ins(session: Session, mentorship: Mentorship) -> list[CheckIn]:
    return list(
        session.scalars(
            select(CheckIn)
            .where(CheckIn.mentorship_id == mentorship.id)
            .options(selectinload(CheckIn.answers), joinedload(CheckIn.review))
            .order_by(CheckIn.week.desc())
        )
    )


def _plan(session: Session, mentorship: Mentorship, week: int | None) -> CurriculumWeek | None:
    return session.scalar(
        select(CurriculumWeek)
        .join(Curriculum, CurriculumWeek.curriculum_id == Curriculum.id)
        .where(
            Curriculum.program_id == mentorship.enrolment.cohort.program_id,
            CurriculumWeek.number == week,
        )
        .options(selectinload(CurriculumWeek.prompts))
    )


def _marks(mentorship: Mentorship, check_ins: Sequence[CheckIn], day: dt.date) -> list[rules.Mark]:
    return rules.week_marks(
        course_of(mentorship),
        states={one.week: one.state for one in check_ins},
        joined_on=_day(mentorship, mentorship.from_at),
        today=day,
    )


def _day(mentorship: Mentorship, at: dt.datetime) -> dt.date:
    """The date in the mentee's time zone."""
    user = mentorship.enrolment.user
    assert user is not None
    return rules.day_in(user.timezone, now=at)
