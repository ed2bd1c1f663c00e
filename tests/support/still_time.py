"""Time that stands still at one moment, whoever asks: this process, or the database within a statement."""

import datetime as dt

import pytest

from mentorhub.foundation import clock


def stand_at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime | None) -> None:
    """From now on it is `moment` (aware, UTC)."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "told", lambda _answer: moment)
