"""Due work of accounts: users who never confirmed their address go."""

from mentorhub.accounts import actions, queries
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM

BATCH = 100


def remove_stale_sign_ups() -> int:
    """Remove users who signed up seven days ago and never confirmed; returns how many are left to remove."""
    due = queries.stale_sign_ups(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    kept = [user_id for user_id in due if not actions.remove_stale_sign_up(user_id)]
    return 0 if len(due) < BATCH else BATCH - len(kept)
