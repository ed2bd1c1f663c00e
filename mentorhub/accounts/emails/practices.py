"""What a practice says by mail to whom it invites, and to its members and owners."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Invitation, Membership, Practice
from mentorhub.accounts.rules.invitations import INVITATION_LINK
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox


def queue_invitation(
    session: Session, practice: Practice, invitation: Invitation, *, now: dt.datetime
) -> None:
    """A role in a practice, offered to an address. It greets nobody by name, since it may have been mistyped."""
    reader = session.scalar(select(User).where(User.email_key == invitation.email_key))
    sender = session.get_one(User, invitation.sent_by)
    home = reader or practice
    with outbox.written_for(home.locale, home.timezone):
        subject = _("An invitation to %(practice)s", practice=isolated(practice.name))
    token = links.sign(invitation.public_id, invitation.link_version, purpose=INVITATION_LINK)
    outbox.queue(
        session,
        "accounts/emails/invitation",
        to_name="",
        to_address=invitation.email,
        reply_to=practice.email,
        subject=subject,
        locale=home.locale,
        zone=home.timezone,
        now=now,
        practice_id=practice.id,
        link=links.absolute(f"/invitations/{token}"),
        practice=practice.name,
        sender=sender.name or practice.name,
        role=invitation.role.value,
        until=invitation.expires_at,
    )


def queue_joined(
    session: Session, owner: User, member: Membership, *, practice: Practice, now: dt.datetime
) -> None:
    """To an owner: somebody has accepted an invitation."""
    user = member.user
    with outbox.written_for(owner.locale, owner.timezone):
        who, where = isolated(user.name), isolated(practice.name)
        subject = _("%(name)s has joined %(practice)s", name=who, practice=where)
    context: dict[str, Any] = {
        "link": links.absolute(f"/practice/members?practice={practice.public_id}"),
        "practice": practice.name,
        "name": user.name,
        "email": user.email,
        "role": member.role.value,
        "at": now,
    }
    outbox.queue(
        session, "accounts/emails/joined", subject=subject, now=now, **_to(owner), **context
    )


def queue_membership_news(
    session: Session, member: Membership, role: Role | None, *, now: dt.datetime
) -> None:
    """To a member: an owner gave them another role, or (None) ended their membership."""
    user, practice = member.user, member.practice
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your role in %(practice)s", practice=isolated(practice.name))
    context: dict[str, Any] = {
        "reply_to": practice.email,
        "link": links.absolute("/start"),
        "practice": practice.name,
        "role": role.value if role else "",
        "at": now,
    }
    outbox.queue(
        session, "accounts/emails/membership_news", subject=subject, now=now, **_to(user), **context
    )


def _to(user: User) -> dict[str, Any]:
    return {
        "to_name": user.name,
        "to_address": user.email,
        "locale": user.locale,
        "zone": user.timezone,
    }
