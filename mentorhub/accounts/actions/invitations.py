"""Invitations to a practice: sent by an owner, sent again, withdrawn; and accepted by whoever reads the email."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mentorhub.accounts.emails.practices import queue_invitation, queue_joined
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Invitation, Membership, Practice
from mentorhub.accounts.rules import invitations as rules
from mentorhub.accounts.rules.addresses import email_key, is_one_mailbox
from mentorhub.accounts.rules.practices import AlreadyMember, Role
from mentorhub.accounts.security.users import confirm_address, make_user
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import Busy, NotFound


@dataclass(frozen=True)
class Accepted:
    """Who belongs to which practice from now on, as what; `was_member`: they did before, and nothing was changed."""

    user_id: int
    practice: str
    role: Role
    was_member: bool


def invite_member(practice_id: int, *, email: str, role: Role, viewer: Viewer) -> None:
    """Mail an invitation to an address, by an owner of the practice; nothing shows whether it has an account.

    One that has run out is renewed. Raises `NotFound` to anybody else, `AlreadyMember`, `AlreadyInvited`,
    `TooManyInvitations`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        practice = _locked(session, practice_id, viewer=viewer)
        key = email_key(email)
        _refuse_a_member(session, practice.id, key)
        invitations = _open(session, practice.id)
        found = [one for one in invitations if one.email_key == key]
        if any(one.expires_at > now for one in found):
            raise rules.AlreadyInvited
        _refuse_too_many(invitations, now=now)
        if found:
            (invitation,) = found
            invitation.renew(sent_by=viewer.id or 0, role=role, now=now)
        else:
            invitation = Invitation(
                practice_id=practice.id,
                sent_by=viewer.id,
                email=email.strip(),
                email_key=key,
                role=role,
                created_at=now,
                expires_at=now + rules.INVITATION_LIFETIME,
            )
            session.add(invitation)
        session.flush()
        queue_invitation(session, practice, invitation, now=now)


def resend_invitation(invitation_id: str, *, viewer: Viewer) -> None:
    """Mail an open invitation once more, by an owner of its practice; it stands for its time from now on.

    Links sent before open nothing. Raises `NotFound` to anybody else, `AlreadyMember`, `InvitationOver`,
    `TooManyInvitations`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        practice, invitation = _owned(session, invitation_id, viewer=viewer)
        _refuse_ended(invitation)
        _refuse_a_member(session, practice.id, invitation.email_key)
        if invitation.expires_at <= now:
            _refuse_too_many(_open(session, practice.id), now=now)
        invitation.renew(sent_by=viewer.id or 0, role=invitation.role, now=now)
        session.flush()
        queue_invitation(session, practice, invitation, now=now)


def withdraw_invitation(invitation_id: str, *, viewer: Viewer) -> None:
    """End an open invitation, by an owner of its practice. Raises `NotFound` to anybody else, `InvitationOver`."""
    with transaction(viewer=viewer) as session:
        _practice, invitation = _owned(session, invitation_id, viewer=viewer)
        _refuse_ended(invitation)
        invitation.end("withdraw", now=clock.now())


def accept_invitation(token: str, *, name: str, viewer: Viewer, timezone: str = "") -> Accepted:
    """Take the role that an email offers, as the account of its address; `name` is for one that is made now.

    So is `timezone`, an IANA zone that there is; '' takes the practice's.

    The email shows whose the address is: an account that nobody has confirmed is confirmed, and a password that
    somebody chose for it is removed. The owners are notified. Raises `InvitationOver`, `NotInvited`, `NameMissing`.
    """
    public_id, version = links.opened(token, purpose=rules.INVITATION_LINK) or ("", 0)
    with transaction(viewer=SYSTEM) as session:  # the email gives access; no role does yet
        now = clock.now()
        practice, invitation = _found(session, public_id)
        if practice is None or invitation is None:
            raise rules.InvitationOver(rules.Standing.GONE)
        roles = _roles(session, practice.id)
        user = _account(session, invitation)
        rules.refuse_other_readers(_reader(user, viewer=viewer), name=name)
        rules.refuse_over(
            rules.standing_of(
                invitation.state,
                is_latest=invitation.link_version == version,
                is_by_owner=roles.get(invitation.sent_by) == Role.OWNER,
                expires_at=invitation.expires_at,
                now=now,
            )
        )
        user = _proved(session, user, practice, invitation, name=name, timezone=timezone, now=now)
        invitation.end("accept", now=now)
        if user.id in roles:
            return Accepted(user.id, practice.name, roles[user.id], was_member=True)
        made = Membership(practice=practice, user=user, role=invitation.role, created_at=now)
        session.add(made)
        for owner in _owners(session, practice.id, but=user.id):
            queue_joined(session, owner, made, practice=practice, now=now)
        return Accepted(user.id, practice.name, invitation.role, was_member=False)


def forget_invitations() -> None:
    """Forget those that ended, or ran out, long enough ago."""
    with transaction(viewer=SYSTEM) as session:
        over_at = func.coalesce(Invitation.ended_at, Invitation.expires_at)
        since = clock.now() - rules.INVITATION_RETENTION
        session.execute(delete(Invitation).where(over_at <= since))


def _locked(session: Session, practice_id: int, *, viewer: Viewer) -> Practice:
    """The practice, locked, so that two invitations at once follow each other. Raises `NotFound` unless theirs."""
    practice = session.get(Practice, practice_id, with_for_update=True)
    if practice is None or _roles(session, practice_id).get(viewer.id or 0) != Role.OWNER:
        raise NotFound
    return practice


def _owned(session: Session, invitation_id: str, *, viewer: Viewer) -> tuple[Practice, Invitation]:
    practice, invitation = _found(session, invitation_id)
    if practice is None or invitation is None:
        raise NotFound
    return _locked(session, practice.id, viewer=viewer), invitation


def _found(session: Session, public_id: str) -> tuple[Practice | None, Invitation | None]:
    """An invitation as it is under its practice's lock."""
    named = select(Invitation).where(Invitation.public_id == public_id)
    practice_id = session.scalar(named.with_only_columns(Invitation.practice_id))
    practice = session.get(Practice, practice_id or 0, with_for_update=True)
    return practice, session.scalar(named.execution_options(populate_existing=True))


