"""An account is closed by its owner, restored within thirty days, erased after them; what is erased stays so."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, update

from mentorhub.accounts.actions.addresses import ask_for_address
from mentorhub.accounts.actions.closing import close_again, erase_user, restore_account
from mentorhub.accounts.actions.links import mail_sign_in_link
from mentorhub.accounts.actions.members import change_role, end_membership
from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.actions.sign_ups import sign_up
from mentorhub.accounts.models.people import AddressChange, SignedInDevice, Tombstone, User
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.periodic import erase_accounts
from mentorhub.accounts.queries import closing
from mentorhub.accounts.queries.closing import own_roles
from mentorhub.accounts.queries.messages import mail_preferences
from mentorhub.accounts.rules.closing import (
    GRACE,
    LATE,
    SEATS_LATE,
    GraceOver,
    OwnsPractice,
    tombstone,
)
from mentorhub.accounts.rules.practices import LastOwner, Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.kinds import Topic
from mentorhub.mail.outbox import OutboxMail
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


def _kinds() -> list[str]:
    db.session.rollback()
    rows = db.session.scalars(select(OutboxMail.kind).order_by(OutboxMail.id))
    kinds = [kind.removeprefix("accounts.") for kind in rows]
    return [kind for kind in kinds if kind != "confirm_address"]  # that one went elsewhere


def _second_owner(practice_id: int, email: str = "olga@example.org") -> int:
    user_id = factories.user(email, "Olga")
    with transaction(viewer=SYSTEM) as session:
        session.add(
            Membership(
                practice_id=practice_id, user_id=user_id, role=Role.OWNER, created_at=clock.now()
            )
        )
    return user_id


def test_closing_signs_out_everywhere_tells_the_owner_and_voids_mailed_links(amara: int) -> None:
    before = user(amara)
    key, version = before.fs_uniquifier, before.link_version
    close(amara)
    now = user(amara)
    assert (now.fs_uniquifier == key, now.link_version) == (False, version + 1)
    assert db.session.scalars(select(SignedInDevice.ended_at)).one() is not None
    assert (_count(AddressChange), _kinds()[-1]) == (0, "account_closing")
    close(amara)
    assert _kinds().count("account_closing") == 1


def test_who_is_closing_gets_nothing_that_they_may_do_without(amara: int) -> None:
    assert mail_preferences([amara])[amara].unwanted == {Topic.ANSWERS}
    close(amara)
    assert mail_preferences([amara])[amara].unwanted == frozenset(Topic)


def test_restored_until_the_last_moment_and_not_after(amara: int) -> None:
    close(amara)
    clock.advance(GRACE - LATE)
    restore_account(viewer=USER(amara))
    restore_account(viewer=USER(amara))
    assert (user(amara).closing_at, _kinds().count("account_restored")) == (None, 1)
    close(amara)
    pass_grace()
    with pytest.raises(GraceOver):
        restore_account(viewer=USER(amara))


def test_a_last_owner_stays_until_there_is_another() -> None:
    practice_id, owner_id = factories.practice(name="Halvorsen")
    with pytest.raises(OwnsPractice) as refused:
        close(owner_id)
    assert list(refused.value.practices.values()) == ["Halvorsen"]
    assert [role.is_last for role in own_roles(viewer=USER(owner_id))] == [True]
    olga = _second_owner(practice_id)
    close(owner_id)
    with pytest.raises(OwnsPractice):  # the other one is going already
        close(olga)
    with pytest.raises(LastOwner):
        change_role(_membership(olga), role=Role.MENTOR, viewer=USER(olga))
    end_membership(_membership(owner_id), viewer=USER(olga))
    assert_in_order()


def _membership(user_id: int) -> str:
    db.session.rollback()
    return db.session.scalars(
        select(Membership.public_id).where(Membership.user_id == user_id)
    ).one()


def test_nobody_is_erased_before_their_time(amara: int) -> None:
    assert not erase_user(amara)
    close(amara)
    clock.advance(GRACE - SEATS_LATE)
    assert (erase_accounts(), erase_user(amara)) == (0, False)
    assert not erase_user(12345)
    assert user(amara).name == "Amara Nwosu"


def test_the_last_mail_is_forgotten_once_it_has_ended(amara: int) -> None:
    close(amara)
    pass_grace()
    erase_accounts()
    assert _kinds() == ["account_gone"]
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(OutboxMail).values(sent_at=clock.now()))
    erase_accounts()
    assert _kinds() == []


def test_nothing_is_written_to_an_address_that_was_erased(amara: int) -> None:
    close(amara)
    pass_grace()
    erase_accounts()
    mail_sign_in_link(AMARA)
    mail_sign_in_link(f"user-{amara}@erased.invalid")
    assert _kinds() == ["account_gone"]


def test_the_same_address_makes_a_new_account_afterwards_and_can_close_again(amara: int) -> None:
    close(amara)
    sign_up(name="Amara", email=AMARA, password="seven calm wooden boats")
    notice = db.session.scalars(select(OutboxMail).where(OutboxMail.kind.contains("known"))).one()
    closing_at = user(amara).closing_at
    assert closing_at is not None
    assert notice.context["restore_until"] == closing_at + GRACE
    pass_grace()
    erase_accounts()
    sign_up(name="Amara", email=AMARA, password="seven calm wooden boats")
    again = db.session.scalars(select(User).where(User.email == AMARA)).one()
    assert again.id != amara
    again.confirmed_at = clock.now()
    db.session.commit()
    close(again.id)
    pass_grace()
    erase_accounts()
    hashes = db.session.scalars(select(Tombstone.address_hash)).all()
    assert len(hashes) == 2
    assert len(set(hashes)) == 1
    assert_in_order()


@pytest.mark.parametrize("was_closing", [True, False])
def test_who_comes_back_with_a_backup_is_erased_again(amara: int, was_closing: bool) -> None:
    """The copy is from before the erasure; the tombstones are of today."""
    row = user(amara)
    with transaction(viewer=SYSTEM) as session:
        session.execute(
            insert(Tombstone).values(
                user_public_id=row.public_id,
                address_hash=tombstone(row.email_key, secret="any"),
                closing_at=clock.now() - 2 * GRACE,
                erased_at=clock.now() - GRACE,
            )
        )
    if was_closing:
        close(amara)
    assert erase_accounts() == 0
    assert user(amara).erased_at is not None
    assert_in_order()


def test_a_user_without_a_tombstone_is_not_closed_by_a_mistake(amara: int) -> None:
    close_again(amara)
    assert user(amara).closing_at is None


def test_one_that_fails_or_has_to_wait_does_not_stop_the_rest(
    amara: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, third = factories.user("b@example.org"), factories.user("c@example.org")
    for one in (amara, second, third):
        close(one)
    pass_grace()

    def is_held(user_id: int) -> bool:
        if user_id == amara:
            raise RuntimeError("broken")
        return user_id == second

    with monkeypatch.context() as patch:
        patch.setattr(closing, "is_held_above", is_held)
        assert erase_accounts() == 2
    assert [user(one).erased_at is None for one in (amara, second, third)] == [True, True, False]
    assert erase_accounts() == 0


def test_killed_in_the_middle_nothing_was_done_and_the_next_round_does_it(
    amara: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(amara)
    pass_grace()
    with monkeypatch.context() as patch:
        patch.setattr("mentorhub.accounts.actions.closing.erase", _killed)
        with pytest.raises(KeyboardInterrupt):
            erase_user(amara)
    assert (user(amara).email, _count(Tombstone)) == (AMARA, 0)
    assert "account_gone" not in _kinds()
    assert erase_accounts() == 0
    assert _kinds() == ["account_gone"]


def _killed(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt
