"""Whose a place is, as conditions for queries: an account's, or so far only an address's; and whose it could become."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import is_one_mailbox
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


def account_of(session: Session, enrolment: Enrolment) -> User | None:
    """The account of the very mailbox that this applicant's mails go to; inside a transaction or a reading."""
    user = session.scalar(select(User).where(User.email_key == enrolment.email_key))
    is_theirs = user is not None and is_one_mailbox(user.email, enrolment.email)
    return user if is_theirs else None
