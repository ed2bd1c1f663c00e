"""The laws of seats and money, each a query that returns offenders as public ids or short facts."""

import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, func, or_, select

from mentorhub.enrolment.models import Enrolment, LineEntry, Mentorship
from mentorhub.enrolment.rules import SEATED, UNPAID_ENDS, EnrolmentState, entry_hash
from mentorhub.foundation.database import Viewer, reading
from mentorhub.foundation.findings import Finding
from mentorhub.payments.models import Checkout, Payment, Refund
from mentorhub.payments.rules import LIVE_CHECKOUTS
from mentorhub.programs.models import GENESIS, Cohort


def a_cohorts_counters_tell_the_truth(*, viewer: Viewer) -> list[str]:
    """Law 1: taken and waiting are what the rows say, and taken never exceeds the seats."""
    seated = func.count(Enrolment.id).filter(Enrolment.state.in_(SEATED))
    waiting = func.count(Enrolment.id).filter(Enrolment.state == EnrolmentState.WAITING)
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Cohort.public_id)
                .outerjoin(Enrolment, Enrolment.cohort_id == Cohort.id)
                .group_by(Cohort.id, Cohort.public_id, Cohort.taken, Cohort.waiting, Cohort.seats)
                .having(
                    or_(
                        Cohort.taken != seated,
                        Cohort.waiting != waiting,
                        seated > Cohort.seats,
                    )
                )
            )
        )


def a_seat_number_is_one_of_its_cohorts(*, viewer: Viewer) -> list[str]:
    """Law 1: seats are numbered from one to the cohort's count."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(Enrolment.seat_number > Cohort.seats)
            )
        )


def places_follow_the_order_of_arrival(*, viewer: Viewer) -> list[str]:
    """Law 2: who was placed by an earlier settle, or in the same one arrived earlier, has the earlier place.

    Ids alone do not tell: of two that arrive at once, the later id may be committed and placed first.
    """

    def before(column: Any) -> Any:
        return func.lag(column).over(partition_by=Enrolment.cohort_id, order_by=Enrolment.place)

    placed = (
        select(
            Enrolment.public_id,
            Enrolment.id,
            LineEntry.at,
            before(Enrolment.id).label("id_before"),
            before(LineEntry.at).label("at_before"),
        )
        .join(LineEntry, LineEntry.enrolment_id == Enrolment.id)
        .where(LineEntry.kind == "placed")
        .subquery()
    )
    out_of_order = or_(
        placed.c.at < placed.c.at_before,
        and_(placed.c.at == placed.c.at_before, placed.c.id < placed.c.id_before),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(placed.c.public_id).where(out_of_order)))


def no_askable_place_waits_while_a_seat_is_free(*, viewer: Viewer) -> list[str]:
    """Law 2: a free seat goes to the earliest askable place in the commit that frees it."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(
                    Enrolment.state == EnrolmentState.WAITING,
                    Cohort.taken < Cohort.seats,
                    or_(
                        Enrolment.passed_release.is_(None),
                        Enrolment.passed_release < Cohort.releases,
                    ),
                )
            )
        )


def a_first_payment_bought_a_seat_or_is_refunded(*, viewer: Viewer) -> list[str]:
    """Law 4: seat, full refund, or an open finding that says why not; and no seat was bought twice."""
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
            .where(~mismatch)
            .order_by(Checkout.enrolment_id, Payment.id)
        ).all()
    kept = [row for row in rows if not row.refunded]
    seatless = [row.public_id for row in kept if not row.bought or row.state in UNPAID_ENDS]
    by_seat = itertools.groupby(kept, key=lambda row: row.enrolment_id)
    doubled = [row.public_id for _, group in by_seat for row in list(group)[1:]]
    return seatless + doubled


def a_paid_seat_has_a_payment(*, viewer: Viewer) -> list[str]:
    """Law 4, the other way round: who enrolled at a price, and was not granted the seat, has paid."""
    paid = (
        select(Payment.id)
        .join(Checkout, Checkout.id == Payment.checkout_id)
        .where(Checkout.enrolment_id == Enrolment.id)
        .exists()
    )
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id).where(
                    Enrolment.enrolled_at.is_not(None), Enrolment.amount_minor > 0, ~paid
                )
            )
        )


def a_freed_seat_has_no_payable_checkout(*, viewer: Viewer) -> list[str]:
    """Law 5: a seat is never freed while its checkout can still be paid."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Checkout, Checkout.enrolment_id == Enrolment.id)
                .where(Checkout.state.in_(LIVE_CHECKOUTS), Enrolment.state != EnrolmentState.HELD)
            )
        )


def a_hold_lasts_as_long_as_its_checkout(*, viewer: Viewer) -> list[str]:
    """The deadline shown is the true one: not before the checkout ends at Stripe."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Checkout, Checkout.enrolment_id == Enrolment.id)
                .where(
                    Checkout.state.in_(LIVE_CHECKOUTS), Enrolment.held_until < Checkout.expires_at
                )
            )
        )


def every_journal_is_one_unbroken_chain(*, viewer: Viewer) -> list[str]:
    """Law 7: numbered without a gap, each hash over the one before, the last one the cohort's head."""
    offenders = []
    with reading(viewer=viewer) as session:
        heads = session.execute(
            select(Cohort.id, Cohort.public_id, Cohort.entries, Cohort.journal_head)
        ).all()
        rows = session.execute(
            select(LineEntry.cohort_id, LineEntry.number, LineEntry.text, LineEntry.hash)
            .order_by(LineEntry.cohort_id, LineEntry.number)
            .execution_options(yield_per=1000)
        )
        ends: dict[int, tuple[int, str]] = {}
        for cohort_id, number, text, stored in rows:
            last, previous = ends.get(cohort_id, (0, GENESIS))
            if number != last + 1 or entry_hash(previous, text) != stored:
                offenders.append(f"entry {number} of cohort {cohort_id}")
            ends[cohort_id] = (number, stored)
    for cohort_id, public_id, entries, head in heads:
        if ends.get(cohort_id, (0, GENESIS)) != (entries, head):
            offenders.append(public_id)
    return offenders


def an_enrolled_seat_has_one_current_mentorship(*, viewer: Viewer) -> list[str]:
    """Enrolled means mentored; without the seat no mentorship goes on."""
    current = func.count(Mentorship.id)
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(Enrolment.public_id, Enrolment.state, current)
            .outerjoin(
                Mentorship,
                (Mentorship.enrolment_id == Enrolment.id) & Mentorship.until_at.is_(None),
            )
            .group_by(Enrolment.id, Enrolment.public_id, Enrolment.state)
            .having((current > 0) | (Enrolment.state == EnrolmentState.ENROLLED))
        )
        return [
            public_id
            for public_id, state, count in rows
            if count != (1 if state == EnrolmentState.ENROLLED else 0)
        ]


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    a_cohorts_counters_tell_the_truth,
    a_seat_number_is_one_of_its_cohorts,
    places_follow_the_order_of_arrival,
    no_askable_place_waits_while_a_seat_is_free,
    a_first_payment_bought_a_seat_or_is_refunded,
    a_paid_seat_has_a_payment,
    a_freed_seat_has_no_payable_checkout,
    a_hold_lasts_as_long_as_its_checkout,
    every_journal_is_one_unbroken_chain,
    an_enrolled_seat_has_one_current_mentorship,
)
