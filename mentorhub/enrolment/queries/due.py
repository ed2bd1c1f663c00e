"""Work of the line that is due, and the payments of a plan as its payer sees it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import LIVE, LONGEST_HOLD, EnrolmentState, reminder_due
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.queries.accounts import lost_accounts, resting_accounts
from mentorhub.payments.rules.instalments import InstalmentState, is_refused, missed_from
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.inquiries import Inquiry
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.queries.terms import agreed_terms
from mentorhub.programs.rules.cohorts import CohortState
from mentorhub.programs.rules.inquiries import Followed, InquiryState


def unplaced_cohorts(*, viewer: Viewer) -> list[int]:
    """Cohorts with arrivals that nobody has placed."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.cohort_id)
                .where(Enrolment.state == EnrolmentState.ARRIVED)
                .distinct()
            )
        )


def overdue_holds(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Enrolments whose hold has passed its deadline, the longest overdue first; none that could not be paid for."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.id)
                .join(Practice, Practice.id == Enrolment.practice_id)
                .where(
                    Enrolment.state == EnrolmentState.HELD,
                    Enrolment.held_until <= now,
                    (Enrolment.amount_minor == 0) | Practice.can_charge,
                )
                .order_by(Enrolment.held_until, Enrolment.id)
                .limit(limit)
            )
        )


def short_holds(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Enrolments whose hold ends sooner than one that began when their practice could be paid again."""
    with reading(viewer=viewer) as session:
        rows = session.scalars(
            select(Enrolment)
            .join(Practice, Practice.id == Enrolment.practice_id)
            .where(
                Enrolment.state == EnrolmentState.HELD,
                Enrolment.amount_minor > 0,
                Practice.can_charge,
                Practice.payments_resumed_at > now - LONGEST_HOLD,
            )
            .options(joinedload(Enrolment.practice), joinedload(Enrolment.cohort))
            .order_by(Enrolment.held_until, Enrolment.id)
        )
        found = [row.id for row in rows if row.is_cut_short]
    return found[:limit]


def seats_after_inquiries(*, viewer: Viewer, limit: int) -> list[Followed]:
    """Answered inquiries whose visitor has enrolled since, at the same practice with the same address; oldest first.

    An inquiry that waits for an answer is left out: it goes on waiting for it.
    """
    is_theirs = (Enrolment.practice_id == Inquiry.practice_id) & (
        Enrolment.email_key == Inquiry.email_key
    )
    query = (
        select(Inquiry.id, func.min(Enrolment.id))
        .join(Enrolment, is_theirs)
        .where(
            Inquiry.state.in_((InquiryState.ANSWERED, InquiryState.DECLINED)),
            Enrolment.state.in_((EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)),
            Enrolment.enrolled_at >= Inquiry.created_at,
        )
        .group_by(Inquiry.id)
        .order_by(Inquiry.id)
        .limit(limit)
    )
    with reading(viewer=viewer) as session:
        return [Followed(*row) for row in session.execute(query)]


def called_off_places(*, viewer: Viewer, limit: int) -> list[int]:
    """Enrolments that go on in a cohort that was called off; holds last, since Stripe may not answer for theirs."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(
                    Cohort.state == CohortState.CANCELLED,
                    Enrolment.state.in_(LIVE),
                    Enrolment.state != EnrolmentState.COMPLETED,
                )
                .order_by(Enrolment.held_until.is_not(None), Enrolment.id)
                .limit(limit)
            )
        )


