"""Invariants of payments, refunds, disputes and instalments."""

import itertools

from sqlalchemy import ColumnElement, Select, func, or_, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.rules.states import UNPAID_ENDS, EnrolmentState
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models.checkouts import Checkout, Instalment
from mentorhub.payments.models.ledger import Dispute, Payment, Refund
from mentorhub.payments.rules.checkouts import LIVE_CHECKOUTS
from mentorhub.payments.rules.instalments import InstalmentState
from mentorhub.payments.rules.refunds import UNDONE_REFUNDS, DisputeState
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.terms import ProgramTerms


def a_first_payment_bought_a_seat_or_is_refunded(*, viewer: Viewer) -> list[str]:
    """Invariant 4: seat, full refund, or an open finding that says why not; and no seat was bought twice."""
    refunded = (
        select(func.coalesce(func.sum(Refund.amount_minor), 0))
        .where(Refund.payment_id == Payment.id)
        .scalar_subquery()
    )
    mismatch = (
        select(Finding.id)
        .where(Finding.kind == "price_mismatch", Finding.subject_public_id == Checkout.public_id)
        .exists()
    )
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(
                Payment.public_id,
                Checkout.enrolment_id,
                Enrolment.enrolled_at.is_not(None).label("bought"),
                Enrolment.state,
                (refunded >= Payment.amount_minor).label("refunded"),
            )
            .join(Checkout, Checkout.id == Payment.checkout_id)
            .join(Enrolment, Enrolment.id == Checkout.enrolment_id)
            .where(~mismatch, Checkout.instalment_id.is_(None))
            .order_by(Checkout.enrolment_id, Payment.id)
        ).all()
    kept = [row for row in rows if not row.refunded]
    seatless = [row.public_id for row in kept if not row.bought or row.state in UNPAID_ENDS]
    by_seat = itertools.groupby(kept, key=lambda row: row.enrolment_id)
    doubled = [row.public_id for _, group in by_seat for row in list(group)[1:]]
    return seatless + doubled


def a_paid_seat_has_a_payment(*, viewer: Viewer) -> list[str]:
    """Invariant 4, the other way round: who enrolled at a price, and was not granted the seat, has paid."""
    paid = (
        select(Payment.id)
        .join(Checkout, Checkout.id == Payment.checkout_id)
        .where(Checkout.enrolment_id == Enrolment.id)
        .exists()
    )
    return _found(
        select(Enrolment.public_id).where(
            Enrolment.enrolled_at.is_not(None), Enrolment.amount_minor > 0, ~paid
        ),
        viewer=viewer,
    )


def a_freed_seat_has_no_payable_checkout(*, viewer: Viewer) -> list[str]:
    """Invariant 5: a seat is never freed while its checkout can still be paid."""
    return _found(
        select(Enrolment.public_id)
        .join(Checkout, Checkout.enrolment_id == Enrolment.id)
        .where(Checkout.state.in_(LIVE_CHECKOUTS), Enrolment.state != EnrolmentState.HELD),
        viewer=viewer,
    )


def a_hold_lasts_as_long_as_its_checkout(*, viewer: Viewer) -> list[str]:
    """The deadline shown is the true one: not before the checkout ends at Stripe."""
    return _found(
        select(Enrolment.public_id)
        .join(Checkout, Checkout.enrolment_id == Enrolment.id)
        .where(Checkout.state.in_(LIVE_CHECKOUTS), Enrolment.held_until < Checkout.expires_at),
        viewer=viewer,
    )


def an_open_dispute_pauses_its_seat(*, viewer: Viewer) -> list[str]:
    """While a payer's bank asks for the money back, the seat is kept and the programme waits."""
    return _found(
        _of_disputes(DisputeState.OPEN).where(
            Enrolment.state == EnrolmentState.ENROLLED, Enrolment.paused_at.is_(None)
        ),
        viewer=viewer,
    )


def a_lost_dispute_holds_no_seat(*, viewer: Viewer) -> list[str]:
    """Invariant 4: the money is gone, so the seat is the next one's."""
    return _found(
        _of_disputes(DisputeState.LOST).where(Enrolment.state == EnrolmentState.ENROLLED),
        viewer=viewer,
    )


