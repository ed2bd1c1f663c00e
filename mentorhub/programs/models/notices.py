"""A practice's privacy notice and imprint, which the law requires of every offer on the web."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import Model


class PracticeNotices(Model):
    """A practice's privacy notice and imprint, as Markdown; '' where it has none."""

    __tablename__ = "practice_notices"
    __table_args__ = (
        CheckConstraint("length(privacy_md) <= 20000", name="privacy_notice_is_no_book"),
        CheckConstraint("length(imprint_md) <= 20000", name="imprint_is_no_book"),
    )

    practice_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("practice.id"), primary_key=True, autoincrement=False
    )
    privacy_md: Mapped[str] = mapped_column(Text, default="")
    imprint_md: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[dt.datetime]
