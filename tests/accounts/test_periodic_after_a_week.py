"""A week in which no worker ran: the periodic tasks of accounts catch up, send each notice once, and leave nothing."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.actions.addresses import ask_for_address
from mentorhub.accounts.actions.invitations import invite_member
from mentorhub.accounts.actions.sign_ups import sign_up
from mentorhub.accounts.models.people import AddressChange, SignedInDevice, User
from mentorhub.accounts.models.practices import Invitation
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.devices import DEVICE_IDLE_MAX
from mentorhub.accounts.rules.invitations import INVITATION_LIFETIME, INVITATION_RETENTION
from mentorhub.accounts.rules.links import LinkKind, use_key
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import clock, repeats
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.links import UsedLink, use_once
from mentorhub.foundation.rate_limits import RateLimitHit
from mentorhub.mail.outbox import OutboxMail
from tests.support import factories
from tests.support.api import token_of

Left = Callable[[], int]  # how much is left to do
NEW_DEVICE = "accounts.new_device"


def _count(table: type, *where: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def _device(*, seen: dt.timedelta = dt.timedelta(), is_new: bool = False) -> None:
    user_id = factories.user("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        at = clock.now() - seen
        session.add(
            SignedInDevice(
                user_id=user_id,
                browser="Firefox",
                system="Linux",
                network="203.0.113.0/24",
                created_at=at,
                last_seen_at=at,
                notice_due_at=at if is_new else None,
            )
        )


def new_devices() -> Left:
    """Somebody signed in with a browser that its owner has not used before."""
    _device(is_new=True)
    return lambda: _count(SignedInDevice, SignedInDevice.notice_due_at.is_not(None))


def devices() -> Left:
    """One that has been asleep for long."""
    _device(seen=DEVICE_IDLE_MAX)
    return lambda: _count(SignedInDevice, SignedInDevice.ended_at.is_(None))


def tokens() -> Left:
    """One that ran out long ago."""
    amara = USER(factories.user("amara@example.org"))
    with clock.moved(-dt.timedelta(days=40)):
        token_of(amara, days=7)
    return lambda: _count(ApiToken)


def requests_repeated() -> Left:
    """One that was never answered."""
    amara = USER(factories.user("amara@example.org"))
    repeats.begin("k" * 64, "a" * 64, viewer=amara)
    return lambda: _count(repeats.RepeatedRequest)


def addresses() -> Left:
    """A change that nobody confirmed."""
    user_id = factories.user("amara@example.org")
    ask_for_address("new@example.org", viewer=USER(user_id), device="")
    return lambda: _count(AddressChange)


def links() -> Left:
    """A link that was used."""
    factories.user("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        use_once(session, use_key("a token", kind=LinkKind.SIGN_IN), now=clock.now())
    return lambda: _count(UsedLink)


def invitations() -> Left:
    """One that nobody accepted, and that ran out weeks ago."""
    practice_id, owner_id = factories.practice()
    with clock.moved(-INVITATION_LIFETIME - INVITATION_RETENTION):
        invite_member(practice_id, email="bo@example.org", role=Role.MENTOR, viewer=USER(owner_id))
    return lambda: _count(Invitation)


def attempts() -> Left:
    """Tries of last week."""
    with transaction(viewer=SYSTEM) as session:
        now = clock.now()
        session.add(
            RateLimitHit(
                key_hash="a" * 64, started_at=now, ends_at=now + dt.timedelta(hours=1), times=3
            )
        )
    return lambda: _count(RateLimitHit)


def sign_ups() -> Left:
    """Somebody who never confirmed."""
    sign_up(name="Tuva", email="tuva@example.org", password="seven calm wooden boats")
    return lambda: _count(User)


PLANS: dict[str, Callable[[], Left]] = {
    "new-devices": new_devices,
    "devices": devices,
    "tokens": tokens,
    "requests-repeated": requests_repeated,
    "addresses": addresses,
    "links": links,
    "invitations": invitations,
    "attempts": attempts,
    "sign-ups": sign_ups,
}


@pytest.mark.parametrize("name", PLANS)
def test_a_week_without_a_worker_ends_with_one_catch_up(in_app: Flask, name: str) -> None:
    left = PLANS[name]()
    assert left() == 1
    notified = _count(OutboxMail)
    clock.advance(dt.timedelta(days=7, minutes=1))
    for _ in range(3):
        in_app.extensions["mentorhub.jobs"].run(name)
        assert left() == 0
        clock.advance(dt.timedelta(minutes=1))
    assert _count(OutboxMail) - notified == _count(OutboxMail, OutboxMail.kind == NEW_DEVICE)
    assert _count(OutboxMail, OutboxMail.kind == NEW_DEVICE) == (name == "new-devices")
