"""Each invariant of accounts: no offenders in a sound database, and each planted breach is found."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, false, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.addresses import ask_for_address
from mentorhub.accounts.actions.invitations import invite_member
from mentorhub.accounts.actions.messages import choose_messages
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.actions.profiles import set_photo
from mentorhub.accounts.invariants import people
from mentorhub.accounts.invariants import practices as of_practices
from mentorhub.accounts.models.people import AddressChange, Role, Tombstone, User, UserPhoto
from mentorhub.accounts.models.practices import Invitation, Membership, Practice, PracticeSlug
from mentorhub.accounts.rules import practices
from mentorhub.accounts.rules.practices import Role as Position
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.mail.preferences import MailPreference
from tests.support import factories, pictures
from tests.support.account_closing import erase
from tests.support.api import token_of
from tests.support.postgres import OWNER, Cluster

MENTOR = Position.MENTOR

INVARIANTS = (*people.INVARIANTS, *of_practices.INVARIANTS)
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def _somebody(**fields: Any) -> Any:
    """One more user, as no action would write it."""
    usual = {"email": "tuva@example.org", "email_key": "tuva@example.org", "active": True}
    return insert(User).values(**{**usual, "fs_uniquifier": "u", "public_id": "p", **fields})


BREACHES: dict[str, Any] = {
    "every_practice_has_an_owner": delete(Membership),
    "every_practice_is_known_by_its_slug": update(Practice).values(slug="elsewhere"),
    "every_practices_slug_can_be_part_of_an_address": insert(PracticeSlug).from_select(
        ["slug", "practice_id", "since"],
        select(literal("two words"), Practice.id, Practice.created_at),
    ),
    "every_practices_currency_is_taken": update(Practice).values(currency="xts"),
    "every_key_is_made_of_its_address": update(User).values(email_key="ines@example.com"),
    "every_key_asked_for_is_made_of_its_address": update(AddressChange).values(
        email="b@example.org"
    ),
    "every_invitations_key_is_made_of_its_address": update(Invitation).values(
        email="b@example.org"
    ),
    "an_address_is_invited_once_at_a_time": update(Invitation).values(
        email="b@example.org", email_key="b@example.org"
    ),
    "every_open_invitation_is_an_owners": update(Invitation).values(
        sent_by=select(Membership.user_id).where(Membership.role == MENTOR).scalar_subquery()
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
    "no_stored_name_holds_what_nobody_sees": update(User).values(name="Ines\u202e"),
}


@pytest.fixture
def without_constraints(request: pytest.FixtureRequest, in_app: Flask) -> None:
    """The database without its constraints on owners and of open invitations."""
    index = "one_open_invitation_per_practice_and_address"
    if db.engine.dialect.name == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres")
        drop = f"DROP INDEX {index}; DROP TRIGGER membership_keeps_an_owner ON membership"
        cluster.execute(drop, role=OWNER, database=str(db.engine.url.database))
        return
    with transaction(viewer=SYSTEM) as session:
        session.execute(text(f"DROP INDEX {index}"))
        for event in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER membership_keeps_an_owner_{event}"))


def test_every_invariant_has_its_breach() -> None:
    assert {invariant.__name__ for invariant in INVARIANTS} == set(BREACHES)


def test_a_sound_install_offends_none(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    factories.device(owner_id)
    ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    set_photo(pictures.plain(), viewer=USER(owner_id))
    _two_invited(practice_id, owner_id)
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(password=None))
    assert [invariant(viewer=SYSTEM) for invariant in INVARIANTS] == [[]] * len(BREACHES)


def _two_invited(practice_id: int, owner_id: int) -> None:
    """By the owner, while somebody else mentors there."""
    mentor_id = factories.user("mentor@example.org")
    add_member(practice_id, user_id=mentor_id, role=MENTOR, viewer=SYSTEM)
    for email in ("c@example.org", "d@example.org"):
        invite_member(practice_id, email=email, role=MENTOR, viewer=USER(owner_id))


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_is_found(without_constraints: None, in_app: Flask, name: str) -> None:
    practice_id, owner_id = factories.practice()
    factories.device(owner_id)
    ask_for_address("a@example.org", viewer=USER(owner_id), device="")
    set_photo(pictures.plain(), viewer=USER(owner_id))
    if "invit" in name:
        _two_invited(practice_id, owner_id)
    with transaction(viewer=SYSTEM) as session:
        session.execute(BREACHES[name])
    found = {invariant.__name__: invariant(viewer=SYSTEM) for invariant in INVARIANTS}
    assert [invariant for invariant, offenders in found.items() if offenders] == [name]


def test_an_address_without_a_key_is_found(in_app: Flask) -> None:
    factories.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(email="nowhere"))
    assert len(people.every_key_is_made_of_its_address(viewer=SYSTEM)) == 1


def test_a_mentor_alone_does_not_own(without_constraints: None, in_app: Flask) -> None:
    practice_id, _ = factories.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(Membership).values(role="mentor"))
        public_id = session.get_one(Practice, practice_id).public_id
    assert of_practices.every_practice_has_an_owner(viewer=SYSTEM) == [public_id]


@pytest.mark.parametrize("column", people.no_stored_name_holds_what_nobody_sees.columns, ids=str)
def test_an_unseen_character_in_any_name_is_found(in_app: Flask, column: Any) -> None:
    _, ines = factories.practice()
    token_of(USER(ines))
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(column.class_).values({column: "Ines\u200bHalvorsen"}))
    assert len(people.no_stored_name_holds_what_nobody_sees(viewer=SYSTEM)) == 1


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
    factories.practice()
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(**impossible))


@pytest.mark.parametrize("left", [{"theme": "dark"}, {"last_login_ip": "192.0.2.1"}])
def test_something_of_an_erased_user_is_found(in_app: Flask, left: dict[str, str]) -> None:
    user_id = factories.user("amara@example.org")
    erase(user_id)
    invariant = people.an_erased_user_leaves_a_tombstone_and_nothing_else
    assert invariant(viewer=SYSTEM) == []
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(**left))
    assert len(invariant(viewer=SYSTEM)) == 1


@pytest.mark.parametrize("table", ["signed_in_device", "mail_hours", "membership"])
def test_a_row_of_an_erased_user_is_found(in_app: Flask, table: str) -> None:
    user_id = factories.user("amara@example.org")
    erase(user_id)
    practice_id, _ = factories.practice()
    plant: dict[str, Callable[[], object]] = {
        "signed_in_device": lambda: factories.device(user_id),
        "mail_hours": lambda: choose_messages(
            viewer=USER(user_id), wanted=[], quiet=(60, 120), digest=None
        ),
        "membership": lambda: add_member(
            practice_id, user_id=user_id, role=practices.Role.MENTOR, viewer=SYSTEM
        ),
    }
    plant[table]()
    invariant = people.an_erased_user_leaves_a_tombstone_and_nothing_else
    assert len(invariant(viewer=SYSTEM)) == 1


def test_a_practice_whose_only_owner_is_closing_is_found(in_app: Flask) -> None:
    factories.practice()
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(closing_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC)))
    assert len(of_practices.every_practice_has_an_owner(viewer=SYSTEM)) == 1
