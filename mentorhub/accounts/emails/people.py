"""What accounts say by mail: links that sign in, confirm or reset, and changes of an address or account."""

import datetime as dt
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import AddressChange, SignedInDevice, User
from mentorhub.accounts.rules.closing import erased_from
from mentorhub.accounts.rules.factors import FactorNews
from mentorhub.accounts.rules.links import LINK_LIFETIMES, LinkKind
from mentorhub.foundation import links
from mentorhub.foundation.names import isolated
from mentorhub.mail import outbox


def queue_sign_in_link(session: Session, user: User, *, path: str, now: dt.datetime) -> None:
    """A link that signs in once; `path` (local, or empty) is where it leads on to."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your link to sign in")
    context = _good_for_minutes("/sign-in/links", user, kind=LinkKind.SIGN_IN, now=now)
    context["link"] += _onward(path)
    _queue(session, "sign_in_link", user, subject=subject, now=now, **context)


def queue_password_reset(session: Session, user: User, *, now: dt.datetime) -> None:
    """A link that lets a new password be set, once."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Set a new password")
    context = _good_for_minutes("/password-resets", user, kind=LinkKind.RESET, now=now)
    _queue(session, "password_reset", user, subject=subject, now=now, **context)


def queue_password_changed(session: Session, user: User, *, now: dt.datetime) -> None:
    """The notice to the owner, who may not have been the one who changed it."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your password has been changed")
    link = links.absolute("/password-resets")
    _queue(session, "password_changed", user, subject=subject, now=now, link=link, at=now)


def queue_sign_up(session: Session, user: User, *, path: str, now: dt.datetime) -> None:
    """The link that confirms a new account's address, once, and leads on to `path` (local, or empty).

    It repeats no name: anybody may have typed it.
    """
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Confirm your address")
    token = _token(user, kind=LinkKind.SIGN_UP, now=now)
    link = links.absolute(f"/sign-up/links/{token}") + _onward(path)
    hours = _minutes(LinkKind.SIGN_UP) // 60
    context = {"link": link, "hours": hours}
    _queue(session, "sign_up", user, subject=subject, now=now, to_name="", **context)


def queue_sign_up_known(session: Session, user: User, *, path: str, now: dt.datetime) -> None:
    """Somebody signed up with the address of an account: its owner has one already, perhaps a closing one.

    Signing in leads on to `path` (local, or empty).
    """
    with outbox.written_for(user.locale, user.timezone):
        subject = _("You have an account here already")
    context = {
        "link": links.absolute("/sign-in") + _onward(path),
        "reset_link": links.absolute("/password-resets"),
        "restore_until": user.closing_at and erased_from(user.closing_at),
    }
    _queue(session, "sign_up_known", user, subject=subject, now=now, **context)


def queue_new_device(
    session: Session, user: User, device: SignedInDevice, *, now: dt.datetime
) -> None:
    """Somebody signed in with a browser that the owner has not used before."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("A new device has signed in")
    context = {**_seen_on(device), "at": device.created_at}
    _queue(session, "new_device", user, subject=subject, now=now, **context)


def queue_data_taken(
    session: Session, user: User, device: SignedInDevice, *, now: dt.datetime
) -> None:
    """All that is the owner's was downloaded, perhaps by somebody else at a device that was left open."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your data was downloaded")
    _queue(session, "data_taken", user, subject=subject, now=now, **_seen_on(device), at=now)


def _onward(path: str) -> str:
    return f"?next={quote(path, safe='/')}" if path else ""


def _seen_on(device: SignedInDevice) -> dict[str, str]:
    """Context of the mail: which device it was, and where its owner can act."""
    where = {"browser": device.browser, "system": device.system, "network": device.network}
    return {**where, **_ways_back("devices")}


def queue_confirm_address(
    session: Session, user: User, change: AddressChange, *, now: dt.datetime
) -> None:
    """To the new address: the link that confirms it, once. It names nobody, since it may have been mistyped."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Confirm your new address")
    kind = LinkKind.ADDRESS
    token = links.sign_dated(change.public_id, 0, purpose=kind, until=now + LINK_LIFETIMES[kind])
    to = {"to_name": "", "to_address": change.email}
    context = {"link": links.absolute(f"/account/email/links/{token}"), "minutes": _minutes(kind)}
    _queue(session, "confirm_address", user, subject=subject, now=now, **to, **context)


def queue_address_asked(session: Session, user: User, *, now: dt.datetime) -> None:
    """To the present address: another one was asked for."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Another address was asked for")
    _queue(session, "address_asked", user, subject=subject, now=now, at=now, **_ways_back("email"))


def queue_address_changed(session: Session, user: User, *, now: dt.datetime) -> None:
    """To the address a user leaves."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your address here has been changed")
    _queue(session, "address_changed", user, subject=subject, now=now, at=now)


