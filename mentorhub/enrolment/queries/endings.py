"""A preview of what a withdrawal, or calling a cohort off, would do."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.queries.applicants import Standing
from mentorhub.enrolment.queries.checkouts import Money, money_of, money_of_place
from mentorhub.enrolment.queries.lines import Line, line_of
from mentorhub.enrolment.queries.plans import PlannedPayment, plan_of
from mentorhub.enrolment.rules.money import policy_refund_minor
from mentorhub.enrolment.rules.refusals import CohortOver, PlaceEnded
from mentorhub.enrolment.rules.states import EnrolmentState, refuse_withdrawal
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import APPLICANT, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.money import step_minor
from mentorhub.payments.rules.instalments import OPEN_INSTALMENTS
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.queries.terms import agreed_terms
from mentorhub.programs.rules.terms import Policy

ENDED_WITH_IT = (
    EnrolmentState.ARRIVED,
    EnrolmentState.WAITING,
    EnrolmentState.HELD,
    EnrolmentState.PAYING,
    EnrolmentState.ENROLLED,
)  # whoever has completed keeps that


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """What withdrawing today would mean; `due_minor` by the policy, `back_minor` of it can be sent today.

    `to_come_minor`: payments in parts that would not be taken any more.
    """

    enrolment: Enrolment
    cohort: Cohort
    program: Program
    terms: ProgramTerms
    money: Money
    due_minor: int
    to_come_minor: int
    full_until: dt.date
    part_until: dt.date

    @property
    def back_minor(self) -> int:
        """What goes back at once: a bank that asks for the money itself keeps it from going."""
        return min(self.due_minor, self.money.refundable_minor)


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    """What calling a cohort off would mean: how many are notified, how many get how much back. Amounts by currency.

    `paying`: whose money is on its way; `completed`: who keeps what they have done.
    """

    line: Line
    notified: int
    refunded: int
    paying: int
    completed: int
    back_minor: dict[str, int]
    disputed_minor: dict[str, int]


def owner_of(enrolment_id: int, *, viewer: Viewer) -> int | None:
    """Whose account the seat has become, if it has; for the holder of its link."""
    if viewer != APPLICANT(enrolment_id):
        raise NotFound
    with reading(viewer=viewer) as session:
        return session.scalar(select(Enrolment.user_id).where(Enrolment.id == enrolment_id))


def withdrawal(enrolment_id: int, *, viewer: Viewer, now: dt.datetime) -> Withdrawal:
    """What its mentee gives up and gets back; before there is an account, whoever holds the link.

    Raises `NotFound` to anybody else, `PlaceEnded` where no seat is enrolled, `CohortOver` after the last day.
    """
    with reading(viewer=viewer) as session:
        enrolment = session.scalars(
            select(Enrolment)
            .where(Enrolment.id == enrolment_id)
            .options(
                joinedload(Enrolment.cohort).joinedload(Cohort.program).joinedload(Program.practice)
            )
            .execution_options(populate_existing=True)
        ).one()
        owner = enrolment.user_id
        if viewer != (APPLICANT(enrolment_id) if owner is None else USER(owner)):
            raise NotFound
        if enrolment.state != EnrolmentState.ENROLLED:
            raise PlaceEnded
        money = money_of_place(session, enrolment_id)
        cohort = enrolment.cohort
        terms = agreed_terms(session, cohort.program_id, enrolment.terms_version)
        to_come_minor = _to_come_minor(plan_of(session, enrolment))
        refuse_after_end(cohort, has_more_to_pay=to_come_minor > 0, now=now)
        return Withdrawal(
            enrolment=enrolment,
            cohort=cohort,
            program=cohort.program,
            terms=terms,
            money=money,
            due_minor=due_minor(cohort, money, terms.policy, now=now),
            to_come_minor=to_come_minor,
            full_until=cohort.starts_on - dt.timedelta(days=terms.refund_full_days),
            part_until=cohort.starts_on + dt.timedelta(days=terms.refund_part_days),
        )


def refuse_after_end(cohort: Cohort, *, has_more_to_pay: bool, now: dt.datetime) -> None:
    """`rules.refuse_withdrawal`, by the practice's calendar. Raises `CohortOver`."""
    zone = ZoneInfo(cohort.program.practice.timezone)
    today = now.astimezone(zone).date()
    refuse_withdrawal(cohort.ends_on, today=today, has_more_to_pay=has_more_to_pay)


def is_withdrawable(place: Standing) -> bool:
    """Whether the place is a seat that its owner may still give up."""
    if place.enrolment.state != EnrolmentState.ENROLLED:
        return False
    has_more_to_pay = any(part.state in OPEN_INSTALMENTS for part in place.plan)
    try:
        refuse_after_end(place.cohort, has_more_to_pay=has_more_to_pay, now=place.now)
    except CohortOver:
        return False
    return True


def cancellation(cohort_id: int, *, viewer: Viewer, now: dt.datetime) -> Cancellation:
    """Who would be notified and what would be sent back, as of now. Raises `NotFound` to strangers."""
    with reading(viewer=viewer) as session:
        found = line_of(session, cohort_id, viewer=viewer, now=now)
        money = money_of(session, _places(cohort_id, ENDED_WITH_IT))
        paying = session.scalars(_places(cohort_id, (EnrolmentState.PAYING,))).all()
        back, disputed = Counter[str](), Counter[str]()
        for one in money.values():
            back[one.currency] += one.refundable_minor
            disputed[one.currency] += one.left_minor - one.refundable_minor
        return Cancellation(
            line=found,
            notified=sum(found.counts.get(state, 0) for state in ENDED_WITH_IT),
            refunded=sum(one.refundable_minor > 0 for one in money.values()),
            paying=sum(place not in money for place in paying),
            completed=found.counts.get(EnrolmentState.COMPLETED, 0),
            back_minor=dict(+back),
            disputed_minor=dict(+disputed),
        )


def due_minor(cohort: Cohort, money: Money, policy: Policy, *, now: dt.datetime) -> int:
    """What `policy`, on which the place was taken, gives back to who withdraws now, in minor units."""
    if not money.payments:
        return 0
    return policy_refund_minor(
        paid_minor=money.paid_minor,
        refunded_minor=money.paid_minor - money.left_minor,
        on=now.astimezone(ZoneInfo(cohort.program.practice.timezone)).date(),
        starts_on=cohort.starts_on,
        full_days=policy.refund_full_days,
        part_percent=policy.refund_part_percent,
        part_days=policy.refund_part_days,
        step_minor=step_minor(money.currency),
    )


def _to_come_minor(plan: Sequence[PlannedPayment]) -> int:
    return sum(part.amount_minor for part in plan if part.state in OPEN_INSTALMENTS)


def _places(cohort_id: int, states: tuple[EnrolmentState, ...]) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.cohort_id == cohort_id, Enrolment.state.in_(states))
