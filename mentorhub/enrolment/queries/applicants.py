"""What an applicant may read of their own place, the public on the way to one; and who is next in a line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, case, func, select, text
from sqlalchemy.orm import Session, aliased, joinedload

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.queries.practices import is_member
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry, Notified
from mentorhub.enrolment.queries.checkouts import NOTHING, Money, money_of_place
from mentorhub.enrolment.queries.plans import PlannedPayment, plan_of
from mentorhub.enrolment.rules.states import LIVE, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.rules.cohorts import CohortState, current
from mentorhub.programs.rules.offers import ProgramState

BEFORE_MONEY = (
    EnrolmentState.ARRIVED,
    EnrolmentState.WAITING,
    EnrolmentState.HELD,
    EnrolmentState.PAYING,
)

# Built once: in a rush everybody opens the page of their place.
_OF_LINK = (
    select(Enrolment.id, Enrolment.practice_id, Cohort.rehearses_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .where(
        Enrolment.public_id == bindparam("public_id"),
        Enrolment.link_version == bindparam("version"),
    )
)
_OF_COHORT = (  # what a page of a place says of it; the rest is long, or the line's own business
    Cohort.public_id,
    Cohort.practice_id,
    Cohort.program_id,
    Cohort.name,
    Cohort.state,
    Cohort.closes_at,
    Cohort.starts_on,
    Cohort.seats,
    Cohort.offer_hours,
    Cohort.cancel_reason,
    Cohort.rehearses_id,
    Cohort.allocation_paused_at,
)
_OF_PROGRAM = (
    Program.practice_id,
    Program.slug,
    Program.title,
    Program.mentor_name,
    Program.published_at,
)
_OF_PRACTICE = (Practice.name, Practice.email)
# The state stands in the text, as in the condition of the index that leads to those who wait.
_before = aliased(Enrolment, name="before")
_AHEAD = case(
    (
        Enrolment.state == EnrolmentState.WAITING,
        select(func.count())
        .where(
            text("before.state = 'waiting'"),
            _before.cohort_id == Enrolment.cohort_id,
            _before.place < Enrolment.place,
        )
        .scalar_subquery(),
    )
)
_held = aliased(Enrolment, name="held")
_NEXT_DEADLINE = case(
    (
        Enrolment.state == EnrolmentState.WAITING,
        select(func.min(_held.held_until))
        .where(text("held.state = 'held'"), _held.cohort_id == Enrolment.cohort_id)
        .scalar_subquery(),
    )
)
_entry = aliased(LineEntry, name="entry")
_LAST_NUMBER = (
    select(func.max(_entry.number)).where(_entry.enrolment_id == Enrolment.id).scalar_subquery()
)
_STANDING = (
    select(Enrolment, LineEntry.number, LineEntry.hash, _AHEAD, _NEXT_DEADLINE, clock.asked())
    .where(Enrolment.id == bindparam("enrolment_id"))
    .outerjoin(
        LineEntry,
        (LineEntry.enrolment_id == Enrolment.id) & (LineEntry.number == _LAST_NUMBER),
    )
    .options(
        joinedload(Enrolment.cohort)
        .load_only(*_OF_COHORT)
        .joinedload(Cohort.program)
        .load_only(*_OF_PROGRAM)
        .joinedload(Program.practice)
        .load_only(*_OF_PRACTICE)
    )
)


@dataclass(frozen=True)
class Standing:
    """Where an applicant stands `now`, with all that their page shows. `ahead` is None unless waiting,
    `next_deadline` when the first of the held seats could come free for them.

    `money` and `plan` are read once a seat was enrolled or a place has ended: before that nothing can have gone back.
    """

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    ahead: int | None
    next_deadline: dt.datetime | None
    entry: Notified | None
    now: dt.datetime
    money: Money = NOTHING
    plan: Sequence[PlannedPayment] = ()

    @property
    def state(self) -> str:
        """The state, as the page's `data-state` and the JSON name it."""
        return self.enrolment.state.value


