"""The demo's days in advance: app and stand-in Stripe move together, and on the way all due work is done."""

import datetime as dt
import re
from pathlib import Path

from mentorhub.demo.history import StripeClient
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.jobs import Jobs

NAME = "ahead.txt"  # in the demo's folder: seconds between the machine's time and the demo's
STEP = dt.timedelta(
    hours=6
)  # four looks a day at what is due: no night and no morning is passed over
LONGEST = dt.timedelta(days=366)
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def span(words: str) -> dt.timedelta:
    """How long "21d", "12h" or "90m" is. Raises `ValueError` for anything else, and for more than a year."""
    found = re.fullmatch(r"([1-9][0-9]{0,5})([dhm])", words.strip())
    if found is None or (by := dt.timedelta(**{UNITS[found[2]]: int(found[1])})) > LONGEST:
        raise ValueError("write such as 21d, 12h or 90m, up to 366d")
    return by


def kept(data: Path) -> dt.timedelta:
    """How far the demo in this folder is ahead."""
    file = data / NAME
    return dt.timedelta(seconds=float(file.read_text())) if file.exists() else dt.timedelta()


def live(by: dt.timedelta, *, data: Path, jobs: Jobs) -> None:
    """Let this much time pass, step by step; in the app's context, while the stand-in answers.

    Where it is interrupted, the demo stands at the last whole step.
    """
    stripe_client = StripeClient(settings().stripe_api_base, key=settings().stripe_secret_key)
    left = by
    while left > dt.timedelta():
        step = min(STEP, left)
        left -= step
        clock.advance(step)
        (data / NAME).write_text(str((kept(data) + step).total_seconds()))
        stripe_client.set_clock(clock.now())
        _work(jobs)


def _work(jobs: Jobs) -> None:
    """Every task that is due, and again those that had no time for all."""
    names = jobs.due()
    while names:
        for name in names:
            jobs.run(name)
        names = [name for name in names if jobs.is_unfinished(name)]