def queue_address_yours(session: Session, user: User, *, now: dt.datetime) -> None:
    """To the address a user now has."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("We write to you here from now on")
    link = links.absolute("/account/devices")
    _queue(session, "address_yours", user, subject=subject, now=now, at=now, link=link)


def queue_address_taken(session: Session, owner: User, *, now: dt.datetime) -> None:
    """To the owner of an address that somebody else asked for."""
    with outbox.written_for(owner.locale, owner.timezone):
        subject = _("Someone asked for your address")
    link = links.absolute("/sign-in")
    _queue(session, "address_taken", owner, subject=subject, now=now, link=link)


def _ways_back(page: str) -> dict[str, str]:
    """Context of the mail: where an owner can undo what they did not do."""
    return {
        "link": links.absolute(f"/account/{page}"),
        "reset_link": links.absolute("/password-resets"),
    }


def queue_account_closing(
    session: Session, user: User, *, until: dt.datetime, now: dt.datetime
) -> None:
    """The account is being closed; until when it may be restored."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your account is being closed")
    context = {**_ways_in("/sign-in"), "at": now, "until": until}
    _queue(session, "account_closing", user, subject=subject, now=now, **context)


def queue_account_restored(session: Session, user: User, *, now: dt.datetime) -> None:
    """The account goes on."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your account goes on")
    _queue(session, "account_restored", user, subject=subject, now=now, **_ways_in("/"), at=now)


def queue_account_gone(session: Session, user: User, *, now: dt.datetime) -> None:
    """The last mail, before the address is forgotten; it names the user's row, by which it is forgotten in turn."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("Your account is gone")
    _queue(session, "account_gone", user, subject=subject, now=now, at=now, user_id=user.id)


def _ways_in(path: str) -> dict[str, str]:
    return {
        "link": links.absolute(path),
        "reset_link": links.absolute("/password-resets"),
    }


def queue_factor_news(
    session: Session, user: User, news: FactorNews, *, now: dt.datetime, about: str = ""
) -> None:
    """The notice to the owner that a second factor was added, removed or used; `about` is the passkey's name."""
    with outbox.written_for(user.locale, user.timezone):
        subject = _("A change in how you sign in")
        said = _factor_words(news, about=about, codes_left=len(user.mf_recovery_codes or ()))
    link = links.absolute("/password-resets")
    _queue(session, "factor_news", user, subject=subject, now=now, link=link, said=said, at=now)


def _factor_words(news: FactorNews, *, about: str, codes_left: int) -> str:
    words = {
        FactorNews.AUTHENTICATOR_ADDED: _("An authenticator app was set up for your account."),
        FactorNews.AUTHENTICATOR_REMOVED: _("The authenticator app of your account was removed."),
        FactorNews.PASSKEY_ADDED: _("The passkey “%(name)s” was added.", name=isolated(about)),
        FactorNews.PASSKEY_REMOVED: _("The passkey “%(name)s” was removed.", name=isolated(about)),
        FactorNews.CODES_RENEWED: _(
            "New recovery codes were made for your account. The earlier ones open nothing any more."
        ),
        FactorNews.CODE_USED: ngettext(
            "One of your recovery codes was used to sign in. %(num)s is left.",
            "One of your recovery codes was used to sign in. %(num)s are left.",
            codes_left,
        ),
    }
    return words[news]


def _good_for_minutes(page: str, user: User, *, kind: LinkKind, now: dt.datetime) -> dict[str, Any]:
    """The context of a mail about one link: {link: str, minutes: int}, its URL and for how long it opens."""
    token = _token(user, kind=kind, now=now)
    return {"link": links.absolute(f"{page}/{token}"), "minutes": _minutes(kind)}


def _token(user: User, *, kind: LinkKind, now: dt.datetime) -> str:
    until = now + LINK_LIFETIMES[kind]
    return links.sign_dated(user.public_id, user.link_version, purpose=kind, until=until)


def _minutes(kind: LinkKind) -> int:
    return round(LINK_LIFETIMES[kind].total_seconds() / 60)


def _queue(
    session: Session, name: str, user: User, *, subject: str, now: dt.datetime, **context: Any
) -> None:
    to = {"to_name": user.name, "to_address": user.email}
    outbox.queue(
        session,
        f"accounts/emails/{name}",
        subject=subject,
        locale=user.locale,
        zone=user.timezone,
        now=now,
        **{**to, **context},
    )
