"""Periodic tasks of accounts: notices of new devices; removal of old devices, tokens, links, closed accounts."""

import logging

from mentorhub.accounts.actions import addresses, devices, invitations, links, tokens
from mentorhub.accounts.actions.closing import close_again, erase_user, forget_last_mails
from mentorhub.accounts.actions.devices import notify_of_new_device
from mentorhub.accounts.actions.sign_ups import remove_stale_sign_up
from mentorhub.accounts.queries import closing
from mentorhub.accounts.queries.devices import stale_sign_ups, unnotified_devices
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.due_work import ALL, in_batches, work_off

log = logging.getLogger(__name__)


def notify_of_new_devices() -> int:
    """Mail owners whose account was opened on a device they had not used; returns how many are left."""
    return work_off(lambda: unnotified_devices(viewer=SYSTEM, limit=ALL), notify_of_new_device)


def remove_old_devices() -> int:
    """Sign out devices unused for long, delete those signed out long ago; nothing is ever left."""
    devices.remove_old_devices()
    return 0


def forget_addresses() -> int:
    """Forget addresses that nobody confirmed in time; nothing is ever left."""
    addresses.forget_addresses()
    return 0


def forget_used_links() -> int:
    """Forget the use of links that open nothing any more; nothing is ever left."""
    links.forget_used_links()
    return 0


def remove_old_tokens() -> int:
    """Delete tokens that ended or expired long ago; nothing is ever left."""
    tokens.remove_old_tokens()
    return 0


def forget_invitations() -> int:
    """Forget invitations that were over long ago; nothing is ever left."""
    invitations.forget_invitations()
    return 0


def remove_stale_sign_ups() -> int:
    """Remove users who signed up seven days ago and never confirmed; returns how many are left to remove.

    Users with a seat or a notebook are not counted.
    """
    needed = set()

    def remove(user_id: int) -> None:
        if not remove_stale_sign_up(user_id):
            needed.add(user_id)

    def due() -> list[int]:
        return stale_sign_ups(viewer=SYSTEM, now=clock.now(), limit=ALL)

    work_off(due, remove)
    return len(set(due()) - needed)


def erase_accounts() -> int:
    """Erase users whose grace is over, once the packages above hold nothing of them; returns how many are left.

    One that a restored backup has brought back is set to closing first. The mail about it is deleted once it was sent.
    """
    work_off(lambda: closing.erased_but_present(viewer=SYSTEM, limit=ALL), close_again)
    left = work_off(lambda: closing.due_erasures(viewer=SYSTEM, now=clock.now(), limit=ALL), _erase)
    in_batches(forget_last_mails)
    return left


def _erase(user_id: int) -> None:
    if closing.is_held_above(user_id):
        log.info("user %s waits to be erased: a package above still holds data", user_id)
        return
    erase_user(user_id)
