"""Invariants of prices that are paid in parts."""

from sqlalchemy import func, or_, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.rules.refunds import UNDONE_REFUNDS


def instalments_add_up_to_the_price(*, viewer: Viewer) -> list[str]:
    """The parts of a plan are the price that was agreed to, to the last minor unit."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Instalment, Instalment.enrolment_id == Enrolment.id)
                .group_by(Enrolment.id, Enrolment.public_id, Enrolment.amount_minor)
                .having(func.sum(Instalment.amount_minor) != Enrolment.amount_minor)
            )
        )


def a_later_payment_settles_one_instalment_or_is_refunded(*, viewer: Viewer) -> list[str]:
    """Invariant 4: each paid instalment after the first has exactly one payment that was not refunded at once."""
    with reading(viewer=viewer) as session:
        kept = (
            select(func.count(Payment.id))
            .outerjoin(Checkout, Checkout.id == Payment.checkout_id)
            .outerjoin(
                Refund,
                (Refund.payment_id == Payment.id)
                & (Refund.reason == "not_due")
                & Refund.state.not_in(UNDONE_REFUNDS),
            )
            .where(
                or_(
                    Payment.instalment_id == Instalment.id, Checkout.instalment_id == Instalment.id
                ),
                Refund.id.is_(None),
            )
            .correlate(Instalment)
            .scalar_subquery()
        )
        is_paid = Instalment.state == InstalmentState.PAID
        return list(
            session.scalars(
                select(Instalment.public_id).where(
                    Instalment.number > 1, or_(is_paid & (kept != 1), ~is_paid & (kept != 0))
                )
            )
        )


def a_missed_instalment_pauses_its_seat(*, viewer: Viewer) -> list[str]:
    """A seat whose payment was missed waits for it, or has ended by the programme's rule."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Instalment, Instalment.enrolment_id == Enrolment.id)
                .where(
                    Instalment.state == InstalmentState.MISSED,
                    Enrolment.state == EnrolmentState.ENROLLED,
                    Enrolment.paused_at.is_(None),
                )
                .distinct()
            )
        )


def a_place_that_ended_owes_nothing(*, viewer: Viewer) -> list[str]:
    """Nothing more is taken for a seat that somebody no longer has."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Instalment.public_id)
                .join(Enrolment, Enrolment.id == Instalment.enrolment_id)
                .where(
                    Instalment.state.in_((InstalmentState.SCHEDULED, InstalmentState.MISSED)),
                    Enrolment.state.not_in((EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)),
                )
            )
        )


INVARIANTS = (
    instalments_add_up_to_the_price,
    a_later_payment_settles_one_instalment_or_is_refunded,
    a_missed_instalment_pauses_its_seat,
    a_place_that_ended_owes_nothing,
)
