"""The device behind a browser's session: begun at each sign-in, asked for at each request, ended."""

import datetime as dt
from contextlib import suppress

from sqlalchemy import ColumnElement, and_, select, true, update
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import SignedInDevice, User, UserPhoto
from mentorhub.accounts.rules.devices import SEEN_EVERY, device_of, is_device_over, is_new_device
from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import Busy

_BY_ROWS = {"synchronize_session": False}


def begin(session: Session, user: User, *, now: dt.datetime, logins_before: int | None) -> str:
    """This browser as a device of the user's, in the caller's transaction; its key."""
    browser = extension("browser")
    named, system = device_of(browser.agent())
    is_new = is_new_device(
        logins_before=logins_before, is_known=browser.is_known_to(user.public_id)
    )
    device = SignedInDevice(
        user_id=user.id,
        browser=named,
        system=system,
        network=browser.network(),
        created_at=now,
        last_seen_at=now,
        notice_due_at=now if is_new else None,
    )
    session.add(device)
    session.flush()
    return device.public_id


def end(session: Session, key: str, *, now: dt.datetime) -> None:
    """Sign out the device of this key, if any; in the caller's transaction."""
    _end(session, SignedInDevice.public_id == key, now=now)


def end_all(session: Session, user_id: int, *, now: dt.datetime, but: str = "") -> int:
    """Sign the user out everywhere but on the device of this key; in the caller's transaction. How many."""
    which = and_(SignedInDevice.user_id == user_id, SignedInDevice.public_id != but)
    return _end(session, which, now=now)


def end_for_all_users(session: Session, *, now: dt.datetime) -> int:
    """Sign every device out; in the caller's transaction. How many."""
    return _end(session, true(), now=now)


def signed_in(uniquifier: str) -> User | None:
    """The user of this browser's session, their photo's id with them, while both have access.

    One query, at each request. Every ten minutes at most it also writes that the device was seen.
    """
    is_first_read = not db.session().in_transaction()
    found = (
        select(
            User,
            SignedInDevice.id,
            SignedInDevice.created_at,
            SignedInDevice.last_seen_at,
            clock.asked(),
            UserPhoto.public_id,
        )
        .join(SignedInDevice, SignedInDevice.user_id == User.id)
        .outerjoin(UserPhoto, UserPhoto.user_id == User.id)
        .where(
            SignedInDevice.public_id == extension("browser").device_key(),
            SignedInDevice.ended_at.is_(None),
            User.fs_uniquifier == uniquifier,
            User.active,
        )
    )
    with reading(viewer=SYSTEM) as session:  # before anybody is known to be the viewer
        row = session.execute(found).first()
    if row is None:
        return None
    user, device_id, created_at, seen_at, asked, photo_id = row
    user.photo_id = photo_id or ""
    now = clock.told(asked)
    if is_device_over(created_at, seen_at, now=now):
        return None
    if now - seen_at >= SEEN_EVERY and is_first_read:  # what was read before stays as it is
        _note_seen(device_id, user_id=user.id, now=now)
    return user


def _end(session: Session, which: ColumnElement[bool], *, now: dt.datetime) -> int:
    live = update(SignedInDevice).where(which, SignedInDevice.ended_at.is_(None))
    ended = live.values(ended_at=now).returning(SignedInDevice.id)
    return len(session.execute(ended, execution_options=_BY_ROWS).all())


def _note_seen(device_id: int, *, user_id: int, now: dt.datetime) -> None:
    seen = update(SignedInDevice).where(SignedInDevice.id == device_id).values(last_seen_at=now)
    with suppress(Busy), transaction(viewer=USER(user_id)) as session:
        session.execute(seen, execution_options=_BY_ROWS)
