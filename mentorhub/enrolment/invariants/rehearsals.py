"""Invariants of rehearsals: nobody real has a place in one, and no practice's account is asked for its money."""

from sqlalchemy import Select, and_, exists, not_, or_, select

from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.mentorships import Mentorship, names_somebody
from mentorhub.enrolment.rules.rehearsals import ADDRESSES
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.rules.cohorts import REHEARSALS


def a_rehearsal_is_of_a_cohort_and_has_one_seat(*, viewer: Viewer) -> list[str]:
    """And no other cohort is one of something."""
    is_one = Cohort.state.in_(REHEARSALS)
    is_of_one = Cohort.rehearses_id.is_not(None)
    wrong = or_(is_one & not_(is_of_one), is_of_one & not_(is_one), is_one & (Cohort.seats != 1))
    return _found(select(Cohort.public_id).where(wrong), viewer=viewer)


def nobody_real_has_a_place_in_a_rehearsal(*, viewer: Viewer) -> list[str]:
    """Its applicants are made up: no account, no mentor, no address at which anybody is reached; elsewhere none is."""
    made_up = Enrolment.email.like(f"%@{ADDRESSES}")
    mentored = exists().where(Mentorship.enrolment_id == Enrolment.id)
    real = or_(Enrolment.user_id.is_not(None), mentored, and_(names_somebody(), not_(made_up)))
    is_rehearsed = Cohort.rehearses_id.is_not(None)
    return _found(
        select(Enrolment.public_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(or_(is_rehearsed & real, not_(is_rehearsed) & made_up)),
        viewer=viewer,
    )


def only_rehearsals_are_paid_at_the_sandbox_for_them(*, viewer: Viewer) -> list[str]:
    """And nowhere else: no practice's account knows of one."""
    is_there = Checkout.stripe_account == REHEARSAL
    is_rehearsed = Cohort.rehearses_id.is_not(None)
    return _found(
        select(Checkout.public_id)
        .join(Enrolment, Enrolment.id == Checkout.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(or_(is_rehearsed & not_(is_there), is_there & not_(is_rehearsed))),
        viewer=viewer,
    )


INVARIANTS = (
    a_rehearsal_is_of_a_cohort_and_has_one_seat,
    nobody_real_has_a_place_in_a_rehearsal,
    only_rehearsals_are_paid_at_the_sandbox_for_them,
)


def _found(query: Select[str], *, viewer: Viewer) -> list[str]:
    with reading(viewer=viewer) as session:
        return list(session.scalars(query))
