"""API tokens: made, ended by their owner, removed once they have opened nothing for long."""

import datetime as dt
import secrets
from collections.abc import Iterable

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.emails.tokens import queue_token_made
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.queries.tokens import is_live
from mentorhub.accounts.rules.addresses import email_key
from mentorhub.accounts.rules.tokens import (
    LIVE_MAX,
    RETENTION,
    Scope,
    TooManyTokens,
    hash_of,
    in_order,
    new_token,
    refuse_end,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound


def make_token(
    name: str, *, viewer: Viewer, scopes: Iterable[Scope], expires_at: dt.datetime
) -> str:
    """A token of the viewer's, to be shown once; its owner is notified by mail.

    Raises `TooManyTokens` beyond twenty live ones, `EndRefused` for an end in the past or more than a year away.
    """
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        return _make(session, user, name, scopes=scopes, expires_at=expires_at)


def make_token_of(
    email: str,
    name: str,
    *,
    scopes: Iterable[Scope],
    expires_at: dt.datetime,
    replaces: bool = False,
) -> str:
    """As `make_token`, by the operator for the user of this address.

    With `replaces` the earlier ones of that name end. Raises `NotFound` where there is no such user, `ValueError` for
    what is no address.
    """
    with transaction(viewer=SYSTEM) as session:
        is_open = User.active, User.closing_at.is_(None)
        found = select(User).where(User.email_key == email_key(email), *is_open)
        user = session.scalar(found.with_for_update())
        if user is None:
            raise NotFound
        if replaces:
            now = clock.now()
            earlier = select(ApiToken).where(*is_live(user.id, now=now), ApiToken.name == name)
            for one in session.scalars(earlier):
                one.ended_at = now
        return _make(session, user, name, scopes=scopes, expires_at=expires_at)


def end_token(public_id: str, *, viewer: Viewer) -> None:
    """It opens nothing any more; one that has ended stays so. Raises `NotFound` for another's."""
    with transaction(viewer=viewer) as session:
        mine = ApiToken.public_id == public_id, ApiToken.user_id == viewer.id
        token = session.scalar(select(ApiToken).where(*mine).with_for_update())
        if token is None:
            raise NotFound
        token.ended_at = token.ended_at or clock.now()


def remove_old_tokens() -> None:
    """Delete those that ended or expired thirty days ago."""
    with transaction(viewer=SYSTEM) as session:
        before = clock.now() - RETENTION
        is_old = or_(ApiToken.ended_at < before, ApiToken.expires_at < before)
        session.execute(delete(ApiToken).where(is_old))


def _make(
    session: Session, user: User, name: str, *, scopes: Iterable[Scope], expires_at: dt.datetime
) -> str:
    now = clock.now()
    refuse_end(expires_at, now=now)
    live = select(func.count(ApiToken.id)).where(*is_live(user.id, now=now))
    if (session.scalar(live) or 0) >= LIVE_MAX:
        raise TooManyTokens
    token = new_token(secrets.choice)
    made = ApiToken(
        user_id=user.id,
        name=name,
        token_hash=hash_of(token),
        scopes=" ".join(in_order(scopes)),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(made)
    queue_token_made(session, user, made, now=now)
    return token
