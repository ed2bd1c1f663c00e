"""Each law of accounts: silent on a sound house, and each planted breach is found."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, false, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts import actions, invariants, rules
from mentorhub.accounts.models import (
    AddressChange,
    Membership,
    Practice,
    Role,
    Tombstone,
    User,
)
from mentorhub.foundation.database import SYSTEM, USER, transaction
from mentorhub.foundation.mail_wishes import MailPreference
from tests import scenes
from tests.closing import erase

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def _somebody(**fields: Any) -> Any:
    """One more user, as no deed would write it."""
    usual = {"email": "tuva@example.org", "email_key": "tuva@example.org", "active": True}
    return insert(User).values(**{**usual, "fs_uniquifier": "u", "public_id": "p", **fields})


BREACHES: dict[str, Any] = {
    "every_practice_has_an_owner": delete(Membership),
    "every_key_is_made_of_its_address": update(User).values(email_key="ines@example.com"),
    "every_key_asked_for_is_made_of_its_address": update(AddressChange).values(
        email="b@example.org"
    ),
    "every_password_is_kept_as_argon2id": update(User).values(password="a quiet long passphrase"),
    "nobody_unconfirmed_is_signed_in": update(User).values(confirmed_at=None),
    "every_authenticators_secret_is_encrypted": update(User).values(tf_totp_secret="ABCDEFGH"),
    "every_recovery_code_is_hashed": text(
        "UPDATE user_account SET mf_recovery_codes = '12ab-34cd-56ef'"
    ),
    "no_recovery_code_outlives_the_factors": text(
        "UPDATE user_account SET tf_totp_secret = NULL, totp_counter = NULL,"
        f" mf_recovery_codes = '{'a' * 64}'"
    ),
    "wrong_codes_stop_at_the_limit": update(User).values(
        factor_tries=6, factor_tries_from=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    ),
    "no_role_is_global": insert(Role).values(name="admin"),
    "every_mail_preference_is_about_a_topic_on_offer": insert(MailPreference).from_select(
        ["user_id", "topic", "is_wanted"], select(User.id, literal("gossip"), false())
    ),
    "no_account_outlives_its_grace": _somebody(closing_at=LONG_AGO),
    "an_erased_user_leaves_a_tombstone_and_nothing_else": _somebody(
        name="Closed account",
        email="user-9@erased.invalid",
        email_key="user-9@erased.invalid",
        active=False,
        closing_at=LONG_AGO,
        erased_at=LONG_AGO,
    ),
    "nobody_erased_has_come_back": insert(Tombstone).from_select(
        ["user_public_id", "address_hash", "closing_at", "erased_at"],
        select(User.public_id, literal("a" * 64), User.create_datetime, User.create_datetime),
    ),
}


def test_every_law_has_its_breach() -> None:
    assert {law.__name__ for law in invariants.INVARIANTS} == set(BREACHES)


def test_a_sound_house_offends_none(in_app: Flask) -> None:
    _, owner_id = scenes.practice()
    scenes.device(owner_id)
    actions.ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(password=None))
    assert [law(viewer=SYSTEM) for law in invariants.INVARIANTS] == [[]] * len(BREACHES)


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_found(in_app: Flask, name: str) -> None:
    _, owner_id = scenes.practice()
    scenes.device(owner_id)
    actions.ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    with transaction(viewer=SYSTEM) as session:
        session.execute(BREACHES[name])
    found = {law.__name__: law(viewer=SYSTEM) for law in invariants.INVARIANTS}
    assert [law for law, offenders in found.items() if offenders] == [name]


def test_an_address_without_a_key_is_found(in_app: Flask) -> None:
    scenes.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(email="nowhere"))
    assert len(invariants.every_key_is_made_of_its_address(viewer=SYSTEM)) == 1


def test_a_mentor_alone_does_not_own(in_app: Flask) -> None:
    practice_id, _ = scenes.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Membership).values(role="mentor"))
        public_id = session.get_one(Practice, practice_id).public_id
    assert invariants.every_practice_has_an_owner(viewer=SYSTEM) == [public_id]


@pytest.mark.parametrize(
    "impossible",
    [
        {"totp_counter": None},
        {"tf_totp_secret": None},
        {"factor_tries": 1},
        {"factor_tries": -1},
        {"factor_tries_from": dt.datetime(2026, 3, 2, tzinfo=dt.UTC)},
    ],
)
def test_the_database_forbids_half_a_factor(in_app: Flask, impossible: dict[str, Any]) -> None:
    scenes.practice()
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(**impossible))


@pytest.mark.parametrize("left", [{"theme": "dark"}, {"last_login_ip": "192.0.2.1"}])
def test_something_of_an_erased_user_is_found(in_app: Flask, left: dict[str, str]) -> None:
    user_id = scenes.user("amara@example.org")
    erase(user_id)
    law = invariants.an_erased_user_leaves_a_tombstone_and_nothing_else
    assert law(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(**left))
    assert len(law(viewer=SYSTEM)) == 1


@pytest.mark.parametrize("table", ["signed_in_device", "mail_hours", "membership"])
def test_a_row_of_an_erased_user_is_found(in_app: Flask, table: str) -> None:
    user_id = scenes.user("amara@example.org")
    erase(user_id)
    practice_id, _ = scenes.practice()
    plant: dict[str, Callable[[], object]] = {
        "signed_in_device": lambda: scenes.device(user_id),
        "mail_hours": lambda: actions.choose_messages(
            viewer=USER(user_id), wanted=[], quiet=(60, 120), digest=None
        ),
        "membership": lambda: actions.add_member(
            practice_id, user_id=user_id, role=rules.Role.MENTOR, viewer=SYSTEM
        ),
    }
    plant[table]()
    law = invariants.an_erased_user_leaves_a_tombstone_and_nothing_else
    assert len(law(viewer=SYSTEM)) == 1


def test_a_practice_whose_only_owner_is_shut_out_is_found(in_app: Flask) -> None:
    scenes.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(closing_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    assert len(invariants.every_practice_has_an_owner(viewer=SYSTEM)) == 1
