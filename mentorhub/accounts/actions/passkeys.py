"""Passkeys of a user: added, removed, and used to sign in."""

from sqlalchemy import select

from mentorhub.accounts.emails.people import queue_factor_news
from mentorhub.accounts.models.people import User, WebAuthn
from mentorhub.accounts.rules.factors import FactorNews, PasskeyRefused, challenge_key, free_name
from mentorhub.accounts.security import authenticators, passkeys
from mentorhub.accounts.security.users import end_sessions
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, Viewer
from mentorhub.foundation.errors import NotFound


def add_passkey(answer: str, *, challenge: str, name: str, viewer: Viewer) -> list[str]:
    """Store a passkey that the viewer's browser has just made, under this name or one like it that is free.

    Gives recovery codes to show once where there are none yet, and signs every browser out when it is the first factor.
    Raises `PasskeyRefused` for an answer that is not genuine, was used before, or belongs to an account already.
    """
    made = passkeys.registered(answer, challenge=challenge)
    with transaction(viewer=viewer) as session:
        now = clock.now()
        user = session.get_one(User, viewer.id, with_for_update=True)
        known = select(WebAuthn.id).where(WebAuthn.credential_id == made.credential_id)
        is_new = links.use_once(session, challenge_key(challenge), now=now)
        if not is_new or session.scalar(known) is not None:
            raise PasskeyRefused
        if not user.has_factor:
            end_sessions(user)
        free = free_name(name, taken=[one.name for one in user.webauthn])
        user.fs_webauthn_user_handle = user.public_id
        user.webauthn.append(
            WebAuthn(
                credential_id=made.credential_id,
                public_key=made.public_key,
                sign_count=made.sign_count,
                transports=list(made.transports),
                backup_state=made.is_backed_up,
                device_type=made.device_type,
                name=free,
                usage="first",
                create_datetime=now,
                lastuse_datetime=now,
            )
        )
        queue_factor_news(session, user, FactorNews.PASSKEY_ADDED, now=now, about=free)
        return [] if user.mf_recovery_codes else authenticators.new_recovery_codes(user)


def remove_passkey(public_id: str, *, viewer: Viewer) -> None:
    """Forget one of the viewer's passkeys; with the last factor go the recovery codes. Signs every browser out.

    Raises `NotFound` for what is not theirs.
    """
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        found = next((one for one in user.webauthn if one.public_id == public_id), None)
        if found is None:
            raise NotFound
        user.webauthn.remove(found)
        session.delete(found)
        if not user.has_factor:
            user.mf_recovery_codes = None
        end_sessions(user)
        queue_factor_news(
            session, user, FactorNews.PASSKEY_REMOVED, now=clock.now(), about=found.name
        )


def use_passkey(answer: str, *, challenge: str, of: int | None = None) -> int:
    """The id of the user whose passkey answered this challenge; where `of` is given, it must be that one.

    Raises `PasskeyRefused` for an answer that is not genuine, was used before, is unknown or another's; for a passkey
    whose count went back; for a disabled user.
    """
    credential_id, handle = passkeys.claimed(answer)
    with transaction(viewer=PUBLIC) as session:
        now = clock.now()
        found = session.scalar(
            select(WebAuthn).where(WebAuthn.credential_id == credential_id).with_for_update()
        )
        if found is None:
            raise PasskeyRefused
        user = session.get_one(User, found.user_id)
        if not user.active or of not in {None, user.id}:
            raise PasskeyRefused
        count = passkeys.count_after(
            answer,
            challenge=challenge,
            public_key=found.public_key,
            sign_count=found.sign_count,
        )
        is_theirs = handle in {"", user.fs_webauthn_user_handle}
        if not is_theirs or not links.use_once(session, challenge_key(challenge), now=now):
            raise PasskeyRefused
        found.count_use(count, now=now)
        return user.id
