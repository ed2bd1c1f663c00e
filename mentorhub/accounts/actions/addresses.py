"""A user's own address: a change asked for, confirmed from the new address, or cancelled."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.emails.people import (
    queue_address_asked,
    queue_address_changed,
    queue_address_taken,
    queue_address_yours,
    queue_confirm_address,
)
from mentorhub.accounts.models.people import AddressChange, User
from mentorhub.accounts.rules.addresses import AddressUnchanged, email_key
from mentorhub.accounts.rules.links import LINK_LIFETIMES, NOTICES, LinkKind, LinkSpent, use_key
from mentorhub.accounts.security import devices
from mentorhub.foundation import clock, links, rate_limits
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, Viewer


def ask_for_address(email: str, *, viewer: Viewer, device: str) -> None:
    """Mail the new address a link that confirms it, and notify the present one. Raises `AddressUnchanged`.

    A change asked for earlier is replaced. Where the new address belongs to an account already, its owner is notified
    instead, and the viewer sees no difference. `device` asked, and stays signed in.
    """
    key = email_key(email)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        if key == user.email_key:
            raise AddressUnchanged
        _forget(session, user.id)
        change = AddressChange(
            user_id=user.id, email=email.strip(), email_key=key, device=device, created_at=now
        )
        session.add(change)
        session.flush()
        owner = session.scalar(select(User).where(User.email_key == key))
        if owner is None:
            queue_confirm_address(session, user, change, now=now)
        else:
            _notify_owner(session, owner)
        queue_address_asked(session, user, now=now)


def confirm_address(token: str) -> int:
    """Spend a confirming link: the address is the user's from now on, who stays signed in only where they asked.

    Both addresses are notified; links mailed earlier open nothing. The user's id. Raises `LinkSpent`.
    """
    kind = LinkKind.ADDRESS
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        public_id, _version = links.opened_dated(token, purpose=kind, now=now) or ("", 0)
        whose = select(AddressChange.user_id).where(AddressChange.public_id == public_id)
        user = session.scalar(select(User).where(User.id.in_(whose)).with_for_update())
        change = session.scalar(select(AddressChange).where(AddressChange.public_id == public_id))
        if user is None or change is None or not user.active:
            raise LinkSpent
        # Recorded so that a second click on the button can be answered with what happened.
        links.use_once(session, use_key(token, kind=kind), now=now)
        queue_address_changed(session, user, now=now)  # to the address they leave
        _take(session, user, change)
        user.confirmed_at = user.confirmed_at or now
        user.link_version += 1
        devices.end_all(session, user.id, now=now, but=change.device)
        session.delete(change)
        queue_address_yours(session, user, now=now)
        return user.id


def cancel_address(*, viewer: Viewer) -> None:
    """Forget the change the viewer asked for, if any; its link opens nothing."""
    with transaction(viewer=viewer) as session:
        _forget(session, viewer.id or 0)


def forget_addresses() -> None:
    """Forget changes whose link has run out: an address nobody confirmed is not stored."""
    with transaction(viewer=SYSTEM) as session:
        since = clock.now() - LINK_LIFETIMES[LinkKind.ADDRESS]
        session.execute(delete(AddressChange).where(AddressChange.created_at <= since))


def _forget(session: Session, user_id: int) -> None:
    session.execute(delete(AddressChange).where(AddressChange.user_id == user_id))


def _take(session: Session, user: User, change: AddressChange) -> None:
    try:
        with session.begin_nested():
            user.email, user.email_key = change.email, change.email_key
            session.flush()
    except IntegrityError as error:  # another account has taken it since the link was mailed
        raise LinkSpent from error


def _notify_owner(session: Session, owner: User) -> None:
    now = clock.now()
    notice = NOTICES, f"address {owner.email_key}"
    if owner.active and rate_limits.count(notice) is None:
        queue_address_taken(session, owner, now=now)
