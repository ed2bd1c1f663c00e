"""What a mentor reads: the pages that wait, one page, the roster; of their own mentees, until 14 days after the end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from mentorhub.accounts.models import Membership, User
from mentorhub.enrolment.models import Enrolment, Mentorship
from mentorhub.enrolment.queries import mentee_stays
from mentorhub.foundation import clock
from mentorhub.foundation.database import Viewer, reading
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models import Cohort
from mentorhub.reviews import rules
from mentorhub.reviews.models import CheckIn, course_of
from mentorhub.reviews.rules import CheckInState
from mentorhub.workspace.queries.sharing import Counts, shared_counts


@dataclass(frozen=True)
class Mentee:
    """One mentorship on the mentor's roster. While paused, nothing of its weeks is told."""

    mentorship: Mentorship
    user: User
    standing: rules.Standing
    quiet_weeks: int
    counts: Counts | None = None
    marks: Sequence[rules.Mark] = ()
    latest: CheckIn | None = None
    pages: Sequence[CheckIn] = field(default=(), repr=False)

    @property
    def is_paused(self) -> bool:
        """Whether the mentor's view rests."""
        return self.mentorship.enrolment.paused_at is not None

    @property
    def is_stuck(self) -> bool:
        """Whether the mentor should write first."""
        return self.standing == rules.Standing.QUIET


@dataclass(frozen=True)
class Waiting:
    """A page in the queue."""

    check_in: CheckIn
    mentee: Mentee
    is_late: bool


@dataclass(frozen=True)
class Queue:
    """Pages that wait, oldest first; how many rest in a pause; who has gone quiet."""

    waiting: Sequence[Waiting]
    resting: int
    quiet: Sequence[Mentee]


@dataclass(frozen=True)
class PageForReview:
    """One page in the mentor's hands, with the mentee's other pages."""

    check_in: CheckIn
    mentee: Mentee
    others: Sequence[CheckIn]


def pages_to_read(*, viewer: Viewer) -> int:
    """How many pages wait for the viewer."""
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
    """The viewer's mentees by cohort and name."""
    with reading(viewer=viewer) as session:
        return _roster(session, viewer=viewer)


def review_queue(*, viewer: Viewer) -> Queue:
    """What waits for the viewer."""
    now = clock.now()
    with reading(viewer=viewer) as session:
        roster = _roster(session, viewer=viewer)
        waiting = sorted(
            (
                Waiting(page, one, rules.is_late(page.submitted_at, now=now))
                for one in roster
                for page in one.pages
                if page.state == CheckInState.SUBMITTED and page.submitted_at is not None
            ),
            key=lambda item: (item.check_in.submitted_at, item.check_in.id),
        )
        shown = [item for item in waiting if not item.mentee.is_paused]
        _load_answers(session, [item.check_in for item in shown])
        return Queue(shown, len(waiting) - len(shown), [one for one in roster if one.is_stuck])


def check_in_for_review(check_in_id: str, *, viewer: Viewer) -> PageForReview:
    """A page that was sent to the viewer. Raises `NotFound` for drafts and for other mentors' mentees."""
    theirs = select(CheckIn.mentorship_id).where(
        CheckIn.public_id == check_in_id, CheckIn.state != CheckInState.DRAFT
    )
    with reading(viewer=viewer) as session:
        for one in _roster(session, Mentorship.id.in_(theirs), viewer=viewer):
            (page,) = (page for page in one.pages if page.public_id == check_in_id)
            _load_answers(session, [page])
            sent = [other for other in one.pages if not other.is_draft and other is not page]
            return PageForReview(page, one, sent)
    raise NotFound


def mentorship_of_page(check_in_id: str, *, viewer: Viewer) -> int:
    """The mentorship by which the viewer may read a page that was sent; raises `NotFound`."""
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


def _roster(session: Session, *conditions: ColumnElement[bool], viewer: Viewer) -> list[Mentee]:
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
    pages: dict[int, list[CheckIn]] = {one.id: [] for one in mentorships}
    for page in session.scalars(
        select(CheckIn).where(CheckIn.mentorship_id.in_(pages)).order_by(CheckIn.week)
    ):
        pages[page.mentorship_id].append(page)
    counts = shared_counts(pages, viewer=viewer, now=now)
    return [_mentee(one, pages[one.id], counts.get(one.id), now) for one in mentorships]


def _mentee(
    mentorship: Mentorship, pages: Sequence[CheckIn], counts: Counts | None, now: dt.datetime
) -> Mentee:
    user = mentorship.enrolment.user
    assert user is not None  # joined
    if mentorship.enrolment.paused_at is not None:
        return Mentee(mentorship, user, rules.Standing.PAUSED, 0, pages=pages)
    course, states = course_of(mentorship), {page.week: page.state for page in pages}
    joined_on = rules.day_in(user.timezone, now=mentorship.from_at)
    today = rules.day_in(user.timezone, now=now)
    standing, quiet = rules.standing(course, pages=states, joined_on=joined_on, today=today)
    sent = [page for page in pages if not page.is_draft]
    return Mentee(
        mentorship,
        user,
        standing,
        quiet,
        counts=counts,
        marks=rules.week_marks(course, pages=states, joined_on=joined_on, today=today),
        latest=sent[-1] if sent else None,
        pages=pages,
    )


def _load_answers(session: Session, pages: Sequence[CheckIn]) -> None:
    """Fill answers and reviews of pages that were loaded without them."""
    session.scalars(
        select(CheckIn)
        .where(CheckIn.id.in_([page.id for page in pages]))
        .options(selectinload(CheckIn.answers), joinedload(CheckIn.review))
    ).all()
