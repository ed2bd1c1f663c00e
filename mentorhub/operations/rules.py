"""When a sweep is late. Pure."""

import datetime as dt

MISSED_RUNS = 3  # so many intervals without a success, and something is wrong
GRACE = dt.timedelta(minutes=1)


def is_sweep_late(
    last_success_at: dt.datetime | None, *, interval_seconds: int, now: dt.datetime
) -> bool:
    """Whether a sweep has not succeeded for three of its intervals and a minute, or never."""
    if last_success_at is None:
        return True
    return now - last_success_at > MISSED_RUNS * dt.timedelta(seconds=interval_seconds) + GRACE
