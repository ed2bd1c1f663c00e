"""The practice's own reads of its lines: which cohorts it manages, the state of each, and one line in its order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.applicants import next_in_line
from mentorhub.enrolment.queries.checkouts import NOTHING, Money, mismatched, money_of
from mentorhub.enrolment.queries.managed import managed_practices, seen_practices
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import PAGE, Paged
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import CohortState

DRAFT = "draft"
# Without a word of whether there is a place, so that an index gives this order.
_IN_ORDER = (Enrolment.place.nulls_last(), Enrolment.id)


@dataclass(frozen=True)
class Line:
    """A cohort's line at a glance; `state` is a public state of the cohort, or `draft`.

    `is_kept`: whether the viewer manages it, or may only read it.
    """

    cohort: Cohort
    state: str
    counts: dict[EnrolmentState, int]
    is_kept: bool

    @property
    def held(self) -> int:
        """Seats held for applicants who have not paid yet."""
        return self.counts.get(EnrolmentState.HELD, 0)

    @property
    def total(self) -> int:
        """How many have ever arrived."""
        return sum(self.counts.values())

    @property
    def is_over(self) -> bool:
        """Whether nobody can be seated any more: called off, or its last day has passed."""
        return self.state in {"cancelled", "ended"}


@dataclass(frozen=True)
class Lines:
    """One page of the cohorts that the viewer manages or may read, the latest first."""

    rows: tuple[Line, ...]
    paged: Paged


@dataclass(frozen=True)
class Place:
    """One applicant in the line, with what was paid; `is_mismatched` where that is not what was asked."""

    enrolment: Enrolment
    money: Money
    is_mismatched: bool


@dataclass(frozen=True)
class LinePage:
    """One page of a line, narrowed to `shown` and `search`; `next_up` gets the next seat, None where nobody waits."""

    line: Line
    shown: EnrolmentState | None
    search: str
    places: tuple[Place, ...]
    paged: Paged
    next_up: Enrolment | None = None


def lines(*, viewer: Viewer, now: dt.datetime, page: int) -> Lines:
    """The cohorts of the viewer's practices, those that open last first. Three queries."""
    with reading(viewer=viewer) as session:
        theirs = and_(Cohort.practice_id.in_(seen_practices(viewer)), Cohort.rehearses_id.is_(None))
        total = session.scalar(select(func.count(Cohort.id)).where(theirs)) or 0
        page = max(1, min(page, -(-total // PAGE)))  # one past the end is the last
        found = session.execute(
            select(Cohort, Cohort.practice_id.in_(managed_practices(viewer)))
            .where(theirs)
            .order_by(Cohort.opens_at.desc(), Cohort.id.desc())
            .limit(PAGE)
            .offset((page - 1) * PAGE)
            .options(joinedload(Cohort.program))
            .execution_options(populate_existing=True)
        ).all()
        counts = _counts(session, [cohort.id for cohort, _is_managed in found])
        rows = tuple(
            _line(cohort, counts.get(cohort.id, {}), is_kept=is_kept, now=now)
            for cohort, is_kept in found
        )
        return Lines(rows, Paged(page, total, len(rows)))


def line(
    cohort_id: int,
    *,
    viewer: Viewer,
    now: dt.datetime,
    shown: EnrolmentState | None,
    page: int,
    search: str = "",
) -> LinePage:
    """One page of a line; who has no place yet comes last. Seven to nine queries. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        found = line_of(session, cohort_id, viewer=viewer, now=now)
        shown_page = page_of(session, found, shown=shown, page=page, search=search)
        first = next_in_line(session, found.cohort, limit=1, is_one_more=True)
        return replace(shown_page, next_up=next(iter(first), None))


def line_of(session: Session, cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> Line:
    """A line that the viewer manages, with programme and practice. Raises `NotFound` to strangers."""
    found = seen_line_of(session, cohort_id, viewer=viewer, now=now)
    if not found.is_kept:
        raise NotFound
    return found


def seen_line_of(session: Session, cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> Line:
    """As `line_of`, but also for a viewer who may only read the line."""
    row = session.execute(
        select(Cohort, Cohort.practice_id.in_(managed_practices(viewer)))
        .where(
            Cohort.id == cohort_id,
            Cohort.practice_id.in_(seen_practices(viewer)),
            Cohort.rehearses_id.is_(None),
        )
        .options(joinedload(Cohort.program).joinedload(Program.practice))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    cohort, is_kept = row
    counts = _counts(session, [cohort_id]).get(cohort_id, {})
    return _line(cohort, counts, is_kept=is_kept, now=now)


def page_of(
    session: Session, of: Line, *, shown: EnrolmentState | None, page: int, search: str = ""
) -> LinePage:
    """The places of one page of a line that the viewer may see: of those with `search` in their name or address."""
    ids = select(Enrolment.id).where(Enrolment.cohort_id == of.cohort.id).order_by(*_IN_ORDER)
    if shown is not None:
        ids = ids.where(Enrolment.state == shown)
    total = of.total if shown is None else of.counts.get(shown, 0)
    matching = _matching(session, ids, search) if search else None
    total = total if matching is None else len(matching)
    page = max(1, min(page, -(-total // PAGE)))  # one past the end is the last
    first = (page - 1) * PAGE
    here = ids.limit(PAGE).offset(first) if matching is None else matching[first : first + PAGE]
    enrolments = session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(here))
        .order_by(*_IN_ORDER)
        .execution_options(populate_existing=True)
    ).all()
    places = _places(session, enrolments)
    return LinePage(of, shown, search, places, Paged(page, total, len(places)))


def _matching(session: Session, ids: Select[int], search: str) -> Sequence[int]:
    """Whose name or address holds these characters: looked for once, for how many there are and for the page."""
    of_both = (Enrolment.name, Enrolment.email)
    name, email = (each.icontains(search, autoescape=True) for each in of_both)
    return session.scalars(ids.where(name | email)).all()


def _line(
    cohort: Cohort, counts: dict[EnrolmentState, int], *, is_kept: bool, now: dt.datetime
) -> Line:
    is_draft = cohort.state == CohortState.DRAFT
    state = DRAFT if is_draft else cohort.public_state(now).value
    return Line(cohort, state, counts, is_kept)


def _counts(session: Session, cohort_ids: list[int]) -> dict[int, dict[EnrolmentState, int]]:
    found: dict[int, dict[EnrolmentState, int]] = {}
    for cohort_id, state, count in session.execute(
        select(Enrolment.cohort_id, Enrolment.state, func.count(Enrolment.id))
        .where(Enrolment.cohort_id.in_(cohort_ids))
        .group_by(Enrolment.cohort_id, Enrolment.state)
    ):
        found.setdefault(cohort_id, {})[state] = count
    return found


def _places(session: Session, enrolments: Sequence[Enrolment]) -> tuple[Place, ...]:
    ids = [one.id for one in enrolments]
    money, to_decide = money_of(session, ids), mismatched(session, ids)
    return tuple(
        Place(one, money.get(one.id, NOTHING), is_mismatched=one.id in to_decide)
        for one in enrolments
    )
