"""What a mentor reads: the queue, one check-in, the list of mentees; of own mentees only, until 14 days after."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.queries.account_closing import mentee_stays
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.reviews import rules
from mentorhub.reviews.models import CheckIn, course_of
from mentorhub.reviews.rules import CheckInState
from mentorhub.workspace.queries.sharing import Counts, shared_counts


@dataclass(frozen=True)
class Mentee:
    """One mentorship in the mentor's list of mentees. While it is paused, nothing of its weeks is shown."""

    mentorship: Mentorship
    user: User
    standing: rules.Standing
    quiet_weeks: int
    counts: Counts | None = None
    marks: Sequence[rules.Mark] = ()
    latest: CheckIn | None = None
    check_ins: Sequence[CheckIn] = field(default=(), repr=False)

    @property
    def is_paused(self) -> bool:
        """Whether the mentor's view is paused."""
        return self.mentorship.enrolment.paused_at is not None

    @property
    def is_stuck(self) -> bool:
        """Whether the mentor should write first."""
        return self.standing == rules.Standing.QUIET

    @property
    def needs_mentor(self) -> bool:
        """Whether it is the mentor's turn: a check-in waits, or the mentee is stuck."""
        return self.is_stuck or self.standing == rules.Standing.WAITING

    @property
    def first_to_open(self) -> CheckIn | None:
        """The earliest unanswered check-in, else the latest answered; None without one, and while paused."""
        waiting = (one for one in self.check_ins if one.state == CheckInState.SUBMITTED)
        return next(waiting, self.latest) if self.latest else None


@dataclass(frozen=True)
class Waiting:
    """A check-in in the queue."""

    check_in: CheckIn
    mentee: Mentee
    is_late: bool


@dataclass(frozen=True)
class Queue:
    """Check-ins that wait, oldest first; how many are paused; which mentees are stuck."""

    waiting: Sequence[Waiting]
    paused: int
    quiet: Sequence[Mentee]


@dataclass(frozen=True)
class CheckInToReview:
    """One check-in that the mentor reads, with the mentee's other ones; `previous` was answered last before it."""

    check_in: CheckIn
    mentee: Mentee
    others: Sequence[CheckIn]
    previous: CheckIn | None


def check_ins_to_read(*, viewer: Viewer) -> int:
    """How many check-ins wait for the viewer."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        to_read = session.scalar(
            select(func.count(CheckIn.id))
            .join(CheckIn.mentorship)
            .join(Mentorship.enrolment)
            .where(
                is_readable(viewer, now),
                CheckIn.state == CheckInState.SUBMITTED,
                Enrolment.paused_at.is_(None),
            )
        )
        return to_read or 0


def mentees(*, viewer: Viewer) -> Sequence[Mentee]:
    """The viewer's mentees: those who need the mentor first (the longest wait first), then by cohort and name."""
    with reading(viewer=viewer) as session:
        return sorted(_mentees(session, viewer=viewer), key=_turn)


def review_queue(*, viewer: Viewer) -> Queue:
    """What waits for the viewer."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        everybody = _mentees(session, viewer=viewer)
        waiting = sorted(
            (
                Waiting(check_in, one, rules.is_late(check_in.submitted_at, now=now))
                for one in everybody
                for check_in in one.check_ins
                if check_in.state == CheckInState.SUBMITTED and check_in.submitted_at is not None
            ),
            key=lambda item: (item.check_in.submitted_at, item.check_in.id),
        )
        shown = [item for item in waiting if not item.mentee.is_paused]
        _load_answers(session, [item.check_in for item in shown])
        return Queue(shown, len(waiting) - len(shown), [one for one in everybody if one.is_stuck])


def check_in_for_review(check_in_id: str, *, viewer: Viewer) -> CheckInToReview:
    """A check-in that was submitted to the viewer. Raises `NotFound` for drafts and for other mentors' mentees."""
    theirs = select(CheckIn.mentorship_id).where(
        CheckIn.public_id == check_in_id, CheckIn.state != CheckInState.DRAFT
    )
    with reading(viewer=viewer) as session:
        for one in _mentees(session, Mentorship.id.in_(theirs), viewer=viewer):
            (found,) = (each for each in one.check_ins if each.public_id == check_in_id)
            others = [each for each in one.check_ins if not each.is_draft and each is not found]
            answered = [each for each in others if each.state == CheckInState.REVIEWED]
            earlier = [each for each in answered if each.week < found.week]
            _load_answers(session, [found, *earlier[-1:]])
            return CheckInToReview(found, one, others, earlier[-1] if earlier else None)
    raise NotFound