def enrolment_of_link(opened: tuple[str, int] | None, *, viewer: Viewer) -> int:
    """The id of the enrolment a verified link opens, whoever holds it; raises `NotFound` for a superseded one.
    That of a rehearsal opens to members of its practice alone: `viewer` is who has opened it.
    """
    if opened is None:
        raise NotFound
    public_id, version = opened
    with reading(viewer=PUBLIC) as session:
        link = {"public_id": public_id, "version": version}
        found = session.connection().execute(_OF_LINK, link).one_or_none()
    if found is None:
        raise NotFound
    if found.rehearses_id is not None and not is_member(found.practice_id, viewer=viewer):
        raise NotFound
    return int(found.id)


def standing(enrolment_id: int, *, viewer: Viewer) -> Standing:
    """Everything an applicant's own page shows; raises `NotFound` for anybody else."""
    if (viewer.kind, viewer.id) != ("applicant", enrolment_id):
        raise NotFound
    with reading(viewer=viewer) as session:
        row = session.execute(_STANDING, {"enrolment_id": enrolment_id}).one()
        enrolment, number, hash_, ahead, deadline, asked = row
        entry = None if number is None else Notified(number, hash_)
        cohort = enrolment.cohort
        program, now = cohort.program, clock.told(asked)
        found = Standing(enrolment, cohort, program, ahead, deadline, entry, now=now)
        if enrolment.state in BEFORE_MONEY:
            return found
        money = money_of_place(session, enrolment_id)
        return replace(found, money=money, plan=plan_of(session, enrolment))


def next_in_line(
    session: Session, cohort: Cohort, *, limit: int, is_one_more: bool = False
) -> Sequence[Enrolment]:
    """Who gets the next seats: the earliest places of those who wait and have not passed since one last came free.

    `is_one_more`: once another has come free, who passed before is asked again. Nobody where the cohort was called
    off, or where giving seats is paused. The allocation seats them; the line's page names the first.
    """
    is_stopped = cohort.is_called_off or cohort.allocation_paused_at is not None
    if is_stopped or limit <= 0 or cohort.waiting <= 0:
        return ()
    return session.scalars(
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.state == EnrolmentState.WAITING,
            (Enrolment.passed_release.is_(None))
            | (Enrolment.passed_release < cohort.releases + is_one_more),
        )
        .order_by(Enrolment.place)
        .limit(limit)
    ).all()


def cohort_taking_arrivals(slug: str, *, viewer: Viewer, now: dt.datetime) -> int:
    """The id of the published cohort of this programme that counts now; raises `NotFound` where there is none."""
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(Cohort.id, Cohort.state, Cohort.opens_at, Cohort.closes_at)
            .join(Program, Program.id == Cohort.program_id)
            .where(
                Program.slug == slug,
                Program.state == ProgramState.PUBLISHED,
                Cohort.state == CohortState.PUBLISHED,
            )
        ).all()
    cohort = current(rows, now=now)
    if cohort is None:
        raise NotFound
    return int(cohort.id)


def place_of_browser(
    cohort_id: int, browser_key: str, *, user_id: int | None, viewer: Viewer
) -> tuple[int, str] | None:
    """(id, token) of the live place this browser, or this signed-in user, has in the cohort."""
    if not browser_key and user_id is None:
        return None
    mine = Enrolment.browser_key == browser_key if browser_key else Enrolment.user_id == user_id
    if browser_key and user_id is not None:
        mine = mine | (Enrolment.user_id == user_id)
    with reading(viewer=viewer) as session:
        found = session.scalars(
            select(Enrolment)
            .where(Enrolment.cohort_id == cohort_id, Enrolment.state.in_(LIVE), mine)
            .order_by(Enrolment.id)
            .limit(1)
        ).first()
    return (found.id, found.token) if found else None


def token_of(enrolment_id: int, *, viewer: Viewer) -> str:
    """The token of an enrolment this request has just made, or that its owner asks about."""
    with reading(viewer=viewer) as session:
        return session.get_one(Enrolment, enrolment_id).token


def my_enrolments(*, viewer: Viewer) -> list[Enrolment]:
    """A signed-in user's own seats, newest first, with cohort and programme."""
    if viewer.kind != "user":
        raise NotFound
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment)
                .where(Enrolment.user_id == viewer.id, Enrolment.enrolled_at.is_not(None))
                .order_by(Enrolment.id.desc())
                .options(
                    joinedload(Enrolment.cohort)
                    .joinedload(Cohort.program)
                    .joinedload(Program.practice)
                )
            )
        )
