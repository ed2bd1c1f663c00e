"""Findings: one open per kind and subject, a new one after the old was closed."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import Finding, open_finding

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def test_the_same_finding_is_opened_once(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        first = _open(session)
        session.flush()
        assert _open(session) is first
    assert _count() == 1


def test_a_closed_finding_may_be_opened_again(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        _open(session).closed_at = NOW
        session.flush()
        assert _open(session).closed_at is None
    assert _count() == 2


def test_another_subject_is_another_finding(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session:
        _open(session)
        _open(session, subject="def")
    assert _count() == 2


def test_the_database_forbids_a_second_open_one(in_app: Flask) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        for _ in range(2):
            session.add(Finding(kind="k", subject_type="t", subject_public_id="abc", opened_at=NOW))
            session.flush()


def _open(session: Session, subject: str = "abc") -> Finding:
    return open_finding(
        session, "refund_failed", subject_type="refund", subject_public_id=subject, now=NOW
    )


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Finding)) or 0
