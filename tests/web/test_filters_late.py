"""How late something is, in words."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.web import filters

NOW = dt.datetime(2026, 5, 7, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [
        (dt.date(2026, 5, 6), "1 day late"),
        (dt.date(2026, 4, 28), "9 days late"),
        (dt.date(2026, 3, 12), "8 weeks late"),
    ],
)
def test_a_date_that_has_passed_says_how_late_it_is(
    app: Flask, due_on: dt.date, expected: str
) -> None:
    with app.test_request_context():
        assert filters.late_by(due_on, now=NOW) == expected
