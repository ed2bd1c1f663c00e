"""Who mentors whom; and whose a place is: an account's, or so far only an address's."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    and_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.addresses import is_one_mailbox
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.foundation.erasure import NOWHERE


class Mentorship(HasPublicId, Model):
    """Who mentors whom, from when until when: what a mentor may see hangs on it."""

    __tablename__ = "mentorship"
    __table_args__ = (
        UniqueConstraint("practice_id", "id", name="mentorship_belongs_to_practice"),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="ends_after_it_begins"),
        Index(
            "one_current_mentorship_per_enrolment",
            "enrolment_id",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    enrolment_id: Mapped[int] = mapped_column(BigInteger)
    mentor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"), index=True)
    from_at: Mapped[dt.datetime]
    until_at: Mapped[dt.datetime | None]

    enrolment: Mapped[Enrolment] = relationship()
    mentor: Mapped[User] = relationship()

    def finish(self, now: dt.datetime) -> None:
        """End it; nothing of it is deleted."""
        self.until_at = self.until_at or now


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