def a_fully_refunded_seat_is_free(*, viewer: Viewer) -> list[str]:
    """Invariant 8: who has everything back holds no paid seat."""
    back = (
        select(func.coalesce(func.sum(Refund.amount_minor), 0))
        .where(Refund.payment_id == Payment.id, Refund.state.not_in(UNDONE_REFUNDS))
        .correlate(Payment)
        .scalar_subquery()
    )
    return _found(
        select(Enrolment.public_id)
        .select_from(Payment)
        .outerjoin(Checkout, Checkout.id == Payment.checkout_id)
        .outerjoin(Instalment, Instalment.id == Payment.instalment_id)
        .join(Enrolment, _owner())
        .where(Enrolment.state == EnrolmentState.ENROLLED)
        .group_by(Enrolment.id, Enrolment.public_id)
        .having(func.sum(Payment.amount_minor) > 0, func.sum(Payment.amount_minor - back) <= 0),
        viewer=viewer,
    )


def _of_disputes(state: DisputeState) -> Select[str]:
    return (
        select(Enrolment.public_id)
        .select_from(Dispute)
        .join(Payment, Payment.id == Dispute.payment_id)
        .outerjoin(Checkout, Checkout.id == Payment.checkout_id)
        .outerjoin(Instalment, Instalment.id == Payment.instalment_id)
        .join(Enrolment, _owner())
        .where(Dispute.state == state)
        .distinct()
    )


def _owner() -> ColumnElement[bool]:
    return or_(Enrolment.id == Checkout.enrolment_id, Enrolment.id == Instalment.enrolment_id)


def instalments_add_up_to_the_price(*, viewer: Viewer) -> list[str]:
    """The parts of a plan are the price that was agreed to, to the last minor unit."""
    return _found(
        select(Enrolment.public_id)
        .join(Instalment, Instalment.enrolment_id == Enrolment.id)
        .group_by(Enrolment.id, Enrolment.public_id, Enrolment.amount_minor)
        .having(func.sum(Instalment.amount_minor) != Enrolment.amount_minor),
        viewer=viewer,
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
    return _found(
        select(Enrolment.public_id)
        .join(Instalment, Instalment.enrolment_id == Enrolment.id)
        .where(
            Instalment.state == InstalmentState.MISSED,
            Enrolment.state == EnrolmentState.ENROLLED,
            Enrolment.paused_at.is_(None),
        )
        .distinct(),
        viewer=viewer,
    )


def a_place_that_ended_owes_nothing(*, viewer: Viewer) -> list[str]:
    """Nothing more is taken for a seat that somebody no longer has."""
    return _found(
        select(Instalment.public_id)
        .join(Enrolment, Enrolment.id == Instalment.enrolment_id)
        .where(
            Instalment.state.in_((InstalmentState.SCHEDULED, InstalmentState.MISSED)),
            Enrolment.state.not_in((EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)),
        ),
        viewer=viewer,
    )


def every_place_was_taken_on_terms_that_are_kept(*, viewer: Viewer) -> list[str]:
    """The version that a place names is one of its programme's: what it is reckoned by can be read."""
    kept = (
        select(ProgramTerms.version)
        .where(
            ProgramTerms.program_id == Cohort.program_id,
            ProgramTerms.version == Enrolment.terms_version,
        )
        .exists()
    )
    places = select(Enrolment.public_id).join(Cohort, Cohort.id == Enrolment.cohort_id)
    return _found(places.where(~kept), viewer=viewer)


def _found(query: Select[str], *, viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(session.scalars(query))


INVARIANTS = (
    a_first_payment_bought_a_seat_or_is_refunded,
    a_paid_seat_has_a_payment,
    a_freed_seat_has_no_payable_checkout,
    a_hold_lasts_as_long_as_its_checkout,
    an_open_dispute_pauses_its_seat,
    a_lost_dispute_holds_no_seat,
    a_fully_refunded_seat_is_free,
    instalments_add_up_to_the_price,
    a_later_payment_settles_one_instalment_or_is_refunded,
    a_missed_instalment_pauses_its_seat,
    a_place_that_ended_owes_nothing,
    every_place_was_taken_on_terms_that_are_kept,
)
