"""The picture that stands beside a link to a programme, where its practice has sent one of its own."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import Model


class ShareImage(Model):
    """A PNG picture that `charts` redrew; `version` is another for each picture. Without a row one is drawn."""

    __tablename__ = "share_image"
    __table_args__ = (
        ForeignKeyConstraint(["practice_id", "program_id"], ["program.practice_id", "program.id"]),
        CheckConstraint("length(image) BETWEEN 1 AND 2000000", name="share_image_is_small"),
    )

    program_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    practice_id: Mapped[int] = mapped_column(BigInteger)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    version: Mapped[str] = mapped_column(String(22))
    changed_at: Mapped[dt.datetime]
