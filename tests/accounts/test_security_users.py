"""Users made without a request, hashes, weak passwords, and Flask-Security's commits inside our transactions."""

import dataclasses

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.models.people import User
from mentorhub.accounts.security.users import (
    hashed,
    make_user,
    password_faults,
    password_matches,
    replace_password,
    sign_in_user,
)
from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for
from tests.support import factories


def test_make_user_keeps_the_address_and_its_key(in_app: Flask) -> None:
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        made = make_user(session, email=" Amara@Example.ORG", name="Amara Nwosu", now=now)
        session.flush()
        user_id = made.id
    with transaction(viewer=SYSTEM) as session:
        found = session.get_one(User, user_id)
        assert (found.email, found.email_key) == ("Amara@Example.ORG", "amara@example.org")
        assert (found.password, found.confirmed_at, found.active) == (None, None, True)
        assert (found.create_datetime, found.locale, found.timezone) == (now, "en_GB", "UTC")
        assert len(found.fs_uniquifier) == 32


def test_make_user_refuses_what_is_no_address(in_app: Flask) -> None:
    with transaction(viewer=SYSTEM) as session, pytest.raises(ValueError, match="@"):
        make_user(session, email="amara", name="", now=clock.now())


def test_an_address_belongs_to_one_user(in_app: Flask) -> None:
    factories.user("amara@example.org")
    with pytest.raises(IntegrityError):
        factories.user("AMARA@example.org")


def test_a_password_is_stored_as_argon2id(in_app: Flask) -> None:
    stored = hashed("a quiet long passphrase")
    assert stored.startswith("$argon2id$")
    assert password_matches("a quiet long passphrase", stored)
    assert not password_matches("a quiet long passphrasE", stored)
    assert not password_matches("a quiet long passphrase", None)


def test_a_password_matches_however_its_letters_were_composed(in_app: Flask) -> None:
    assert password_matches("cafe\u0301 au lait", hashed("caf\u00e9 au lait"))


def test_a_password_may_hold_any_letter(in_app: Flask) -> None:
    assert password_matches("nul\0and 🔑", hashed("nul\0and 🔑"))


def test_a_real_app_hashes_at_full_cost(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", limiter.enabled)
    app = create_app(dataclasses.replace(settings_for(database_url), testing=False))
    with app.app_context():
        assert "$m=19456,t=2,p=1$" in hashed("a quiet long passphrase")
    dispose(app)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 10"),
        ("x" * 129, "at most"),
        ("password12", "easy to guess"),
        ("aaaaaaaaaaaa", "easy to guess"),
        ("amara.nwosu@", "easy to guess"),
        ("nwosuamara1", "easy to guess"),
        ("MentorHub2026", "easy to guess"),
        ("localhost1!", "easy to guess"),
    ],
)
def test_password_faults_are_said_in_plain_words(in_app: Flask, password: str, words: str) -> None:
    known = ("Amara Nwosu", "amara.nwosu@example.org")
    (said,) = password_faults(password, known=known)
    assert words in said


def test_a_long_unlikely_password_is_good(in_app: Flask) -> None:
    assert password_faults("a quiet long passphrase", known=("Amara",)) == []


def test_replace_password_ends_links_and_sessions(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, user_id)
        before = user.fs_uniquifier, user.link_version
        replace_password(user, hashed("another quiet passphrase"))
        assert user.fs_uniquifier != before[0]
        assert user.link_version == before[1] + 1


def test_flask_security_writes_only_inside_a_transaction(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    datastore = extension("security").datastore
    with pytest.raises(RuntimeError, match="outside a transaction"):
        datastore.commit()
    with transaction(viewer=SYSTEM) as session:
        datastore.deactivate_user(session.get_one(User, user_id))
        datastore.commit()
        assert session.in_transaction()
        session.rollback()
    assert db.session.get_one(User, user_id).active


def test_sign_in_user_is_recorded_and_refuses_the_disabled(app: Flask) -> None:
    with app.app_context():
        user_id = factories.user("amara@example.org")
        disabled_id = factories.user("old@example.org", active=False)
    with app.test_request_context():
        assert sign_in_user(user_id)
        assert not sign_in_user(disabled_id)
    with app.app_context():
        user = db.session.get_one(User, user_id)
        assert user.login_count == 1
        assert user.current_login_at is not None and user.current_login_at.tzinfo
        assert db.session.get_one(User, disabled_id).login_count is None


def test_flask_security_finds_a_user_by_one_of_their_columns(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    datastore = extension("security").datastore
    assert datastore.find_user(email_key="amara@example.org").id == user_id
    assert datastore.find_user(email_key="nobody@example.org") is None
