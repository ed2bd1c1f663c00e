"""Days between two dates: the calendar's, on either database, of columns and of values."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import null, select

from mentorhub.foundation.database.days import days_between
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (dt.date(2026, 5, 7), dt.date(2026, 5, 7)),
        (dt.date(2024, 2, 28), dt.date(2024, 3, 1)),
        (dt.date(2026, 3, 1), dt.date(2026, 2, 28)),
        (dt.date(1900, 1, 1), dt.date(2126, 12, 31)),
    ],
)
def test_days_are_those_of_the_calendar(in_app: Flask, earlier: dt.date, later: dt.date) -> None:
    with reading(viewer=SYSTEM) as session:
        assert session.scalar(select(days_between(earlier, later))) == (later - earlier).days


def test_of_no_day_there_is_no_number(in_app: Flask) -> None:
    with reading(viewer=SYSTEM) as session:
        assert session.scalar(select(days_between(null(), dt.date(2026, 5, 7)))) is None
