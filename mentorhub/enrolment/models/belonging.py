"""Whose a place is, as conditions for queries: an account's, or so far only an address's."""

from sqlalchemy import ColumnElement, and_, or_

from mentorhub.accounts.models import User
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.erasure import NOWHERE


def is_place_of() -> ColumnElement[bool]:
    """A place of `User`: their account's; or, before it is any account's, of their address since before they closed."""
    by_address = and_(
        Enrolment.user_id.is_(None),
        Enrolment.email_key == User.email_key,
        or_(User.closing_at.is_(None), Enrolment.arrived_at <= User.closing_at),
    )
    return or_(Enrolment.user_id == User.id, by_address)


def names_somebody() -> ColumnElement[bool]:
    """A place that was not made nameless."""
    return Enrolment.email.not_like(f"%@{NOWHERE}")
