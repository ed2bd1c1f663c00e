"""Due work of reviews: the weeks of closed accounts are erased."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, work_off
from mentorhub.reviews.actions import account_closing as actions
from mentorhub.reviews.queries import account_closing


def erase_weeks() -> int:
    """Erase the weeks of mentees whose grace period is over; returns how many mentees are left."""
    return work_off(
        lambda: account_closing.due_weeks(viewer=SYSTEM, now=clock.now(), limit=ALL),
        actions.erase_weeks,
    )
