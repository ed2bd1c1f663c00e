"""Work of the line that is due."""

import datetime as dt

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from mentorhub.accounts.models.practices import Practice
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import LIVE, LONGEST_HOLD, EnrolmentState, reminder_due
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.queries.accounts import lost_accounts, resting_accounts
from mentorhub.payments.rules.instalments import InstalmentState, missed_from
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.inquiries import Inquiry
from mentorhub.programs.models.terms import ProgramTerms
from mentorhub.programs.rules.cohorts import CALLED_OFF
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
                    _can_be_paid(),
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
                    Cohort.state.in_(CALLED_OFF),
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
                _can_be_paid(),
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


def _can_be_paid() -> ColumnElement[bool]:
    """Of a held seat: `Enrolment.is_stopped` says the opposite of one row."""
    rehearsals = select(Cohort.id).where(Cohort.rehearses_id.is_not(None))
    return (Enrolment.amount_minor == 0) | Practice.can_charge | Enrolment.cohort_id.in_(rehearsals)


ASKED_ABOUT = (InstalmentState.SCHEDULED, InstalmentState.PAYING, InstalmentState.CANCELLED)


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
