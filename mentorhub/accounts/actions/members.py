"""An owner's actions on members of a practice: change a role, end a membership. One owner always stays."""

import datetime as dt

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.emails.practices import queue_membership_news
from mentorhub.accounts.models.practices import Invitation, Membership, Practice
from mentorhub.accounts.rules.invitations import InvitationState, ends_invitations_sent
from mentorhub.accounts.rules.practices import Role, refuse_losing_the_last_owner
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound


def change_role(membership_id: str, *, role: Role, viewer: Viewer) -> None:
    """Give a member another role, by an owner of the practice; a former owner's open invitations are withdrawn.

    Raises `NotFound` to anybody else, `LastOwner` where nobody would own the practice any more.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        member, everybody = _locked(session, membership_id, viewer=viewer)
        roles = [one.role for one in everybody]
        refuse_losing_the_last_owner(roles, lost=member.role, gained=role)
        if ends_invitations_sent(lost=member.role, gained=role):
            _withdraw(session, member, Invitation.sent_by == member.user_id, now=now)
        if member.role != role and member.user_id != viewer.id:
            queue_membership_news(session, member, role, now=now)
        member.role = role


def end_membership(membership_id: str, *, viewer: Viewer) -> bool:
    """End a membership, by an owner of the practice; True where it was the viewer's own.

    From then on they see nothing of the practice. Invitations that they sent, or that their address got, end with it.
    Raises as `change_role`.
    """
    with transaction(viewer=viewer) as session:
        now = clock.now()
        member, everybody = _locked(session, membership_id, viewer=viewer)
        roles = [one.role for one in everybody]
        refuse_losing_the_last_owner(roles, lost=member.role, gained=None)
        _withdraw(session, member, Invitation.email_key == member.user.email_key, now=now)
        if member.user_id != viewer.id:
            queue_membership_news(session, member, None, now=now)
        session.delete(member)  # the invitations they sent go with it
        return member.user_id == viewer.id


def _withdraw(
    session: Session, member: Membership, which: ColumnElement[bool], *, now: dt.datetime
) -> None:
    """End open invitations of the member's practice; inside the practice's lock."""
    found = select(Invitation).where(
        Invitation.practice_id == member.practice_id,
        Invitation.state == InvitationState.OPEN,
        which,
    )
    for invitation in session.scalars(found):
        invitation.end("withdraw", now=now)


def _locked(
    session: Session, membership_id: str, *, viewer: Viewer
) -> tuple[Membership, list[Membership]]:
    """The member and all of that practice who stay, read under its lock: two owners cannot end each other at once."""
    practice_id = session.scalar(
        select(Membership.practice_id).where(Membership.public_id == membership_id)
    )
    practice = session.get(Practice, practice_id or 0, with_for_update=True)
    everybody = list(
        session.scalars(
            select(Membership)
            .where(Membership.practice_id == (practice.id if practice else 0))
            .order_by(Membership.id)
            .options(joinedload(Membership.user))
            .execution_options(populate_existing=True)
        )
    )
    found = [one for one in everybody if one.public_id == membership_id]
    owners = {one.user_id for one in everybody if one.role == Role.OWNER}
    if not found or viewer.kind != "user" or viewer.id not in owners:
        raise NotFound
    return found[0], [one for one in everybody if one is found[0] or one.user.closing_at is None]