def _roles(session: Session, practice_id: int) -> dict[int, Role]:
    found = select(Membership.user_id, Membership.role).where(Membership.practice_id == practice_id)
    return dict(session.execute(found).all())


def _owners(session: Session, practice_id: int, *, but: int) -> Sequence[User]:
    owns = Membership.practice_id == practice_id, Membership.role == Role.OWNER
    found = select(User).join(Membership, Membership.user_id == User.id).where(*owns)
    return session.scalars(found.where(User.id != but).order_by(User.id)).all()


def _open(session: Session, practice_id: int) -> Sequence[Invitation]:
    is_open = Invitation.state == rules.InvitationState.OPEN
    found = select(Invitation).where(Invitation.practice_id == practice_id, is_open)
    return session.scalars(found).all()


def _refuse_a_member(session: Session, practice_id: int, key: str) -> None:
    found = select(Membership.id).join(User, User.id == Membership.user_id)
    is_member = Membership.practice_id == practice_id, User.email_key == key
    if session.scalar(found.where(*is_member)) is not None:
        raise AlreadyMember


def _refuse_too_many(invitations: Sequence[Invitation], *, now: dt.datetime) -> None:
    rules.refuse_too_many_invitations(sum(one.expires_at > now for one in invitations))


def _refuse_ended(invitation: Invitation) -> None:
    if invitation.state != rules.InvitationState.OPEN:
        raise rules.InvitationOver(rules.Standing(invitation.state.value))


def _account(session: Session, invitation: Invitation) -> User | None:
    """The account of the very mailbox that the email went to. Raises `NotInvited` where only a key says so."""
    named = select(User).where(User.email_key == invitation.email_key)
    user = session.scalar(named.with_for_update())
    if user is not None and not is_one_mailbox(user.email, invitation.email):
        raise rules.NotInvited
    return user


def _reader(user: User | None, *, viewer: Viewer) -> rules.Reader:
    return rules.reader_of(
        viewer_id=viewer.id,
        owner_id=user.id if user else None,
        is_settled=user is not None and user.is_settled,
    )


def _proved(
    session: Session,
    user: User | None,
    practice: Practice,
    invitation: Invitation,
    *,
    name: str,
    timezone: str,
    now: dt.datetime,
) -> User:
    """The account of the address, which its email has reached; one is made where there is none."""
    if user is None:
        user = make_user(
            session,
            email=invitation.email,
            name=name,
            now=now,
            locale=practice.locale,
            timezone=timezone or practice.timezone,
        )
    if user.confirmed_at is None:  # whoever typed the address may have given any name
        user.name = name
    confirm_address(user, now=now)
    try:
        session.flush()
    except (
        IntegrityError
    ) as error:  # a sign-up with the same address was committed at the same time
        raise Busy from error
    return user
