"""Periodic tasks of accounts: notices of new devices; removal of old devices, links, invitations, closed accounts."""

import logging

from mentorhub.accounts import actions, queries
from mentorhub.foundation import clock
from mentorhub.foundation.database import SYSTEM
from mentorhub.foundation.due_work import ALL, in_batches, work_off

log = logging.getLogger(__name__)


def notify_of_new_devices() -> int:
    """Mail owners whose account was opened on a device they had not used; returns how many are left."""
    return work_off(
        lambda: queries.unnotified_devices(viewer=SYSTEM, limit=ALL), actions.notify_of_new_device
    )


def remove_old_devices() -> int:
    """Sign out devices unused for long, delete those signed out long ago; nothing is ever left."""
    actions.remove_old_devices()
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
    """Remove users who signed up seven days ago and never confirmed; returns how many are left to remove.

    Users with a seat or a notebook are not counted.
    """
    needed = set()

    def remove(user_id: int) -> None:
        if not actions.remove_stale_sign_up(user_id):
            needed.add(user_id)

    def due() -> list[int]:
        return queries.stale_sign_ups(viewer=SYSTEM, now=clock.now(), limit=ALL)

    work_off(due, remove)
    return len(set(due()) - needed)


def erase_accounts() -> int:
    """Erase users whose grace is over, once the packages above hold nothing of them; returns how many are left.

    One that a restored backup has brought back is set to closing first. The mail about it is deleted once it was sent.
    """
    work_off(lambda: queries.erased_but_present(viewer=SYSTEM, limit=ALL), actions.close_again)
    left = work_off(lambda: queries.due_erasures(viewer=SYSTEM, now=clock.now(), limit=ALL), _erase)
    in_batches(actions.forget_last_mails)
    return left


def _erase(user_id: int) -> None:
    if queries.is_held_above(user_id):
        log.info("user %s waits to be erased: a package above still holds data", user_id)
        return
    actions.erase_user(user_id)
