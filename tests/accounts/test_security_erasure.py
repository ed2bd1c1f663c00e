"""What is left of a user's row after the grace: nothing personal, and the database forbids it otherwise."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.addresses import ask_for_address
from mentorhub.accounts.actions.closing import erase_user
from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.models.people import (
    AddressChange,
    SignedInDevice,
    Tombstone,
    User,
    WebAuthn,
)
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.periodic import erase_accounts
from mentorhub.accounts.rules.closing import BLANK, RETAINED
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.kinds import Topic
from mentorhub.mail.preferences import MailHours, MailPreference
from tests.support import factories
from tests.support.account_closing import close, pass_grace, user
from tests.support.applicants import assert_in_order

pytestmark = pytest.mark.usefixtures("in_app")
AMARA = "amara@example.org"


@pytest.fixture
def amara(in_app: Flask) -> int:
    """Somebody who uses everything that accounts offer."""
    user_id = factories.user(AMARA, timezone="Europe/Oslo", theme="dark")
    factories.give_authenticator(user_id)
    factories.device(user_id)
    ask_for_address("new@example.org", viewer=USER(user_id), device="")
    choose_messages(viewer=USER(user_id), wanted=[Topic.PAGES], quiet=(60, 120), digest=None)
    return user_id


def _count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_after_the_grace_the_row_says_nothing_and_a_tombstone_says_that_they_are_gone(
    amara: int,
) -> None:
    public_id = user(amara).public_id
    close(amara)
    pass_grace()
    assert erase_accounts() == 0
    row = user(amara)
    assert (row.name, row.email, row.active) == (
        "Closed account",
        f"user-{amara}@erased.invalid",
        False,
    )
    assert {name: getattr(row, name) or None for name in BLANK} == {
        name: value or None for name, value in BLANK.items()
    }
    for table in (SignedInDevice, AddressChange, WebAuthn, MailHours, MailPreference, Membership):
        assert _count(table) == 0
    stone = db.session.scalars(select(Tombstone)).one()
    assert (stone.user_public_id, len(stone.address_hash)) == (public_id, 64)
    assert not erase_user(amara)
    assert_in_order()


def test_a_column_that_is_added_is_either_retained_or_emptied() -> None:
    besides = {"name", "email", "email_key", "erased_at", "link_version", "fs_uniquifier"}
    known = RETAINED | set(BLANK) | besides | {"update_datetime"}
    assert set(User.__table__.c.keys()) == known


@pytest.mark.parametrize(
    "impossible",
    [
        {"closing_at": None},
        {"name": "Amara Nwosu"},
        {"email": AMARA},
        {"password": "x"},
        {"active": True},
        {"tf_totp_secret": "x", "totp_counter": 0},
    ],
)
def test_the_database_forbids_half_an_erasure(amara: int, impossible: dict[str, Any]) -> None:
    close(amara)
    pass_grace()
    erase_accounts()
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(**impossible))