def mentorship_of_check_in(check_in_id: str, *, viewer: Viewer) -> int:
    """The mentorship by which the viewer may read a submitted check-in; raises `NotFound`."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        found = session.scalar(
            select(Mentorship.id)
            .join(CheckIn, CheckIn.mentorship_id == Mentorship.id)
            .where(
                is_readable(viewer, now),
                CheckIn.public_id == check_in_id,
                CheckIn.state != CheckInState.DRAFT,
            )
        )
    if found is None:
        raise NotFound
    return found


def is_readable(viewer: Viewer, now: dt.datetime) -> ColumnElement[bool]:
    """Own mentorships, current or ended lately, in a practice the viewer still belongs to."""
    return and_(
        Mentorship.mentor_id == viewer.id,
        mentee_stays(),
        or_(
            Mentorship.until_at.is_(None), Mentorship.until_at > now - rules.MENTOR_READS_AFTERWARDS
        ),
        exists().where(
            Membership.practice_id == Mentorship.practice_id, Membership.user_id == viewer.id
        ),
    )


def _mentees(session: Session, *conditions: ColumnElement[bool], viewer: Viewer) -> list[Mentee]:
    now = clock.now()
    mentorships = session.scalars(
        select(Mentorship)
        .join(Mentorship.enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.user)
        .where(is_readable(viewer, now), *conditions)
        .options(
            joinedload(Mentorship.mentor),
            contains_eager(Mentorship.enrolment).options(
                contains_eager(Enrolment.user),
                contains_eager(Enrolment.cohort).joinedload(Cohort.program),
            ),
        )
        .order_by(Cohort.starts_on.desc(), Cohort.id, User.name, Mentorship.id)
    ).all()
    check_ins: dict[int, list[CheckIn]] = {one.id: [] for one in mentorships}
    for check_in in session.scalars(
        select(CheckIn).where(CheckIn.mentorship_id.in_(check_ins)).order_by(CheckIn.week)
    ):
        check_ins[check_in.mentorship_id].append(check_in)
    counts = shared_counts(check_ins, viewer=viewer, now=now)
    return [_mentee(one, check_ins[one.id], counts.get(one.id), now) for one in mentorships]


def _mentee(
    mentorship: Mentorship, check_ins: Sequence[CheckIn], counts: Counts | None, now: dt.datetime
) -> Mentee:
    user = mentorship.enrolment.user
    assert user is not None  # joined
    if mentorship.enrolment.paused_at is not None:
        return Mentee(mentorship, user, rules.Standing.PAUSED, 0, check_ins=check_ins)
    course, states = course_of(mentorship), {one.week: one.state for one in check_ins}
    joined_on = rules.day_in(user.timezone, now=mentorship.from_at)
    today = rules.day_in(user.timezone, now=now)
    standing, quiet = rules.standing(course, states=states, joined_on=joined_on, today=today)
    sent = [one for one in check_ins if not one.is_draft]
    return Mentee(
        mentorship,
        user,
        standing,
        quiet,
        counts=counts,
        marks=rules.week_marks(course, states=states, joined_on=joined_on, today=today),
        latest=sent[-1] if sent else None,
        check_ins=check_ins,
    )


def _turn(mentee: Mentee) -> tuple[int, float]:
    """Sorts unanswered check-ins first, by when they were submitted; then the stuck, by weeks; then the others."""
    if mentee.standing == rules.Standing.WAITING:
        first = mentee.first_to_open
        assert first is not None and first.submitted_at is not None  # it waits
        return 0, first.submitted_at.timestamp()
    return (1, -mentee.quiet_weeks) if mentee.is_stuck else (2, 0)


def _load_answers(session: Session, check_ins: Sequence[CheckIn]) -> None:
    """Fill answers and reviews of check-ins that were loaded without them."""
    session.scalars(
        select(CheckIn)
        .where(CheckIn.id.in_([one.id for one in check_ins]))
        .options(selectinload(CheckIn.answers), joinedload(CheckIn.review))
    ).all()
