"""The payments of a seat that is paid in parts, as its payer sees them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.payments.models.checkouts import Instalment
from mentorhub.payments.rules.instalments import InstalmentState, is_refused, missed_from
from mentorhub.programs.queries.terms import agreed_terms


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
