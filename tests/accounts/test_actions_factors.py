"""Actions about second factors: set up by a code, removed, recovery codes, a code proved or counted."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.accounts.actions import factors
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.factors import CodeWrong, FactorExists, TooManyWrongCodes
from mentorhub.accounts.security import authenticators
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.account_emails import mails

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """A user without a second factor."""
    return USER(factories.user("amara@example.org", "Amara Nwosu"))


def stored(viewer: Viewer) -> User:
    """The user as the database has them."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(User, viewer.id)


def set_up(viewer: Viewer) -> list[str]:
    """An app, a minute ago, so that its next code is good now; the recovery codes."""
    secret = authenticators.new_secret()
    with clock.moved(-2 * MINUTE):
        code = authenticators.code_at(secret, clock.now())
        return factors.set_up_authenticator(secret, code=code, viewer=viewer)


def code_now(viewer: Viewer) -> str:
    secret = stored(viewer).tf_totp_secret
    assert secret is not None
    return authenticators.code_at(secret, clock.now())


def test_set_up_keeps_the_app_gives_codes_and_ends_sessions(app: Flask, amara: Viewer) -> None:
    before = stored(amara).fs_uniquifier
    codes = set_up(amara)
    user = stored(amara)
    assert len(codes) == len(user.mf_recovery_codes or ()) == 10
    assert user.has_factor and user.fs_uniquifier != before
    (mail,) = mails(app)
    assert (
        mail.kind == "accounts.factor_news" and "An authenticator app was set up" in mail.text_body
    )


def test_set_up_refuses_a_wrong_code_and_a_second_app(amara: Viewer) -> None:
    with pytest.raises(CodeWrong):
        factors.set_up_authenticator(authenticators.new_secret(), code="000000x", viewer=amara)
    assert not stored(amara).has_factor
    set_up(amara)
    secret = stored(amara).tf_totp_secret
    with pytest.raises(FactorExists):
        set_up(amara)
    assert stored(amara).tf_totp_secret == secret


def test_set_up_again_keeps_the_codes_that_are_left(amara: Viewer) -> None:
    codes = set_up(amara)
    user = stored(amara)
    held = list(user.mf_recovery_codes or ())
    user.forget_authenticator()
    db.session.commit()
    assert set_up(amara) == []
    assert list(stored(amara).mf_recovery_codes or ()) == held and codes


def test_remove_takes_the_codes_along_and_ends_sessions(app: Flask, amara: Viewer) -> None:
    set_up(amara)
    before = stored(amara).fs_uniquifier
    factors.remove_authenticator(viewer=amara)
    user = stored(amara)
    assert not user.has_factor and not user.mf_recovery_codes
    assert user.fs_uniquifier != before
    assert "was removed" in mails(app)[-1].text_body
    with pytest.raises(NotFound):
        factors.remove_authenticator(viewer=amara)


def test_renewed_codes_replace_the_earlier_ones(app: Flask, amara: Viewer) -> None:
    with pytest.raises(NotFound):
        factors.renew_recovery_codes(viewer=amara)
    (first, *_) = set_up(amara)
    (new, *_) = factors.renew_recovery_codes(viewer=amara)
    assert not factors.prove_recovery_code(first, viewer=amara)
    assert factors.prove_recovery_code(new, viewer=amara)
    assert "9 are left" in mails(app)[-1].text_body


def test_a_code_is_proved_once(amara: Viewer) -> None:
    set_up(amara)
    code = code_now(amara)
    assert factors.prove_code(code, viewer=amara)
    assert not factors.prove_code(code, viewer=amara)


def test_five_wrong_codes_make_even_a_right_one_wait(amara: Viewer) -> None:
    codes = set_up(amara)
    for wrong in ("000000x", "", "1234567"):
        assert not factors.prove_code(wrong, viewer=amara)
    for wrong in ("", "abcd"):
        assert not factors.prove_recovery_code(wrong, viewer=amara)
    for _ in range(2):
        with pytest.raises(TooManyWrongCodes):
            factors.prove_code(code_now(amara), viewer=amara)
        with pytest.raises(TooManyWrongCodes):
            factors.prove_recovery_code(codes[0], viewer=amara)
    with clock.moved(14 * MINUTE), pytest.raises(TooManyWrongCodes):
        factors.prove_code(code_now(amara), viewer=amara)
    with clock.moved(16 * MINUTE):
        assert factors.prove_code(code_now(amara), viewer=amara)
    assert (stored(amara).factor_tries, stored(amara).factor_tries_from) == (0, None)


def test_wrong_codes_count_again_from_one_after_the_wait(amara: Viewer) -> None:
    set_up(amara)
    for _ in range(4):
        factors.prove_code("", viewer=amara)
    with clock.moved(16 * MINUTE):
        for _ in range(5):
            assert not factors.prove_code("", viewer=amara)
        with pytest.raises(TooManyWrongCodes):
            factors.prove_code("", viewer=amara)


def test_a_right_code_forgets_the_wrong_ones(amara: Viewer) -> None:
    codes = set_up(amara)
    for code in codes[:3]:
        for _ in range(4):
            assert not factors.prove_code("", viewer=amara)
        assert factors.prove_recovery_code(code, viewer=amara)
