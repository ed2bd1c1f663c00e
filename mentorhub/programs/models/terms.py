"""The terms of a programme, version by version: what stood there when somebody took a place stays to be read."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import Model, one_of
from mentorhub.programs.rules.offers import MissedInstalment
from mentorhub.programs.rules.terms import Policy


class ProgramTerms(Model):
    """One version of a programme's terms. Once the programme has been public, no row is changed or deleted.

    An enrolment names the version it was made on. `since` is when the version was first written.
    """

    __tablename__ = "program_terms"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        CheckConstraint("version > 0", name="versions_start_at_one"),
        CheckConstraint("missed_after_days BETWEEN 1 AND 90", name="missed_after_days_is_sane"),
        CheckConstraint(
            "refund_full_days BETWEEN 0 AND 365 AND refund_part_days BETWEEN 0 AND 365"
            " AND refund_part_percent BETWEEN 0 AND 100",
            name="refund_policy_is_sane",
        ),
    )

    program_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    practice_id: Mapped[int] = mapped_column(BigInteger)
    terms_md: Mapped[str] = mapped_column(Text, default="")
    refund_policy_md: Mapped[str] = mapped_column(Text, default="")
    refund_full_days: Mapped[int]
    refund_part_percent: Mapped[int]
    refund_part_days: Mapped[int]
    missed_instalment: Mapped[MissedInstalment] = mapped_column(
        one_of(MissedInstalment, "missed_instalment_is_known")
    )
    missed_after_days: Mapped[int]
    since: Mapped[dt.datetime]

    def write(self, terms: Mapping[str, Any]) -> None:
        """Say these, by column."""
        for name, value in terms.items():
            setattr(self, name, value)

    @property
    def policy(self) -> Policy:
        """Its numbers."""
        return Policy(**{name: getattr(self, name) for name in Policy.__dataclass_fields__})
