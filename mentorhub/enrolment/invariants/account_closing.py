"""Invariants of the places of people who close their account."""

from sqlalchemy import ColumnElement, exists, or_, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.closing import SEATS_LATE
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.enrolment.models.belonging import is_place_of, names_somebody
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.rules.states import GIVEN_UP
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.models.checkouts import Checkout
from mentorhub.payments.models.ledger import Payment


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
    nobody_who_closes_keeps_a_place_from_others,
    no_place_names_somebody_erased,
    nobody_who_closes_mentors_anybody,
)
