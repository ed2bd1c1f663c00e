"""What accounts say by mail: the link that signs in, the one that resets, that a password or a factor has changed."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
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


def queue_factor_news(
    session: Session, user: User, news: rules.FactorNews, *, now: dt.datetime, about: str = ""
) -> None:
    """The notice to the owner that a second factor came, went or was used; `about` is the passkey's name."""
    with mail.written_for(user.locale, user.timezone):
        subject = _("A change in how you sign in")
        said = _factor_words(news, about=about, codes_left=len(user.mf_recovery_codes or ()))
    link = links.absolute("/password-resets")
    _queue(session, "factor_news", user, subject=subject, now=now, link=link, said=said, at=now)


def _factor_words(news: rules.FactorNews, *, about: str, codes_left: int) -> str:
    words = {
        rules.FactorNews.AUTHENTICATOR_ADDED: _(
            "An authenticator app was set up for your account."
        ),
        rules.FactorNews.AUTHENTICATOR_REMOVED: _(
            "The authenticator app of your account was removed."
        ),
        rules.FactorNews.PASSKEY_ADDED: _("The passkey “%(name)s” was added.", name=about),
        rules.FactorNews.PASSKEY_REMOVED: _("The passkey “%(name)s” was removed.", name=about),
        rules.FactorNews.CODES_RENEWED: _(
            "New recovery codes were made for your account. The earlier ones open nothing any more."
        ),
        rules.FactorNews.CODE_USED: ngettext(
            "One of your recovery codes was used to sign in. %(num)s is left.",
            "One of your recovery codes was used to sign in. %(num)s are left.",
            codes_left,
        ),
    }
    return words[news]


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
