"""Signing up without a browser: two at the same moment, a link spent twice, what a confirmation keeps."""

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.accounts.actions import sign_ups
from mentorhub.accounts.actions.links import mail_sign_in_link, use_sign_in_link
from mentorhub.accounts.actions.sign_ups import confirm_sign_up, mail_sign_up_link
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.links import LinkSpent
from mentorhub.accounts.security.users import password_matches
from mentorhub.foundation.database.tables import db
from tests.accounts.test_actions import token_of
from tests.support import factories
from tests.support.account_emails import mails

PASSWORD = "seven calm wooden boats"


def sign_up(password: str = PASSWORD, email: str = "tuva@example.org") -> None:
    """Somebody signs up."""
    sign_ups.sign_up(name="Tuva Sand", email=email, password=password)


def stored(email: str = "tuva@example.org") -> User:
    """The user as they are stored."""
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email_key == email)).one()


def test_two_who_sign_up_at_the_same_moment_make_one_account(
    in_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up()
    monkeypatch.setattr(sign_ups, "_locked", lambda *_: None)
    sign_up("another quiet passphrase")
    assert password_matches("another quiet passphrase", stored().password)
    assert len(mails(in_app)) == 2


def test_a_confirming_link_is_spent_once_and_keeps_the_password(in_app: Flask) -> None:
    sign_up()
    token = token_of(in_app, "accounts.sign_up")
    assert confirm_sign_up(token) == stored().id
    assert stored().confirmed_at is not None
    assert password_matches(PASSWORD, stored().password)
    with pytest.raises(LinkSpent):
        confirm_sign_up(token)


def test_signing_up_with_a_known_address_changes_nothing(in_app: Flask) -> None:
    factories.user("amara@example.org", "Amara Nwosu")
    before = stored("amara@example.org").password
    sign_up(email="AMARA@example.org")
    assert (stored("amara@example.org").name, stored("amara@example.org").password) == (
        "Amara Nwosu",
        before,
    )


def test_a_disabled_account_is_neither_made_anew_nor_mailed(in_app: Flask) -> None:
    factories.user("amara@example.org", active=False, confirmed_at=None)
    sign_up(email="amara@example.org")
    mail_sign_up_link("amara@example.org")
    assert mails(in_app) == []


def test_a_link_is_mailed_once_more_only_to_who_waits_for_it(in_app: Flask) -> None:
    sign_up()
    factories.user("bare@example.org", confirmed_at=None, password=None)
    factories.user("amara@example.org")
    for email in ("tuva", "bare", "amara", "nobody"):
        mail_sign_up_link(f"{email}@example.org")
    assert [mail.to_address for mail in mails(in_app)] == ["tuva@example.org"] * 2


def test_a_first_confirmation_by_another_way_drops_the_password(in_app: Flask) -> None:
    sign_up()
    mail_sign_in_link("tuva@example.org")
    use_sign_in_link(token_of(in_app, "sign_in_link"))
    assert (stored().password, stored().link_version) == (None, 2)
    with pytest.raises(LinkSpent):
        confirm_sign_up(token_of(in_app, "accounts.sign_up"))
