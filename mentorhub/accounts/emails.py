"""What accounts say by mail: the link that signs in, the one that resets, and that a password has changed."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from mentorhub.accounts import rules
from mentorhub.accounts.models import User
from mentorhub.foundation import links, mail


def queue_sign_in_link(session: Session, user: User, *, path: str, now: dt.datetime) -> None:
    """A link that signs in once; `path` (encoded, or empty) is where it leads on to."""
    with mail.written_for(user.locale, user.timezone):
        subject = _("Your link to sign in")
    token = _token(user, kind=rules.LinkKind.SIGN_IN, now=now)
    link = links.absolute(f"/sign-in/links/{token}") + (f"?next={path}" if path else "")
    minutes = _minutes(rules.LinkKind.SIGN_IN)
    _queue(session, "sign_in_link", user, subject=subject, now=now, link=link, minutes=minutes)


def queue_password_reset(session: Session, user: User, *, now: dt.datetime) -> None:
    """A link that lets a new password be set, once."""
    with mail.written_for(user.locale, user.timezone):
        subject = _("Set a new password")
    token = _token(user, kind=rules.LinkKind.RESET, now=now)
    link = links.absolute(f"/password-resets/{token}")
    minutes = _minutes(rules.LinkKind.RESET)
    _queue(session, "password_reset", user, subject=subject, now=now, link=link, minutes=minutes)


def queue_password_changed(session: Session, user: User, *, now: dt.datetime) -> None:
    """The notice to the owner, who may not have been the one who changed it."""
    with mail.written_for(user.locale, user.timezone):
        subject = _("Your password has been changed")
    link = links.absolute("/password-resets")
    _queue(session, "password_changed", user, subject=subject, now=now, link=link, at=now)


def _token(user: User, *, kind: rules.LinkKind, now: dt.datetime) -> str:
    until = now + rules.LINK_LIVES[kind]
    return links.sign_dated(user.public_id, user.link_version, purpose=kind, until=until)


def _minutes(kind: rules.LinkKind) -> int:
    return round(rules.LINK_LIVES[kind].total_seconds() / 60)


def _queue(
    session: Session, name: str, user: User, *, subject: str, now: dt.datetime, **context: Any
) -> None:
    mail.queue(
        session,
        f"accounts/emails/{name}",
        to_name=user.name,
        to_address=user.email,
        subject=subject,
        locale=user.locale,
        zone=user.timezone,
        now=now,
        **context,
    )
