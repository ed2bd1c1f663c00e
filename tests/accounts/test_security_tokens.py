"""Whose a token is, how long it opens, that its use is noted, and what ends it."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import update

from mentorhub.accounts import periodic
from mentorhub.accounts.actions.closing import close_account
from mentorhub.accounts.actions.devices import end_devices_of, end_every_device
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.tokens import make_token_of
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.accounts.security.tokens import Holder, holder_of
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories, notebooks
from tests.support.api import token_of

EMAIL = "amara@example.org"


@pytest.fixture
def amara(in_app: Flask) -> int:
    """A user in Oslo."""
    return factories.user(EMAIL, timezone="Europe/Oslo")


def test_a_token_opens_for_its_owner_until_it_expires(in_app: Flask, amara: int) -> None:
    token = token_of(USER(amara), Scope.READ, days=7)
    (stored,) = notebooks.stored(ApiToken)
    assert holder_of(token) == Holder(amara, "Europe/Oslo", stored.public_id, (Scope.READ,))
    with clock.moved(dt.timedelta(days=7, seconds=1)):
        assert holder_of(token) is None


def test_its_use_is_written_once_an_hour(in_app: Flask, amara: int) -> None:
    token = token_of(USER(amara))
    seen = []
    for minutes in (0, 59, 61):
        with clock.moved(dt.timedelta(minutes=minutes)):
            holder_of(token)
            used_at = notebooks.stored(ApiToken)[0].last_used_at
            assert used_at is not None
            seen.append(used_at)
    assert seen[0] == seen[1] and seen[1] < seen[2]


@pytest.mark.parametrize(
    "end",
    [
        lambda me: set_password("another quiet passphrase", viewer=USER(me)),
        lambda me: close_account(viewer=USER(me)),
        lambda _me: end_devices_of(EMAIL),
        lambda _me: end_every_device(),
    ],
    ids=["new password", "closing", "sign-out", "sign-out of all"],
)
def test_tokens_end_with_devices(in_app: Flask, amara: int, end: object) -> None:
    token = token_of(USER(amara))
    assert callable(end)
    end(amara)
    assert holder_of(token) is None


def test_a_disabled_users_token_opens_nothing(in_app: Flask, amara: int) -> None:
    token = token_of(USER(amara))
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == amara).values(active=False))
    assert holder_of(token) is None


def test_what_ended_long_ago_is_deleted(in_app: Flask, amara: int) -> None:
    token_of(USER(amara), days=7)
    for days, left in ((36, 1), (38, 0)):
        with clock.moved(dt.timedelta(days=days)):
            assert periodic.remove_old_tokens() == 0
            assert len(notebooks.stored(ApiToken)) == left


def test_the_operators_token_takes_the_place_of_the_one_before(in_app: Flask, amara: int) -> None:
    made = [
        make_token_of(
            EMAIL, "Demo", scopes=[Scope.READ], expires_at=_in_a_week(), replaces=replaces
        )
        for replaces in (False, False, True)
    ]
    assert [holder_of(token) is not None for token in made] == [False, False, True]


def _in_a_week() -> dt.datetime:
    return clock.now() + dt.timedelta(days=7)
