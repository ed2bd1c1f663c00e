"""Places of people who close their account: listed before, ended by the periodic task, then anonymised."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import GRACE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship, is_place_of, names_somebody
from mentorhub.enrolment.queries.checkouts import NOTHING, Money, money_of
from mentorhub.enrolment.queries.endings import ENDED_WITH_IT, due_minor
from mentorhub.enrolment.rules.states import GIVEN_UP, EnrolmentState
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.queries.terms import agreed_policies
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.terms import Policy


@dataclass(frozen=True, kw_only=True)
class ClosingPlace:
    """One place, and what closing the account means for it today; amounts in minor units.

    `due_minor` goes back by the policy, `back_minor` of it at once; `to_come_minor` is not paid yet. `is_over`: the
    programme's last day has passed, so an enrolled seat is kept as completed.
    """

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    money: Money
    due_minor: int
    to_come_minor: int
    is_over: bool

    @property
    def state(self) -> str:
        """The state as pages and JSON name it."""
        return self.enrolment.state.value

    @property
    def back_minor(self) -> int:
        """What goes back at once; money that a bank disputes is left out."""
        return min(self.due_minor, self.money.refundable_minor)


@dataclass(frozen=True)
class Mentoring:
    """What the viewer mentors, and until when; they can close their account once it is over or another mentor's."""

    program: str
    cohort: str
    until: dt.date
    mentees: int


def closing_places(*, viewer: Viewer, now: dt.datetime) -> list[ClosingPlace]:
    """The viewer's places that closing the account would end, or that are completed, the newest first."""
    states = (*ENDED_WITH_IT, EnrolmentState.COMPLETED)
    with reading(viewer=SYSTEM) as session:  # see `_own_places`
        found = session.scalars(
            _own_places(viewer)
            .where(Enrolment.state.in_(states))
            .execution_options(populate_existing=True)
        ).all()
        keys = [one.id for one in found]
        money, to_come = money_of(session, keys), _to_come(session, keys)
        policies = agreed_policies(session, [_agreed(one) for one in found])
        return [
            _place(
                one, money.get(one.id, NOTHING), to_come.get(one.id, 0), policies[_agreed(one)], now
            )
            for one in found
        ]


def given_up_since(*, viewer: Viewer, since: dt.datetime) -> list[Enrolment]:
    """The viewer's places that ended since then, with cohort and programme: they do not come back."""
    with reading(viewer=SYSTEM) as session:
        return list(session.scalars(_own_places(viewer).where(Enrolment.ended_at >= since)))


def mentoring(*, viewer: Viewer, now: dt.datetime) -> list[Mentoring]:
    """Cohorts that name the viewer as mentor and go on or are still to come, and those they mentor now, by cohort."""
    going_on = and_(
        Cohort.mentor_id == viewer.id,
        Cohort.state == CohortState.PUBLISHED,
        Cohort.ends_on >= now.date(),
    )
    asked = (
        select(Program.title, Cohort.name, Cohort.ends_on, func.count(Mentorship.id))
        .join(Program, Program.id == Cohort.program_id)
        .outerjoin(Enrolment, Enrolment.cohort_id == Cohort.id)
        .outerjoin(
            Mentorship,
            and_(
                Mentorship.enrolment_id == Enrolment.id,
                Mentorship.mentor_id == viewer.id,
                Mentorship.until_at.is_(None),
            ),
        )
        .group_by(Cohort.id, Program.title, Cohort.name, Cohort.ends_on)
        .having(or_(going_on, func.count(Mentorship.id) > 0))
        .order_by(Cohort.ends_on, Cohort.id)
    )
    with reading(viewer=viewer) as session:
        return [Mentoring(*row) for row in session.execute(asked)]


def blocks_closure(user_id: int) -> bool:
    """Whether this user mentors: asked by accounts under the lock of their row, before it begins to close."""
    return bool(mentoring(viewer=USER(user_id), now=clock.now()))


@cache  # asked with every page of a mentor, and slow to put together
def mentee_stays() -> ColumnElement[bool]:
    """The mentee of `Mentorship` is not closing their account: a mentor sees nothing more of one who is."""
    place, mentee = aliased(Enrolment), aliased(User)
    is_closing = exists().where(
        place.id == Mentorship.enrolment_id,
        mentee.id == place.user_id,
        mentee.closing_at.is_not(None),
    )
    return ~is_closing


def is_over(cohort: Cohort, *, now: dt.datetime) -> bool:
    """Whether a cohort's last day has passed, where its practice is."""
    zone = ZoneInfo(cohort.program.practice.timezone)
    return now.astimezone(zone).date() > cohort.ends_on


def is_nameless_from(now: dt.datetime) -> ColumnElement[bool]:
    """A place of `User` that names them still, has ended, and whose grace is over; nothing is still to be paid."""
    owes = exists().where(
        Instalment.enrolment_id == Enrolment.id, Instalment.state.in_(OPEN_INSTALMENTS)
    )
    return and_(
        User.closing_at <= now - GRACE,
        Enrolment.state.not_in(ENDED_WITH_IT),
        names_somebody(),
        ~owes,
    )


def places_to_give_up(*, viewer: Viewer, limit: int) -> list[int]:
    """Live places of people who close their account; holds last, since Stripe may not answer for theirs.

    A place whose money is on its way is left out until the money has arrived or failed.
    """
    due = (
        select(Enrolment.id)
        .join(User, is_place_of())
        .where(User.closing_at.is_not(None), Enrolment.state.in_(GIVEN_UP))
        .order_by(Enrolment.held_until.is_not(None), Enrolment.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(due))


def places_to_forget(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Places whose person is to be taken out of them, the oldest first."""
    due = select(Enrolment.id).join(User, is_place_of()).where(is_nameless_from(now))
    with reading(viewer=viewer) as session:
        return list(session.scalars(due.order_by(Enrolment.id).limit(limit)))


def holds_data(user_id: int) -> bool:
    """Whether a place still names this user, so that their row cannot be erased yet."""
    named = select(Enrolment.id).join(User, is_place_of()).where(User.id == user_id)
    with reading(viewer=SYSTEM) as session:
        return session.scalar(named.where(names_somebody()).limit(1)) is not None


def _own_places(viewer: Viewer) -> Select[Enrolment]:
    """The viewer's alone, read as the install: row security cannot know whose place it is before an account has it."""
    return (
        select(Enrolment)
        .join(User, is_place_of())
        .where(User.id == viewer.id)
        .options(
            joinedload(Enrolment.cohort).joinedload(Cohort.program).joinedload(Program.practice)
        )
        .order_by(Enrolment.id.desc())
    )


def _agreed(enrolment: Enrolment) -> tuple[int, int]:
    return enrolment.cohort.program_id, enrolment.terms_version


def _place(
    enrolment: Enrolment, money: Money, to_come: int, policy: Policy, now: dt.datetime
) -> ClosingPlace:
    return ClosingPlace(
        enrolment=enrolment,
        cohort=enrolment.cohort,
        program=enrolment.cohort.program,
        money=money,
        due_minor=due_minor(enrolment.cohort, money, policy, now=now),
        to_come_minor=to_come,
        is_over=is_over(enrolment.cohort, now=now),
    )


def _to_come(session: Session, places: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Instalment.enrolment_id, func.sum(Instalment.amount_minor))
        .where(Instalment.enrolment_id.in_(places), Instalment.state.in_(OPEN_INSTALMENTS))
        .group_by(Instalment.enrolment_id)
    )
    return {enrolment_id: int(total) for enrolment_id, total in rows}
