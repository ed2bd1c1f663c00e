"""Each law of accounts: silent on a sound house, and each planted breach is found."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, false, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts import actions, invariants
from mentorhub.accounts.models import AddressChange, Membership, Practice, Role, User, UserPhoto
from mentorhub.foundation.database import SYSTEM, USER, transaction
from mentorhub.foundation.mail_wishes import MailPreference
from tests import scenes
from tests.accounts import pictures

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
    "every_zone_is_one_there_is": update(User).values(timezone="Mars/Olympus"),
    "every_photo_was_drawn_by_us": update(UserPhoto).values(image=b"RIFF....WEBPVP8X"),
}


def test_every_law_has_its_breach() -> None:
    assert {law.__name__ for law in invariants.INVARIANTS} == set(BREACHES)


def test_a_sound_house_offends_none(in_app: Flask) -> None:
    _, owner_id = scenes.practice()
    scenes.device(owner_id)
    actions.ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    actions.set_photo(pictures.plain(), viewer=USER(owner_id))
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(password=None))
    assert [law(viewer=SYSTEM) for law in invariants.INVARIANTS] == [[]] * len(BREACHES)


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_found(in_app: Flask, name: str) -> None:
    _, owner_id = scenes.practice()
    scenes.device(owner_id)
    actions.ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    actions.set_photo(pictures.plain(), viewer=USER(owner_id))
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
