"""Codes on our clock, each once; secrets encrypted, recovery codes hashed, both under keys that may change."""

import dataclasses
import datetime as dt
import json

import pytest
from flask import Flask
from passlib.totp import TOTP

from mentorhub.accounts.models.people import User
from mentorhub.accounts.security import authenticators
from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.config import EXTENSION, settings
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.conftest import dispose, settings_for
from tests.support import factories

STEP = dt.timedelta(seconds=30)


@pytest.fixture
def amara(in_app: Flask) -> int:
    return factories.user("amara@example.org", "Amara Nwosu")


def test_a_secret_is_stored_encrypted(in_app: Flask) -> None:
    secret = authenticators.new_secret()
    plain = authenticators.key_of(secret).replace("-", "").replace(" ", "")
    assert set(json.loads(secret)) == {"enckey", "type", "v"}
    assert plain not in secret and len(secret) <= 255
    assert plain in authenticators.uri_of(secret, email="amara@example.org")


def test_any_app_shows_the_same_code(in_app: Flask) -> None:
    secret, now = authenticators.new_secret(), clock.now()
    app = TOTP(key=authenticators.key_of(secret))
    assert app.generate(time=now).token == authenticators.code_at(secret, now)


def test_an_address_with_a_colon_has_a_label(in_app: Flask) -> None:
    uri = authenticators.uri_of(authenticators.new_secret(), email="a:b@example.org")
    assert uri.startswith("otpauth://totp/MentorHub:a%20b@example.org")


@pytest.mark.parametrize(
    ("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_is_good_half_a_minute_around_its_own(
    in_app: Flask, steps: int, is_taken: bool
) -> None:
    secret, now = authenticators.new_secret(), clock.now()
    code = authenticators.code_at(secret, now + steps * STEP)
    assert (authenticators.counter_of(code, secret, now=now) is not None) is is_taken


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６x", "\0"])
def test_what_is_no_code_is_wrong(in_app: Flask, typed: str) -> None:
    secret = authenticators.new_secret()
    assert authenticators.counter_of(typed, secret, now=clock.now()) is None


def test_a_code_is_taken_once(amara: int) -> None:
    secret, now = factories.give_authenticator(amara), clock.now()
    code = authenticators.code_at(secret, now)
    with transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, amara)
        assert authenticators.accept_code(user, f"{code[:3]} {code[3:]}", now=now)
        assert not authenticators.accept_code(user, code, now=now)
        before = authenticators.code_at(secret, now - STEP)
        assert not authenticators.accept_code(user, before, now=now)
        after = authenticators.code_at(secret, now + STEP)
        assert authenticators.accept_code(user, after, now=now)


def test_who_has_no_app_has_no_code(amara: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, amara)
        assert not authenticators.accept_code(user, "123456", now=clock.now())


def test_recovery_codes_are_hashed_and_good_once(amara: int) -> None:
    with transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, amara)
        codes = authenticators.new_recovery_codes(user)
        assert len(set(codes)) == 10 and all(len(code) == 14 for code in codes)
        assert user.mf_recovery_codes and all(
            len(stored) == 64 for stored in user.mf_recovery_codes
        )
        assert not set(codes) & set(user.mf_recovery_codes)
        assert authenticators.spend_recovery_code(user, f" {codes[3].upper()} ")
        assert not authenticators.spend_recovery_code(user, codes[3])
        assert not authenticators.spend_recovery_code(user, "")
        assert len(user.mf_recovery_codes) == 9
        authenticators.new_recovery_codes(user)
        assert not authenticators.spend_recovery_code(user, codes[4])


def test_a_code_of_one_user_is_none_of_anothers(amara: int) -> None:
    other = factories.user("bryn@example.org")
    with transaction(viewer=SYSTEM) as session:
        codes = authenticators.new_recovery_codes(session.get_one(User, amara))
        stranger = session.get_one(User, other)
        assert not authenticators.spend_recovery_code(stranger, codes[0])
        stranger.mf_recovery_codes = session.get_one(User, amara).mf_recovery_codes
        assert not authenticators.spend_recovery_code(stranger, codes[0])


def test_a_new_key_reads_what_the_old_one_wrote_and_writes_anew(database_url: str) -> None:
    old, new = "o" * 32, "n" * 32
    given = settings_for(database_url)
    before = create_app(dataclasses.replace(given, totp_keys=(old,)))
    with before.app_context():
        amara = factories.user("amara@example.org")
        secret = factories.give_authenticator(amara)
        with transaction(viewer=SYSTEM) as session:
            codes = authenticators.new_recovery_codes(session.get_one(User, amara))
    dispose(before)
    between = create_app(dataclasses.replace(given, totp_keys=(new, old)))
    with between.app_context():
        now = clock.now()
        with transaction(viewer=SYSTEM) as session:
            user = session.get_one(User, amara)
            assert authenticators.spend_recovery_code(user, codes[0])
            assert authenticators.accept_code(user, authenticators.code_at(secret, now), now=now)
            assert user.tf_totp_secret != secret
    dispose(between)
    after = create_app(dataclasses.replace(given, totp_keys=(new,)))
    with after.app_context():
        now = clock.now() + STEP
        with transaction(viewer=SYSTEM) as session:
            user = session.get_one(User, amara)
            assert user.tf_totp_secret is not None
            code = authenticators.code_at(user.tf_totp_secret, now)
            assert authenticators.accept_code(user, code, now=now)
    dispose(after)


def test_without_a_setting_the_key_is_made_of_the_secret_key(in_app: Flask) -> None:
    given = settings()
    (made,) = authenticators.keys_of(given).values()
    assert given.secret_key not in made and len(made) == 64
    other = dataclasses.replace(given, secret_key="y" * 32)
    assert list(authenticators.keys_of(other).values()) != [made]
    assert in_app.extensions[EXTENSION + "settings"] is given
