"""Accepting an invitation: by whom, once, and what of an account it changes."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentorhub.accounts.actions import invitations
from mentorhub.accounts.actions.invitations import (
    accept_invitation,
    resend_invitation,
    withdraw_invitation,
)
from mentorhub.accounts.actions.members import end_membership
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.actions.sign_ups import confirm_sign_up, sign_up
from mentorhub.accounts.models.people import User
from mentorhub.accounts.rules.invitations import (
    INVITATION_LIFETIME,
    InvitationOver,
    InvitationState,
    NameMissing,
    NotInvited,
    Standing,
)
from mentorhub.accounts.rules.links import LinkSpent
from mentorhub.accounts.rules.practices import AlreadyMember, Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import Busy
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.inviting import BO, invite, membership, roles, stored, token

WEEK = INVITATION_LIFETIME


@pytest.fixture
def install(in_app: Flask) -> tuple[int, int]:
    """A practice and its owner."""
    return factories.practice()


def _user(email: str = BO) -> User:
    db.session.rollback()
    return db.session.scalars(select(User).where(User.email == email)).one()


def _count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_invitation_makes_the_account_confirms_it_and_gives_the_role(
    in_app: Flask, install: tuple[int, int]
) -> None:
    invite(*install)
    accepted = accept_invitation(token(in_app), name="Bo Lindqvist", viewer=PUBLIC)
    bo = _user()
    assert (accepted.user_id, accepted.role, accepted.was_member) == (bo.id, Role.MENTOR, False)
    assert (bo.name, bo.password, bo.timezone) == ("Bo Lindqvist", None, "Europe/Oslo")
    assert bo.confirmed_at is not None
    assert roles()[bo.id] == Role.MENTOR
    assert stored()["state"] == InvitationState.ACCEPTED
    (notice,) = mails(in_app, "accounts.joined")
    assert notice.to_address == "ines@example.org"
    assert "Bo Lindqvist (bo@example.org)" in notice.text_body


@pytest.mark.parametrize("viewer_is_bo", [True, False])
def test_a_key_alone_makes_nobody_the_invited(
    in_app: Flask, install: tuple[int, int], viewer_is_bo: bool
) -> None:
    """As a key would be that was made before, or by hand: what is asked is where the email went."""
    bo = factories.user("straße@example.org", email_key="strasse@example.org")
    invite(*install, "strasse@example.org")
    with pytest.raises(NotInvited):
        accept_invitation(
            token(in_app), name="Mallory", viewer=USER(bo) if viewer_is_bo else PUBLIC
        )
    assert bo not in roles()


def test_a_strangers_sign_up_with_the_address_gains_nothing(
    in_app: Flask, install: tuple[int, int]
) -> None:
    sign_up(name="Mallory", email=BO, password="seven calm wooden boats")
    invite(*install)
    accept_invitation(token(in_app), name="Bo Lindqvist", viewer=PUBLIC)
    assert (_user().name, _user().password) == ("Bo Lindqvist", None)
    with pytest.raises(LinkSpent):
        confirm_sign_up(mails(in_app, "sign_up")[0].text_body.split("/links/")[1].split()[0])


def test_an_account_accepts_for_itself_and_keeps_what_it_has(
    in_app: Flask, install: tuple[int, int]
) -> None:
    bo_id = factories.user(BO, "Bo")
    before = _user().password
    invite(*install, role=Role.OWNER)
    with pytest.raises(NotInvited):  # the email alone signs nobody in who has an account
        accept_invitation(token(in_app), name="Mallory", viewer=PUBLIC)
    other_id = factories.user("other@example.org")
    with pytest.raises(NotInvited):
        accept_invitation(token(in_app), name="", viewer=USER(other_id))
    assert bo_id not in roles()
    accept_invitation(token(in_app), name="", viewer=USER(bo_id))
    assert roles()[bo_id] == Role.OWNER
    assert (_user().name, _user().password) == ("Bo", before)
    assert [mail.to_address for mail in mails(in_app, "accounts.joined")] == ["ines@example.org"]


def test_a_disabled_account_is_neither_confirmed_nor_a_member(
    in_app: Flask, install: tuple[int, int]
) -> None:
    factories.user(BO, active=False, confirmed_at=None)
    invite(*install)
    with pytest.raises(NotInvited):
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    assert _user().confirmed_at is None


def test_a_new_account_needs_a_name(in_app: Flask, install: tuple[int, int]) -> None:
    invite(*install)
    with pytest.raises(NameMissing):
        accept_invitation(token(in_app), name="", viewer=PUBLIC)
    assert (stored()["state"], len(roles())) == (InvitationState.OPEN, 1)


def test_it_is_accepted_once(in_app: Flask, install: tuple[int, int]) -> None:
    invite(*install)
    accepted = accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    end_membership(membership(accepted.user_id), viewer=USER(install[1]))
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token(in_app), name="", viewer=USER(accepted.user_id))
    assert refused.value.standing == Standing.ACCEPTED
    assert accepted.user_id not in roles()


def test_withdrawn_expired_or_overtaken_it_gives_nothing(
    in_app: Flask, install: tuple[int, int]
) -> None:
    first = invite(*install)
    old = token(in_app)
    resend_invitation(first, viewer=USER(install[1]))
    for link, passed, standing in (
        (old, dt.timedelta(), Standing.OVERTAKEN),
        (token(in_app), WEEK, Standing.EXPIRED),
        ("nothing", dt.timedelta(), Standing.GONE),
    ):
        with clock.moved(passed), pytest.raises(InvitationOver) as refused:
            accept_invitation(link, name="Bo", viewer=PUBLIC)
        assert refused.value.standing == standing
    withdraw_invitation(first, viewer=USER(install[1]))
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    assert refused.value.standing == Standing.WITHDRAWN
    assert (len(roles()), _count(User)) == (1, 1)


def test_who_became_a_member_meanwhile_keeps_the_role(
    in_app: Flask, install: tuple[int, int]
) -> None:
    practice_id, owner_id = install
    first, bo_id = invite(*install, role=Role.OWNER), factories.user(BO)
    add_member(practice_id, user_id=bo_id, role=Role.ASSISTANT, viewer=SYSTEM)
    with pytest.raises(AlreadyMember):
        resend_invitation(first, viewer=USER(owner_id))
    accepted = accept_invitation(token(in_app), name="", viewer=USER(bo_id))
    assert (accepted.was_member, accepted.role) == (True, Role.ASSISTANT)
    assert roles()[bo_id] == Role.ASSISTANT
    assert mails(in_app, "accounts.joined") == []


def test_a_removed_member_does_not_come_back_by_an_earlier_email(
    in_app: Flask, install: tuple[int, int]
) -> None:
    practice_id, owner_id = install
    invite(*install)
    bo_id = factories.user(BO)
    add_member(practice_id, user_id=bo_id, role=Role.ASSISTANT, viewer=SYSTEM)
    end_membership(membership(bo_id), viewer=USER(owner_id))
    with pytest.raises(InvitationOver):
        accept_invitation(token(in_app), name="", viewer=USER(bo_id))
    (notice,) = mails(in_app, "accounts.membership_news")
    assert (notice.to_address, notice.reply_to) == (BO, "ines@example.org")
    assert "You do not belong to Ines Halvorsen Mentoring any more." in notice.text_body


def test_who_signs_up_at_the_same_moment_is_asked_to_try_again(
    in_app: Flask, install: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(*install)
    factories.user(BO)
    monkeypatch.setattr(invitations, "_account", lambda *_: None)
    with pytest.raises(Busy):
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    assert stored()["state"] == InvitationState.OPEN
