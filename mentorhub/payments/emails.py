"""Emails of payments: what Stripe says of a practice's account, to its owners."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox
from mentorhub.mail.kinds import Kind, Weight
from mentorhub.payments.models.connections import StripeConnection

KINDS = (Kind("payments.connection_news", Weight.MONEY, _l("What Stripe says of your account")),)


def queue_connection_news(
    session: Session,
    practice: Practice,
    connection: StripeConnection,
    news: str,
    *,
    now: dt.datetime,
) -> None:
    """To each owner: the account takes payments ("ready"), takes none ("blocked", "disconnected"), or can be
    moved to ("ready_to_move"), is now the one in use ("moved"). Nothing for any other state."""
    for owner in _owners(session, practice):
        with outbox.written_for(owner.locale, owner.timezone):
            subject = _subject(news, practice=isolated(practice.name))
        if not subject:
            return
        outbox.queue(
            session,
            "payments/emails/connection_news",
            to_name=owner.name,
            to_address=owner.email,
            subject=subject,
            locale=owner.locale,
            zone=owner.timezone,
            now=now,
            practice_id=practice.id,
            link=links.absolute(f"/practice/payments?practice={practice.public_id}"),
            practice=practice.name,
            news=news,
            missing=[[one.kind.value, one.words] for one in connection.requirements],
            at=now,
        )


def _owners(session: Session, practice: Practice) -> list[User]:
    owns = Membership.practice_id == practice.id, Membership.role == Role.OWNER
    found = select(User).join(Membership, Membership.user_id == User.id)
    stay = found.where(*owns, User.closing_at.is_(None)).order_by(Membership.id)
    return list(session.scalars(stay))


def _subject(news: str, *, practice: str) -> str:
    return {
        "ready": _("%(practice)s can be paid", practice=practice),
        "blocked": _("Stripe takes no payments for %(practice)s just now", practice=practice),
        "disconnected": _("%(practice)s is not connected to Stripe any more", practice=practice),
        "ready_to_move": _("The new Stripe account of %(practice)s is ready", practice=practice),
        "moved": _("%(practice)s is paid on its new Stripe account", practice=practice),
    }.get(news, "")
