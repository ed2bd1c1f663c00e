"""Who wants to be told when a cohort opens: a list apart from the line, which gives nobody a place."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation import links
from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.programs.models.cohorts import Cohort

LINK = "opening-notice"


class OpeningNotice(HasPublicId, Model):
    """An address, from the form to the email of the opening. Only one that its link has confirmed is mailed, once."""

    __tablename__ = "opening_notice"
    __table_args__ = (
        UniqueConstraint("cohort_id", "email_key", name="an_address_asks_once_of_an_opening"),
        ForeignKeyConstraint(["practice_id", "cohort_id"], ["cohort.practice_id", "cohort.id"]),
        CheckConstraint(
            "mailed_at IS NULL OR confirmed_at IS NOT NULL", name="mailed_is_confirmed"
        ),
        Index("ix_opening_notice_address", "email_key"),
    )

    practice_id: Mapped[int] = mapped_column(BigInteger)
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    mailed_at: Mapped[dt.datetime | None]

    cohort: Mapped[Cohort] = relationship(
        primaryjoin=cohort_id == Cohort.id, foreign_keys=[cohort_id]
    )

    @property
    def token(self) -> str:
        """What opens its page; the row's end makes it worthless."""
        return links.sign(self.public_id, 0, purpose=LINK)
