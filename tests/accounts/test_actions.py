"""Actions without a browser: links mailed and spent, passwords set, practices founded, members named."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from mentorhub.accounts.actions.links import (
    mail_password_reset,
    mail_sign_in_link,
    reset_password,
    use_sign_in_link,
)
from mentorhub.accounts.actions.passwords import set_password
from mentorhub.accounts.actions.practices import add_member, create_practice, ensure_practice
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.links import LinkSpent
from mentorhub.accounts.rules.practices import AlreadyMember, Role
from mentorhub.accounts.security.users import password_matches
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.account_emails import link_of, mails


def token_of(app: Flask, kind: str) -> str:
    """The newest mail's token."""
    return link_of(app, kind).rpartition("/")[2].partition("?")[0]


def test_a_sign_in_link_goes_to_the_owner_only(in_app: Flask) -> None:
    factories.user("amara@example.org", "Amara Nwosu")
    mail_sign_in_link("Amara@EXAMPLE.org")
    mail_sign_in_link("nobody@example.org")
    (mail,) = mails(in_app)
    assert (mail.to_name, mail.to_address) == ("Amara Nwosu", "amara@example.org")
    assert "once, for 20 minutes" in mail.text_body


def test_a_sign_in_link_opens_once_and_confirms_the_address(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org", confirmed_at=None)
    mail_sign_in_link("amara@example.org")
    token = token_of(in_app, "sign_in_link")
    assert use_sign_in_link(token) == user_id
    assert db.session.get_one(User, user_id).confirmed_at is not None
    with pytest.raises(LinkSpent):
        use_sign_in_link(token)


@pytest.mark.parametrize("minutes", [20, 60 * 24])
def test_a_sign_in_link_ends_after_twenty_minutes(in_app: Flask, minutes: int) -> None:
    factories.user("amara@example.org")
    mail_sign_in_link("amara@example.org")
    with clock.moved(dt.timedelta(minutes=minutes)), pytest.raises(LinkSpent):
        use_sign_in_link(token_of(in_app, "sign_in_link"))
    with clock.moved(dt.timedelta(minutes=19)):
        assert use_sign_in_link(token_of(in_app, "sign_in_link"))


def test_a_link_is_for_one_thing(in_app: Flask) -> None:
    factories.user("amara@example.org")
    mail_sign_in_link("amara@example.org")
    with pytest.raises(LinkSpent):
        reset_password(token_of(in_app, "sign_in_link"), password="another quiet passphrase")
    with pytest.raises(LinkSpent):
        use_sign_in_link("made.up")


def test_a_disabled_user_gets_no_link_and_uses_none(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    mail_sign_in_link("amara@example.org")
    with transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == user_id).values(active=False))
    mail_sign_in_link("amara@example.org")
    mail_password_reset("amara@example.org")
    assert len(mails(in_app)) == 1
    with pytest.raises(LinkSpent):
        use_sign_in_link(token_of(in_app, "sign_in_link"))


def test_reset_password_sets_it_tells_the_owner_and_spends_every_link(in_app: Flask) -> None:
    user_id = factories.user("amara@example.org")
    mail_sign_in_link("amara@example.org")
    mail_password_reset("amara@example.org")
    reset = token_of(in_app, "password_reset")
    reset_password(reset, password="another quiet passphrase")
    stored = db.session.get_one(User, user_id).password
    assert password_matches("another quiet passphrase", stored)
    assert mails(in_app)[-1].kind == "accounts.password_changed"
    for spent in (reset, token_of(in_app, "sign_in_link")):
        with pytest.raises(LinkSpent):
            use_sign_in_link(spent)
    with pytest.raises(LinkSpent):
        reset_password(reset, password="a third quiet passphrase")


def test_set_password_is_the_viewers_own(in_app: Flask) -> None:
    amara, bryn = factories.user("amara@example.org"), factories.user("bryn@example.org")
    set_password("another quiet passphrase", viewer=USER(amara))
    hashes = {user_id: db.session.get_one(User, user_id).password for user_id in (amara, bryn)}
    assert password_matches("another quiet passphrase", hashes[amara])
    assert password_matches(factories.PASSWORD, hashes[bryn])
    assert [mail.to_address for mail in mails(in_app)] == ["amara@example.org"]


