"""The days that a reminder can be put off to."""

import datetime as dt

from mentorhub.workspace.rules.reminders import later_days


def test_later_is_tomorrow_in_three_days_or_in_a_week() -> None:
    assert later_days(dt.date(2026, 12, 30)) == (
        dt.date(2026, 12, 31),
        dt.date(2027, 1, 2),
        dt.date(2027, 1, 6),
    )
