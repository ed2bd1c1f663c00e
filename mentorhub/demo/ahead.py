"""Moving the demo's clock forward: app and stand-in Stripe move together, and all work that falls due is done."""

import datetime as dt
import re
from pathlib import Path

from mentorhub.demo.history import StripeClient
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.jobs import Jobs

NAME = "ahead.txt"  # in the demo's folder: seconds between the machine's time and the demo's
STEP = dt.timedelta(hours=6)  # due work is done four times a day, so no night or morning is skipped
LONGEST = dt.timedelta(days=366)
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def span(words: str) -> dt.timedelta:
    """How long "21d", "12h" or "90m" is. Raises `ValueError` for anything else, and for more than a year."""
    found = re.fullmatch(r"([1-9][0-9]{0,5})([dhm])", words.strip())
    if found is None or (by := dt.timedelta(**{UNITS[found[2]]: int(found[1])})) > LONGEST:
        raise ValueError("write such as 21d, 12h or 90m, up to 366d")
    return by


def time_ahead(data: Path) -> dt.timedelta:
    """How far the demo in this folder is ahead of the machine's time."""
    file = data / NAME
    return dt.timedelta(seconds=float(file.read_text())) if file.exists() else dt.timedelta()


def advance(by: dt.timedelta, *, data: Path, jobs: Jobs) -> None:
    """Move the clock forward by this much, step by step; in the app's context, while the stand-in answers.

    If interrupted, the demo stays at the last whole step.
    """
    stripe_client = StripeClient(settings().stripe_api_base, key=settings().stripe_secret_key)
    left = by
    while left > dt.timedelta():
        step = min(STEP, left)
        left -= step
        clock.advance(step)
        (data / NAME).write_text(str((time_ahead(data) + step).total_seconds()))
        stripe_client.set_clock(clock.now())
        _run_due(jobs)


def _run_due(jobs: Jobs) -> None:
    """Run every task that is due, and again those that did not finish."""
    names = jobs.due()
    while names:
        for name in names:
            jobs.run(name)
        names = [name for name in names if jobs.is_unfinished(name)]
