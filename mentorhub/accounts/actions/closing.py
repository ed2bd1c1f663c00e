"""Closing one's account, restoring it within the grace, and erasing it afterwards."""

from sqlalchemy import Select, delete, select

from mentorhub.accounts.emails.people import (
    queue_account_closing,
    queue_account_gone,
    queue_account_restored,
)
from mentorhub.accounts.models.people import AddressChange, Tombstone, User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.queries.closing import is_blocked_above, practices_left_alone
from mentorhub.accounts.rules.closing import (
    OwnsPractice,
    StillNeeded,
    erased_from,
    refuse_after_the_grace,
    tombstone,
)
from mentorhub.accounts.security.erasure import erase
from mentorhub.accounts.security.users import end_sessions
from mentorhub.foundation import clock
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import Busy
from mentorhub.mail.retention import forget_address, forget_mails_of


def close_account(*, viewer: Viewer) -> None:
    """Begin to close the viewer's account: signed out everywhere, notified by mail until when it may be restored.

    Seats and notebooks follow from `closing_at`, by the packages' periodic tasks. Calling it again changes nothing.
    Raises `OwnsPractice` where a practice would be left without an owner, `StillNeeded` while they mentor anyone.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        # 1. Their practices: of two owners who close, or of whom one is removed, the second sees what the first did.
        joined = select(Membership.practice_id).where(Membership.user_id == viewer.id)
        lock = select(Practice.id).where(Practice.id.in_(joined)).order_by(Practice.id)
        locked = set(session.scalars(lock.with_for_update()))
        # 2. Themselves: from here on nobody makes them a member or a mentor (see `queries.stays`).
        user = session.get_one(User, viewer.id, with_for_update=True)
        if user.closing_at is not None:
            return
        if set(session.scalars(joined)) - locked:  # joined a moment ago, past the first lock
            raise Busy
        # 3. Only now who counts on them: what was committed before the locks were had is seen.
        if alone := practices_left_alone(session, user.id):
            raise OwnsPractice(alone)
        if is_blocked_above(user.id):
            raise StillNeeded
        user.close(now)
        session.execute(delete(AddressChange).where(AddressChange.user_id == user.id))
        end_sessions(user)
        queue_account_closing(session, user, until=erased_from(now), now=now)


def restore_account(*, viewer: Viewer) -> None:
    """The viewer's account goes on; what was freed meanwhile is not given back. Calling it again changes nothing.

    Raises `GraceOver` once it may be erased at any moment.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        if user.closing_at is None:
            return
        refuse_after_the_grace(user.closing_at, now=now)
        user.restore()
        queue_account_restored(session, user, now=now)


def erase_user(user_id: int) -> bool:
    """Erase a user whose grace is over, and write the tombstone; False where there is nothing to erase (any more).

    The packages above are done by then: the periodic task asks them first, and nobody but them may write for this user.
    """
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        user = session.get(User, user_id, with_for_update=True)
        if user is None or user.closing_at is None or user.erased_at is not None:
            return False
        if now < erased_from(user.closing_at):
            return False
        queue_account_gone(session, user, now=now)  # before the address is erased
        forget_address(session, user.email, package="accounts", now=now)
        if session.scalar(_tombstone(user)) is None:
            session.add(
                Tombstone(
                    user_public_id=user.public_id,
                    address_hash=tombstone(user.email_key, secret=settings().secret_key),
                    closing_at=user.closing_at,
                    erased_at=now,
                )
            )
        erase(session, user, now=now)
        return True


def close_again(user_id: int) -> None:
    """A user who was erased is present again after a restored backup: closing since the first time, so erased again."""
    with transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, user_id, with_for_update=True)
        stone = session.scalar(_tombstone(user))
        if stone is not None and user.erased_at is None:
            user.close(stone.closing_at)
            end_sessions(user)


def forget_last_mails() -> int:
    """The mail that confirms an erasure holds the user's address: delete it once it was sent or has failed.

    A thousand at most; returns how many.
    """
    with transaction(viewer=SYSTEM) as session:
        erased = select(User.id).where(User.erased_at.is_not(None))
        return forget_mails_of(session, erased, now=clock.now())


def _tombstone(user: User) -> Select[Tombstone]:
    return select(Tombstone).where(Tombstone.user_public_id == user.public_id)
