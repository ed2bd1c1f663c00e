"""Due work of reviews: the weeks of closed accounts are erased. One bad item never stops the rest."""

import logging

from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.reviews.actions import closings as actions
from mentorhub.reviews.queries import closings

log = logging.getLogger(__name__)
BATCH = 100


def erase_weeks() -> int:
    """Erase the weeks of mentees whose grace is over; returns how many mentees are left."""
    for user_id in closings.due_weeks(viewer=SYSTEM, now=clock.now(), limit=BATCH):
        try:
            actions.erase_weeks(user_id)
        except Exception:
            log.exception("the weeks of user %s were not erased", user_id)
    return len(closings.due_weeks(viewer=SYSTEM, now=clock.now(), limit=BATCH))