def unanswered_offers(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Offers whose reminder is due and was not sent, the one that ends first before the others."""
    with reading(viewer=viewer) as session:
        offers = session.execute(
            select(Enrolment.id, Enrolment.offered_at, Enrolment.held_until)
            .where(
                Enrolment.state == EnrolmentState.HELD,
                Enrolment.offered_at.is_not(None),
                Enrolment.reminded_at.is_(None),
                Enrolment.held_until > now,
                (Enrolment.amount_minor == 0) | Practice.can_charge,
            )
            .join(Practice, Practice.id == Enrolment.practice_id)
            .order_by(Enrolment.held_until)
        )
        due = [
            one.id
            for one in offers
            if reminder_due(offered_at=one.offered_at, held_until=one.held_until) <= now
        ]
    return due[:limit]


ASKED_ABOUT = (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.CANCELLED)


@dataclass(frozen=True)
class PlannedPayment:
    """One payment of a plan: minor units, its day, its state, and what pages say beside it.

    `ends_at`: until when a refused one may be paid before the programme's rule applies; None for any other.
    """

    number: int
    due_on: dt.date
    amount_minor: int
    currency: str
    state: InstalmentState
    failure_code: str
    try_at: dt.datetime | None
    ends_at: dt.datetime | None

    @property
    def is_owed(self) -> bool:
        """Whether its payer is asked to pay it by themselves."""
        return self.ends_at is not None or self.state == InstalmentState.MISSED


def due_instalments(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of instalments to take, or to ask Stripe about, the longest due first; none of an account that rests.

    But of one that is lost, whose payer can pay on another account and is asked to.
    """
    is_payable_elsewhere = (
        Instalment.stripe_account.in_(lost_accounts())
        & (Instalment.state == InstalmentState.SCHEDULED)
        & Practice.can_charge
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Instalment.id)
                .join(Practice, Practice.id == Instalment.practice_id)
                .where(
                    Instalment.state.in_(ASKED_ABOUT),
                    Instalment.try_at <= now,
                    Instalment.stripe_account.not_in(resting_accounts()) | is_payable_elsewhere,
                )
                .order_by(Instalment.try_at, Instalment.id)
                .limit(limit)
            )
        )


def overdue_instalments(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[int]:
    """Ids of refused instalments whose time is over by the terms of their places, the oldest first."""
    with reading(viewer=viewer) as session:
        refused = session.execute(
            select(
                Instalment.id, Instalment.due_on, Enrolment.timezone, ProgramTerms.missed_after_days
            )
            .join(Enrolment, Enrolment.id == Instalment.enrolment_id)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .join(
                ProgramTerms,
                (ProgramTerms.program_id == Cohort.program_id)
                & (ProgramTerms.version == Enrolment.terms_version),
            )
            .where(
                Instalment.state == InstalmentState.SCHEDULED,
                Instalment.failure_code != "",
                Instalment.stripe_account.not_in(resting_accounts()),
            )
            .order_by(Instalment.due_on, Instalment.id)
        ).all()
    over = [
        row.id
        for row in refused
        if missed_from(row.due_on, days=row.missed_after_days, zone=row.timezone) <= now
    ]
    return over[:limit]


def enrolment_of_instalment(instalment_id: int, *, viewer: Viewer) -> int:
    """The id of the enrolment that this instalment is for."""
    with reading(viewer=viewer) as session:
        return session.get_one(Instalment, instalment_id).enrolment_id


def plan_of(session: Session, enrolment: Enrolment) -> list[PlannedPayment]:
    """The plan of a seat that is paid in parts, in order; empty for any other. Within a read of who may see it."""
    rows = session.scalars(
        select(Instalment)
        .where(Instalment.enrolment_id == enrolment.id)
        .order_by(Instalment.number)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        return []
    terms = agreed_terms(session, enrolment.cohort.program_id, enrolment.terms_version)
    return [_planned(row, days=terms.missed_after_days, zone=enrolment.timezone) for row in rows]


def _planned(row: Instalment, *, days: int, zone: str) -> PlannedPayment:
    is_waited_for = is_refused(row.state, row.failure_code)
    return PlannedPayment(
        number=row.number,
        due_on=row.due_on,
        amount_minor=row.amount_minor,
        currency=row.currency,
        state=row.state,
        failure_code=row.failure_code,
        try_at=row.try_at,
        ends_at=missed_from(row.due_on, days=days, zone=zone) if is_waited_for else None,
    )
