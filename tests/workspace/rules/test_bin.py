"""The bin: when its time is over."""

import datetime as dt

from mentorhub.workspace.rules.bin import KEPT, RestoreFirst, is_due

NOW = dt.datetime(2026, 5, 7, 12, tzinfo=dt.UTC)


def test_what_was_deleted_is_due_after_thirty_days_and_not_before() -> None:
    assert is_due(NOW - KEPT, now=NOW)
    assert not is_due(NOW - KEPT + dt.timedelta(seconds=1), now=NOW)
    assert not is_due(None, now=NOW)
    assert KEPT.days == 30


def test_what_has_to_be_restored_first_is_named_where_it_has_a_name() -> None:
    assert (RestoreFirst("Tomáš").name, RestoreFirst().name) == ("Tomáš", "")
