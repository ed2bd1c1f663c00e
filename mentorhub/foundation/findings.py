"""Findings: what a person must check. Any package opens one in its own transaction; `operations` closes."""

import datetime as dt

from sqlalchemy import BigInteger, ColumnElement, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model

CLOCKS_DIFFER = "clocks_differ"  # shown by /health/ready, too


class Finding(HasPublicId, Model):
    """One thing for a person to check; open until it is closed."""

    __tablename__ = "finding"
    __table_args__ = (
        Index(
            "one_open_finding_per_kind_and_subject",
            "kind",
            "subject_type",
            "subject_public_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_public_id: Mapped[str] = mapped_column(String(80))
    practice_id: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(BigInteger)


def open_finding(
    session: Session,
    kind: str,
    *,
    subject_type: str,
    subject_public_id: str,
    now: dt.datetime,
    practice_id: int | None = None,
    detail: str = "",
) -> Finding:
    """The open finding of this kind and subject: the one there is, or a new one."""
    found = session.scalar(
        select(Finding).where(
            Finding.kind == kind,
            Finding.subject_type == subject_type,
            Finding.subject_public_id == subject_public_id,
            Finding.closed_at.is_(None),
        )
    )
    if found is None:
        found = Finding(
            kind=kind,
            subject_type=subject_type,
            subject_public_id=subject_public_id,
            practice_id=practice_id,
            detail=detail,
            opened_at=now,
        )
        session.add(found)
    return found


def has_finding(session: Session, kind: str, *, subject_public_id: str) -> bool:
    """Whether one of this kind is open about this subject."""
    return session.scalar(select(Finding.id).where(*_open(kind, subject_public_id))) is not None


def open_details(session: Session, kind: str) -> list[str]:
    """What the open findings of this kind say, the oldest first."""
    found = select(Finding.detail).where(Finding.kind == kind, Finding.closed_at.is_(None))
    return list(session.scalars(found.order_by(Finding.id)))


def close_findings(
    session: Session,
    kind: str,
    *,
    subject_public_id: str,
    now: dt.datetime,
    by: int | None = None,
) -> None:
    """Close the open findings of this kind and subject; `by` is the user who did it, None for the install itself."""
    for finding in session.scalars(select(Finding).where(*_open(kind, subject_public_id))):
        finding.closed_at, finding.closed_by_id = now, by


def _open(kind: str, subject_public_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Finding.kind == kind,
        Finding.subject_public_id == subject_public_id,
        Finding.closed_at.is_(None),
    )
