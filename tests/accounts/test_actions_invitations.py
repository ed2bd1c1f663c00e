"""An invitation before it is accepted: sent, renewed, withdrawn, forgotten; by an owner and nobody else."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.invitations import (
    accept_invitation,
    forget_invitations,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from mentorhub.accounts.actions.members import change_role, end_membership
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.models.practices import Invitation, Membership
from mentorhub.accounts.rules.invitations import (
    INVITATION_LIFETIME,
    INVITATION_RETENTION,
    INVITATIONS_MAX,
    AlreadyInvited,
    InvitationOver,
    InvitationState,
    Standing,
    TooManyInvitations,
)
from mentorhub.accounts.rules.practices import AlreadyMember, Role
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from tests.support import factories
from tests.support.account_emails import mails
from tests.support.inviting import BO, invite, membership, stored, token

WEEK = INVITATION_LIFETIME


@pytest.fixture
def install(in_app: Flask) -> tuple[int, int]:
    """A practice and its owner."""
    return factories.practice()


def _count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_one_that_has_ended_is_neither_sent_nor_withdrawn(
    in_app: Flask, install: tuple[int, int]
) -> None:
    first, owner = invite(*install), USER(install[1])
    withdraw_invitation(first, viewer=owner)
    for action in (withdraw_invitation, resend_invitation):
        with pytest.raises(InvitationOver):
            action(first, viewer=owner)
    assert len(mails(in_app, "accounts.invitation")) == 1
    assert invite(*install) != first


def test_an_address_is_invited_once_at_a_time_and_again_when_that_has_run_out(
    in_app: Flask, install: tuple[int, int]
) -> None:
    practice_id, owner_id = install
    first = invite(*install)
    with pytest.raises(AlreadyInvited):
        invite(*install, email="BO@Example.org")
    with clock.moved(WEEK):
        invite_member(practice_id, email=BO, role=Role.OWNER, viewer=USER(owner_id))
        assert (stored()["public_id"], stored()["role"]) == (first, Role.OWNER)
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    with pytest.raises(AlreadyMember):
        invite(*install)


def test_what_an_owner_sent_ends_with_their_ownership(
    in_app: Flask, install: tuple[int, int]
) -> None:
    practice_id, first_id = install
    second_id = factories.user("second@example.org")
    add_member(practice_id, user_id=second_id, role=Role.OWNER, viewer=SYSTEM)
    second = membership(second_id)
    invite(practice_id, second_id)
    change_role(second, role=Role.MENTOR, viewer=USER(first_id))
    assert stored()["state"] == InvitationState.WITHDRAWN
    assert "you have another role" in mails(in_app, "membership_news")[-1].text_body
    change_role(second, role=Role.OWNER, viewer=USER(first_id))
    invite(practice_id, second_id)
    with transaction(viewer=SYSTEM) as session:  # past the actions: the email gives nothing either
        session.execute(
            update(Membership).where(Membership.user_id == second_id).values(role="mentor")
        )
    with pytest.raises(InvitationOver):
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    end_membership(second, viewer=USER(first_id))
    with pytest.raises(InvitationOver) as refused:
        accept_invitation(token(in_app), name="Bo", viewer=PUBLIC)
    assert refused.value.standing == Standing.GONE


def test_one_who_leaves_or_keeps_the_role_is_not_notified(
    in_app: Flask, install: tuple[int, int]
) -> None:
    practice_id, first_id = install
    second_id = factories.user("second@example.org")
    add_member(practice_id, user_id=second_id, role=Role.OWNER, viewer=SYSTEM)
    change_role(membership(second_id), role=Role.OWNER, viewer=USER(first_id))
    change_role(membership(first_id), role=Role.MENTOR, viewer=USER(first_id))
    change_role(membership(first_id), role=Role.OWNER, viewer=USER(second_id))
    assert end_membership(membership(second_id), viewer=USER(second_id))
    assert [mail.to_address for mail in mails(in_app, "membership_news")] == ["ines@example.org"]


def test_only_so_many_are_out(in_app: Flask, install: tuple[int, int]) -> None:
    practice_id, owner_id = install
    first = invite(*install)
    now = clock.now()
    with transaction(viewer=SYSTEM) as session:
        for number in range(INVITATIONS_MAX - 1):
            email = f"n{number}@example.org"
            session.add(_row(practice_id, owner_id, email, expires_at=now + WEEK * 2))
    with pytest.raises(TooManyInvitations):
        invite(*install, email="more@example.org")
    resend_invitation(first, viewer=USER(owner_id))  # it is one of them
    with clock.moved(WEEK):
        invite(*install, email="more@example.org")  # one has run out
        with pytest.raises(TooManyInvitations):
            resend_invitation(first, viewer=USER(owner_id))


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ASSISTANT])
def test_nobody_but_an_owner_of_that_practice_does_it(install: tuple[int, int], role: Role) -> None:
    practice_id, _owner_id = install
    _practice, rival_id = factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    member_id = factories.user("member@example.org")
    add_member(practice_id, user_id=member_id, role=role, viewer=SYSTEM)
    first = invite(*install)
    before = stored()
    for viewer in (USER(member_id), USER(rival_id), USER(factories.user("x@example.org")), PUBLIC):
        with pytest.raises(NotFound):
            invite_member(practice_id, email="a@example.org", role=role, viewer=viewer)
        for action in (resend_invitation, withdraw_invitation):
            for one in (first, "nothing"):
                with pytest.raises(NotFound):
                    action(one, viewer=viewer)
    assert (stored(), _count(Invitation)) == (before, 1)


def test_an_address_that_never_accepted_is_deleted(install: tuple[int, int]) -> None:
    invite(*install)
    with clock.moved(WEEK + INVITATION_RETENTION - dt.timedelta(seconds=1)):
        forget_invitations()
        assert _count(Invitation) == 1
    with clock.moved(WEEK + INVITATION_RETENTION):
        forget_invitations()
        assert _count(Invitation) == 0


def test_the_database_forbids_a_second_open_one_to_an_address(install: tuple[int, int]) -> None:
    invite(*install)
    again = _row(*install, BO, expires_at=clock.now() + WEEK)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(again)


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": InvitationState.ACCEPTED},
        {"ended_at": dt.datetime(2026, 3, 2, tzinfo=dt.UTC)},
        {"expires_at": dt.datetime(2026, 3, 2, tzinfo=dt.UTC)},
        {"sent_by": 0},
    ],
    ids=str,
)
def test_the_database_forbids_half_an_invitation(
    install: tuple[int, int], impossible: dict[str, object]
) -> None:
    invite(*install)
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(Invitation).values(**impossible))


def _row(practice_id: int, owner_id: int, email: str, *, expires_at: dt.datetime) -> Invitation:
    return Invitation(
        practice_id=practice_id,
        sent_by=owner_id,
        email=email,
        email_key=email,
        role=Role.MENTOR,
        created_at=clock.now(),
        expires_at=expires_at,
    )
