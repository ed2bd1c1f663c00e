"""English dates and hours, as they are written where the reader lives."""

import datetime as dt

import pytest
from flask import Flask
from flask_babel import force_locale

from mentorhub.foundation import clock
from mentorhub.web import filters

NOW = dt.datetime(2026, 5, 7, 9, 0, tzinfo=dt.UTC)
AFTERNOON = dt.datetime(2026, 5, 7, 13, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("en_GB", ("Thursday 7 May", "Wednesday 31 December 2025", "13:05")),
        ("en_IE", ("Thursday 7 May", "Wednesday 31 December 2025", "13:05")),
        ("en_US", ("Thursday, May 7", "Wednesday, December 31, 2025", "1:05\u202fPM")),
        ("en_AU", ("Thursday, 7 May", "Wednesday, 31 December 2025", "1:05\u202fpm")),
        ("en_ZA", ("Thursday, 07 May", "Wednesday, 31 December 2025", "13:05")),
    ],
)
def test_english_is_written_as_at_the_readers_place(
    app: Flask, monkeypatch: pytest.MonkeyPatch, place: str, written: tuple[str, str, str]
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.test_request_context("/"), force_locale(place):
        days = [filters.day(dt.date(2026, 5, 7)), filters.day(dt.date(2025, 12, 31))]
        assert (*days, filters.hour(AFTERNOON)) == written