def test_create_practice_makes_its_owner(in_app: Flask) -> None:
    owner_id = factories.user("ines@example.org", "Ines Halvorsen")
    practice_id = create_practice(
        name="Ines Halvorsen Mentoring",
        email="ines@example.org",
        owner_id=owner_id,
        timezone="Europe/Oslo",
        place_name="Oslo",
    )
    made = db.session.get_one(Practice, practice_id)
    assert (made.timezone, made.place_name, made.stripe_account) == ("Europe/Oslo", "Oslo", "")
    (member,) = db.session.scalars(select(Membership)).all()
    assert (member.user_id, member.role) == (owner_id, Role.OWNER)


def test_create_practice_needs_somebody(in_app: Flask) -> None:
    with pytest.raises(NotFound):
        create_practice(name="Nobody's", email="x@example.org", owner_id=404)
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 0


def test_add_member_by_the_owner_or_the_system(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    mentor, helper = factories.user("m@example.org"), factories.user("h@example.org")
    add_member(practice_id, user_id=mentor, role=Role.MENTOR, viewer=USER(owner_id))
    add_member(practice_id, user_id=helper, role=Role.ASSISTANT, viewer=SYSTEM)
    found = db.session.execute(select(Membership.user_id, Membership.role)).all()
    assert dict(found) == {
        owner_id: Role.OWNER,
        mentor: Role.MENTOR,
        helper: Role.ASSISTANT,
    }
    with pytest.raises(AlreadyMember):
        add_member(practice_id, user_id=mentor, role=Role.OWNER, viewer=SYSTEM)


def test_add_member_is_refused_to_everybody_else(in_app: Flask) -> None:
    practice_id, owner_id = factories.practice()
    _, other_owner = factories.practice(mentor_email="other@example.org")
    mentor, friend = factories.user("m@example.org"), factories.user("f@example.org")
    add_member(practice_id, user_id=mentor, role=Role.MENTOR, viewer=USER(owner_id))
    for viewer in (USER(mentor), USER(other_owner), USER(friend)):
        with pytest.raises(NotFound):
            add_member(practice_id, user_id=friend, role=Role.OWNER, viewer=viewer)
    for practice, user_id in ((practice_id + 99, friend), (practice_id, 404)):
        with pytest.raises(NotFound):
            add_member(practice, user_id=user_id, role=Role.OWNER, viewer=SYSTEM)


@pytest.mark.database
def test_ensure_practice_makes_owner_and_practice_once(in_app: Flask) -> None:
    first = ensure_practice(email="Ines@example.org", name="Ines Halvorsen")
    assert ensure_practice(email="ines@EXAMPLE.org", name="Another") == first
    made, owner = db.session.get_one(Practice, first[0]), db.session.get_one(User, first[1])
    assert (made.name, owner.name) == ("Ines Halvorsen", "Ines Halvorsen")
    assert owner.confirmed_at is not None  # else no link to sign in by is mailed
    (member,) = db.session.scalars(select(Membership)).all()
    assert (member.user_id, member.practice_id) == (first[1], first[0])
    assert member.role == Role.OWNER


@pytest.mark.database
def test_ensure_practice_gives_a_user_who_owns_none_their_first(in_app: Flask) -> None:
    mentor_id = factories.user("ines@example.org", "Ines Halvorsen")
    another, _ = factories.practice(mentor_email="bo@example.org")
    add_member(another, user_id=mentor_id, role=Role.MENTOR, viewer=SYSTEM)
    practice_id, owner_id = ensure_practice(email="ines@example.org", name="Ines H")
    assert owner_id == mentor_id
    assert practice_id != another
    assert db.session.get_one(User, mentor_id).name == "Ines Halvorsen"


def test_ensure_practice_refuses_what_is_no_address(in_app: Flask) -> None:
    with pytest.raises(ValueError, match="@"):
        ensure_practice(email="nobody", name="Nobody")
    assert db.session.scalar(select(func.count()).select_from(User)) == 0
