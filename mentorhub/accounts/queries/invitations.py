"""Invitations: those a practice has out, for its owners; and the one that an email's link opens."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Invitation, Membership, Practice
from mentorhub.accounts.rules.invitations import (
    INVITATION_LIFETIME,
    INVITATION_LINK,
    InvitationState,
    Reader,
    Standing,
    reader_of,
    standing_of,
)
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound


@dataclass(frozen=True)
class PendingInvitation:
    """An invitation that nobody has accepted yet. `until` may have passed: then it is to be sent again."""

    public_id: str
    email: str
    role: Role
    sender: str
    sent_at: dt.datetime
    until: dt.datetime
    has_expired: bool


@dataclass(frozen=True)
class Offer:
    """What an email's link offers, to whom, and its state now. `zone`: the practice's time zone."""

    practice: str
    practice_email: str
    role: Role
    sender: str
    email: str
    until: dt.datetime
    zone: str
    standing: Standing
    reader: Reader

    @property
    def is_the_viewers_already(self) -> bool:
        """Whether the signed-in user has accepted it: opened or submitted once more, it leads to their first page."""
        accepted = self.standing == Standing.ACCEPTED
        return accepted and self.reader == Reader.INVITED


def pending_invitations(
    practice_id: int, *, viewer: Viewer, now: dt.datetime
) -> list[PendingInvitation]:
    """Of a practice that the viewer owns, the earliest to run out first; of any other, none."""
    own = aliased(Membership)
    is_owner = exists().where(
        own.practice_id == practice_id, own.user_id == viewer.id, own.role == Role.OWNER
    )
    found = (
        select(Invitation, User.name)
        .join(User, User.id == Invitation.sent_by)
        .where(
            Invitation.practice_id == practice_id,
            Invitation.state == InvitationState.OPEN,
            is_owner,
        )
        .order_by(Invitation.expires_at, Invitation.id)
    )
    with reading(viewer=viewer) as session:
        return [
            PendingInvitation(
                public_id=one.public_id,
                email=one.email,
                role=one.role,
                sender=name,
                sent_at=one.expires_at - INVITATION_LIFETIME,
                until=one.expires_at,
                has_expired=one.expires_at <= now,
            )
            for one, name in session.execute(found)
        ]


def address_of_invitation(invitation_id: str, *, viewer: Viewer) -> tuple[int, str]:
    """The practice's id and the address's key; raises `NotFound` to whoever does not own the practice."""
    found = (
        select(Invitation.practice_id, Invitation.email_key)
        .join(Membership, Membership.practice_id == Invitation.practice_id)
        .where(
            Invitation.public_id == invitation_id,
            Membership.user_id == viewer.id,
            Membership.role == Role.OWNER,
        )
    )
    with reading(viewer=viewer) as session:
        row = session.execute(found).first()
        if row is None:
            raise NotFound
        return row.practice_id, row.email_key


def offer_of(token: str, *, viewer: Viewer, now: dt.datetime) -> Offer | None:
    """What an email's link offers to whoever has it; None for one that opens nothing and never will."""
    opened = links.opened(token, purpose=INVITATION_LINK)
    if opened is None:
        return None
    with reading(viewer=SYSTEM) as session:  # the link gives access, not a role
        row = session.execute(_behind(opened[0])).first()
        if row is None:
            return None
        invitation, practice, sender, user, senders_role = row
        return Offer(
            practice=practice.name,
            practice_email=practice.email,
            role=invitation.role,
            sender=sender,
            email=invitation.email,
            until=invitation.expires_at,
            zone=practice.timezone,
            standing=standing_of(
                invitation.state,
                is_latest=invitation.link_version == opened[1],
                is_by_owner=senders_role == Role.OWNER,
                expires_at=invitation.expires_at,
                now=now,
            ),
            reader=reader_of(
                viewer_id=viewer.id,
                owner_id=user.id if user else None,
                is_settled=user is not None and user.is_settled,
            ),
        )


def _behind(public_id: str) -> Select[Invitation, Practice, str, User, Role]:
    """The invitation, its practice, its sender's name, the account of its address if any, the sender's role."""
    sender, account, own = aliased(User), aliased(User), aliased(Membership)
    return (
        select(Invitation, Practice, sender.name, account, own.role)
        .join(Practice, Practice.id == Invitation.practice_id)
        .join(sender, sender.id == Invitation.sent_by)
        .join(own, and_(own.practice_id == Practice.id, own.user_id == sender.id))
        .outerjoin(account, account.email_key == Invitation.email_key)
        .where(Invitation.public_id == public_id)
    )
