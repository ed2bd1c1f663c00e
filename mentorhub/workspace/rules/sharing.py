"""What a mentor may see of a notebook, and until when. Pure."""

import datetime as dt
from enum import StrEnum

REVIEW_AFTER = dt.timedelta(days=14)
LOGGED_EVERY = dt.timedelta(minutes=10)  # accesses of one kind within it are one line of the log


class Visibility(StrEnum):
    """How a person appears to the mentor; email, phone and notes never do."""

    HIDDEN = "hidden"
    INITIALS = "initials"
    NAMED = "named"


class GroupKind(StrEnum):
    """By what people are chosen for at once: a tag of the mentee's, or where they were met."""

    TAG = "tag"
    OCCASION = "occasion"


class AccessedPart(StrEnum):
    """What a mentor looked at, as the mentee's log says it."""

    COUNTS = "counts"
    PAGES = "pages"
    PEOPLE = "people"
    NOTES = "notes"


class Direction(StrEnum):
    """Which way a favour went."""

    GAVE = "gave"
    RECEIVED = "received"


def may_access(until_at: dt.datetime | None, *, is_paused: bool, now: dt.datetime) -> bool:
    """A mentor has access while the mentorship runs and 14 days more, but not while the enrolment is paused."""
    return not is_paused and (until_at is None or now < until_at + REVIEW_AFTER)
