"""Actions about passkeys: stored once, by a free name; used by their owner, each answer once; removed."""

import pytest
from flask import Flask

from mentorhub.accounts.actions import factors, passkeys
from mentorhub.accounts.models.people import User, WebAuthn
from mentorhub.accounts.rules.factors import PasskeyRefused
from mentorhub.accounts.security import passkeys as asked
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from tests.accounts.test_actions_factors import set_up, stored
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.passkeys import Passkey


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """A user without a second factor."""
    return USER(factories.user("amara@example.org", "Amara Nwosu"))


def add(
    viewer: Viewer, one: Passkey, *, name: str = "Phone", challenge: str = "first"
) -> list[str]:
    """Have this passkey made and stored; the recovery codes."""
    options = asked.creation_options(
        challenge, handle=stored(viewer).public_id, email="a@example.org", name="A", known=[]
    )
    return passkeys.add_passkey(one.made(options), challenge=challenge, name=name, viewer=viewer)


def use(one: Passkey, *, challenge: str = "then", count: int = 0, of: int | None = None) -> int:
    """Sign in with it."""
    answer = one.shown(asked.request_options(challenge), count=count)
    return passkeys.use_passkey(answer, challenge=challenge, of=of)


def row() -> WebAuthn:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(WebAuthn).one()


def test_the_first_passkey_gives_codes_and_ends_sessions(app: Flask, amara: Viewer) -> None:
    before = stored(amara).fs_uniquifier
    assert len(add(amara, Passkey())) == 10
    user = stored(amara)
    assert user.has_factor and user.fs_uniquifier != before
    assert user.fs_webauthn_user_handle == user.public_id
    assert "“Phone” was added" in mails(app)[-1].text_body
    assert list(row().transports or ()) == ["internal"]


def test_a_further_passkey_keeps_codes_and_sessions(amara: Viewer) -> None:
    add(amara, Passkey())
    before = stored(amara).fs_uniquifier
    assert add(amara, Passkey(), challenge="second") == []
    user = stored(amara)
    assert user.fs_uniquifier == before
    assert sorted(one.name for one in user.webauthn) == ["Phone", "Phone 2"]


def test_a_passkey_is_stored_once_and_for_one_user(amara: Viewer) -> None:
    other = USER(factories.user("bryn@example.org"))
    one = Passkey()
    add(amara, one)
    for viewer in (amara, other):
        with pytest.raises(PasskeyRefused):
            add(viewer, one, challenge=f"again {viewer.id}")


def test_an_answer_adds_one_passkey_once(amara: Viewer) -> None:
    add(amara, Passkey())
    with pytest.raises(PasskeyRefused):
        add(amara, Passkey())


def test_a_passkey_tells_whose_it_is(amara: Viewer) -> None:
    one = Passkey()
    add(amara, one)
    assert use(one, count=4) == amara.id
    found = row()
    assert found.sign_count == 4 and found.lastuse_datetime > found.create_datetime
    assert use(one, challenge="again", count=5, of=amara.id) == amara.id


def test_an_answer_opens_once(amara: Viewer) -> None:
    one = Passkey()
    add(amara, one)
    use(one)
    with pytest.raises(PasskeyRefused):
        use(one)


def test_a_count_that_went_back_opens_nothing(amara: Viewer) -> None:
    one = Passkey()
    add(amara, one)
    use(one, count=4_000_000_000)  # any 32 bits
    with pytest.raises(PasskeyRefused):
        use(one, challenge="a copy", count=3)
    assert row().sign_count == 4_000_000_000


def test_another_persons_passkey_is_not_taken_for_one_s_own(amara: Viewer) -> None:
    other = factories.user("bryn@example.org")
    one = Passkey()
    add(amara, one)
    with pytest.raises(PasskeyRefused):
        use(one, of=other)
    answer = one.shown(asked.request_options("then"), handle="somebody-else")
    with pytest.raises(PasskeyRefused):
        passkeys.use_passkey(answer, challenge="then")


def test_an_unknown_passkey_and_a_disabled_user_are_refused(amara: Viewer) -> None:
    one = Passkey()
    with pytest.raises(PasskeyRefused):
        use(one)
    add(amara, one)
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, amara.id).active = False
    with pytest.raises(PasskeyRefused):
        use(one)


def test_remove_takes_the_codes_along_with_the_last_factor(app: Flask, amara: Viewer) -> None:
    one = Passkey()
    add(amara, one)
    before, public_id = stored(amara).fs_uniquifier, row().public_id
    with pytest.raises(NotFound):
        passkeys.remove_passkey(public_id, viewer=USER(factories.user("bryn@example.org")))
    passkeys.remove_passkey(public_id, viewer=amara)
    user = stored(amara)
    assert not user.has_factor and not user.mf_recovery_codes and user.fs_uniquifier != before
    assert "“Phone” was removed" in mails(app)[-1].text_body
    with pytest.raises(PasskeyRefused):
        use(one)


def test_remove_leaves_the_codes_while_there_is_another_factor(amara: Viewer) -> None:
    add(amara, Passkey())
    factories.give_authenticator(amara.id or 0)
    passkeys.remove_passkey(row().public_id, viewer=amara)
    assert len(stored(amara).mf_recovery_codes or ()) == 10


def test_an_app_beside_a_passkey_ends_no_session_and_leaves_the_codes(amara: Viewer) -> None:
    add(amara, Passkey())
    before = stored(amara).fs_uniquifier
    assert set_up(amara) == []
    assert stored(amara).fs_uniquifier == before
    factors.remove_authenticator(viewer=amara)
    user = stored(amara)
    assert user.has_factor and len(user.mf_recovery_codes or ()) == 10
    assert user.fs_uniquifier != before
