"""The cohort's journal, one row an entry."""

import datetime as dt
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import Id, Model

NOTIFIED = "told"  # in `session.info` while an action goes on: the last entry it wrote of each enrolment, by id


class Notified(NamedTuple):
    """Number and hash of an entry, as mailed to the person it is about, who can check the journal by them."""

    number: int
    hash: str


class LineEntry(Model):
    """One entry of a cohort's journal; triggers refuse its change and its removal."""

    __tablename__ = "line_entry"
    __table_args__ = (
        UniqueConstraint("cohort_id", "number", name="entries_are_numbered"),
        UniqueConstraint("cohort_id", "previous_hash", name="entries_are_one_chain"),
        ForeignKeyConstraint(["practice_id", "cohort_id"], ["cohort.practice_id", "cohort.id"]),
        ForeignKeyConstraint(
            ["practice_id", "enrolment_id"], ["enrolment.practice_id", "enrolment.id"]
        ),
        CheckConstraint("number > 0", name="numbers_start_at_one"),
        Index("ix_line_entry_enrolment", "enrolment_id", "number"),
    )

    id: Mapped[Id]
    practice_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("practice.id"))
    cohort_id: Mapped[int] = mapped_column(BigInteger)
    enrolment_id: Mapped[int | None] = mapped_column(BigInteger)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime]
