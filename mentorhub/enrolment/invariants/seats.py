"""Invariants of seats and places, and of people who close their account."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.closing import SEATS_LATE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.journal import LineEntry
from mentorhub.enrolment.models.mentorships import Mentorship, is_place_of, names_somebody
from mentorhub.enrolment.rules.states import (
    GIVEN_UP,
    SEATED,
    EnrolmentState,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, snapshot
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.stored_names import NamesAreSeen
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.cohorts import CohortState

no_stored_name_holds_what_nobody_sees = NamesAreSeen(Enrolment.name)


def a_cohorts_counters_are_what_the_rows_say(*, viewer: Viewer) -> list[str]:
    """Invariant 1: taken and waiting are what the rows say, and taken never exceeds the seats."""
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


def places_follow_the_order_of_arrival(*, viewer: Viewer) -> list[str]:
    """Invariant 2: an earlier allocation, or an earlier arrival in the same one, has the earlier place.

    Ids alone do not show it: of two that arrive at once, the later id may be committed and placed first.
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
    """Invariant 2: while the cohort is on, a free seat goes to the earliest askable in the commit that frees it.

    Between a pause and its end nobody gets a seat: two entries of the journal say so.
    """
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id)
                .join(Cohort, Cohort.id == Enrolment.cohort_id)
                .where(
                    Enrolment.state == EnrolmentState.WAITING,
                    Cohort.state.in_((CohortState.PUBLISHED, CohortState.REHEARSAL)),
                    Cohort.allocation_paused_at.is_(None),
                    Cohort.taken < Cohort.seats,
                    or_(
                        Enrolment.passed_release.is_(None),
                        Enrolment.passed_release < Cohort.releases,
                    ),
                )
            )
        )


def a_granted_seat_costs_nothing(*, viewer: Viewer) -> list[str]:
    """Invariant 1: what the practice gives is free of charge."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Enrolment.public_id).where(
                    Enrolment.granted_by.is_not(None), Enrolment.amount_minor != 0
                )
            )
        )


def an_enrolled_seat_has_one_current_mentorship(*, viewer: Viewer) -> list[str]:
    """Enrolled means mentored, but in a rehearsal; without the seat no mentorship goes on."""
    current = func.count(Mentorship.id)
    is_mentored = (Enrolment.state == EnrolmentState.ENROLLED) & Cohort.rehearses_id.is_(None)
    with reading(viewer=viewer) as session:
        rows = session.execute(
            select(Enrolment.public_id, is_mentored, current)
            .join(Cohort, Cohort.id == Enrolment.cohort_id)
            .outerjoin(
                Mentorship,
                (Mentorship.enrolment_id == Enrolment.id) & Mentorship.until_at.is_(None),
            )
            .group_by(Enrolment.id, Enrolment.public_id, Enrolment.state, Cohort.rehearses_id)
            .having((current > 0) | is_mentored)
        )
        return [public_id for public_id, is_one, count in rows if count != int(is_one)]


def every_applicants_key_is_made_of_their_address(*, viewer: Viewer) -> list[str]:
    """Places that another address than their applicant's would find, and that an account of it could claim."""
    found = select(Enrolment.public_id, Enrolment.email, Enrolment.email_key)
    with snapshot(viewer=viewer) as session:
        rows = session.execute(found.execution_options(yield_per=1000))
        return [public_id for public_id, email, key in rows if _key(email) != key]


def _key(address: str) -> str:
    try:
        return email_key(address)
    except ValueError:
        return ""


def nobody_who_closes_keeps_a_place_from_others(*, viewer: Viewer) -> list[str]:
    """Places that were to be given up hours ago."""
    late = User.closing_at <= clock.now() - SEATS_LATE
    return _places(late, Enrolment.state.in_(GIVEN_UP), viewer=viewer)


def no_place_names_somebody_erased(*, viewer: Viewer) -> list[str]:
    """Places, or payments for them, that still say who an erased user was."""
    paid = exists().where(
        Checkout.enrolment_id == Enrolment.id,
        Payment.checkout_id == Checkout.id,
        Payment.payer_email != "",
    )
    return _places(User.erased_at.is_not(None), or_(names_somebody(), paid), viewer=viewer)


def nobody_who_closes_mentors_anybody(*, viewer: Viewer) -> list[str]:
    """Mentorships that run with a mentor who is shut out of their account."""
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(
                select(Mentorship.public_id)
                .join(User, User.id == Mentorship.mentor_id)
                .where(Mentorship.until_at.is_(None), User.closing_at.is_not(None))
            )
        )


def _places(*which: ColumnElement[bool], viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(
            session.scalars(select(Enrolment.public_id).join(User, is_place_of()).where(*which))
        )


INVARIANTS = (
    a_cohorts_counters_are_what_the_rows_say,
    places_follow_the_order_of_arrival,
    no_askable_place_waits_while_a_seat_is_free,
    a_granted_seat_costs_nothing,
    an_enrolled_seat_has_one_current_mentorship,
    every_applicants_key_is_made_of_their_address,
    no_stored_name_holds_what_nobody_sees,
    nobody_who_closes_keeps_a_place_from_others,
    no_place_names_somebody_erased,
    nobody_who_closes_mentors_anybody,
)
