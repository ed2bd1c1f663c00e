"""Signed-in devices: ended by their owner, notified of, removed."""

from sqlalchemy import delete, or_, select, update

from mentorhub.accounts.emails.people import queue_new_device
from mentorhub.accounts.models.people import SignedInDevice, User
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.devices import DEVICE_IDLE_MAX, DEVICE_LIFETIME, DEVICE_RETENTION
from mentorhub.accounts.security import devices, tokens
from mentorhub.accounts.security.users import end_sessions
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound


def end_device(public_id: str, *, viewer: Viewer) -> None:
    """Sign the viewer out on one device; one that is signed out already stays so. Raises `NotFound` for another's."""
    with transaction(viewer=viewer) as session:
        device = session.scalar(
            select(SignedInDevice)
            .where(SignedInDevice.public_id == public_id, SignedInDevice.user_id == viewer.id)
            .with_for_update()
        )
        if device is None:
            raise NotFound
        device.ended_at = device.ended_at or clock.now()


def end_other_devices(*, viewer: Viewer, but: str) -> int:
    """Sign the viewer out everywhere but on the device of this public id; on how many."""
    with transaction(viewer=viewer) as session:
        return devices.end_all(session, viewer.id or 0, now=clock.now(), but=but)


def end_devices_of(email: str) -> int:
    """The operator signs the user of this address out everywhere, and ends links mailed to them; on how many devices.

    Raises `NotFound` where there is no such user.
    """
    with transaction(viewer=SYSTEM) as session:
        found = select(User).where(User.email_key == email_key(email)).with_for_update()
        user = session.scalar(found)
        if user is None:
            raise NotFound
        user.link_version += 1
        return end_sessions(user)


def end_every_device() -> int:
    """The operator signs every user out and ends every token; on how many devices."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        tokens.end_for_all_users(session, now=now)
        return devices.end_for_all_users(session, now=now)


def notify_of_new_device(device_id: int) -> None:
    """Mail the owner of a device they had not used before, once."""
    with transaction(viewer=SYSTEM) as session:
        device = session.get(SignedInDevice, device_id, with_for_update=True)
        if device is None or device.notice_due_at is None:
            return
        device.notice_due_at = None
        owner = session.get_one(User, device.user_id)
        queue_new_device(session, owner, device, now=clock.now())


def remove_old_devices() -> None:
    """Sign out what was not seen for 60 days or signed in 180 days ago; delete what was signed out 30 days ago."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        session.execute(
            update(SignedInDevice)
            .where(
                SignedInDevice.ended_at.is_(None),
                or_(
                    SignedInDevice.last_seen_at <= now - DEVICE_IDLE_MAX,
                    SignedInDevice.created_at <= now - DEVICE_LIFETIME,
                ),
            )
            .values(ended_at=now)
        )
        session.execute(
            delete(SignedInDevice).where(SignedInDevice.ended_at < now - DEVICE_RETENTION)
        )
