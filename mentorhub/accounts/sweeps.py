"""Due work of accounts: notices of new devices; old devices, links, invitations, sign-ups and closed accounts go."""

import logging
from collections.abc import Callable, Iterable

from mentorhub.accounts import actions, queries
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM

BATCH = 100
log = logging.getLogger(__name__)


def tell_of_new_devices() -> int:
    """Mail owners whose account was opened on a device they had not used; returns how many are left to tell."""
    for device_id in queries.untold_devices(viewer=SYSTEM, limit=BATCH):
        actions.tell_of_new_device(device_id)
    return len(queries.untold_devices(viewer=SYSTEM, limit=BATCH))


def put_devices_away() -> int:
    """Sign out what has slept for long, forget what was signed out long ago; nothing is ever left."""
    actions.put_devices_away()
    return 0


def forget_addresses() -> int:
    """Forget addresses that nobody confirmed in time; nothing is ever left."""
    actions.forget_addresses()
    return 0


def forget_used_links() -> int:
    """Forget the use of links that open nothing any more; nothing is ever left."""
    actions.forget_used_links()
    return 0


def forget_invitations() -> int:
    """Forget invitations that were over long ago; nothing is ever left."""
    actions.forget_invitations()
    return 0


def remove_stale_sign_ups() -> int:
    """Remove users who signed up seven days ago and never confirmed; returns how many are left to remove."""
    due = queries.stale_sign_ups(viewer=SYSTEM, now=clock.now(), limit=BATCH)
    kept = [user_id for user_id in due if not actions.remove_stale_sign_up(user_id)]
    return 0 if len(due) < BATCH else BATCH - len(kept)


def erase_accounts() -> int:
    """Erase users whose grace is over, once the rooms above hold nothing of them; returns how many are left.

    One that a backup has brought back is closing again first. The mail that told them is forgotten when it has ended.
    """
    _each(queries.come_back(viewer=SYSTEM, limit=BATCH), actions.close_again)
    _each(queries.due_erasures(viewer=SYSTEM, now=clock.now(), limit=BATCH), _erase)
    actions.forget_last_letters()
    return len(queries.due_erasures(viewer=SYSTEM, now=clock.now(), limit=BATCH))


def _erase(user_id: int) -> None:
    if queries.is_kept_above(user_id):
        log.info("user %s waits to be erased: a room above is not done", user_id)
        return
    actions.erase_user(user_id)


def _each(ids: Iterable[int], act: Callable[[int], object]) -> None:
    for item in ids:
        try:
            act(item)
        except Exception:
            log.exception("%s failed for %s and goes on with the next", act.__name__, item)
