"""The API token of a request: whose it is, its use noted; and tokens ended with their owner's devices."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import SEEN_EVERY, Scope, hash_of, is_well_formed
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import Busy

_BY_ROWS = {"synchronize_session": False}


@dataclass(frozen=True)
class Holder:
    """Whom a token opens the API for, and what it may do. `token_id` is the row's public id, not the token."""

    user_id: int
    timezone: str
    token_id: str
    scopes: tuple[Scope, ...]


def holder_of(token: str) -> Holder | None:
    """Whose token this is, while it opens something; writes that it was used, once an hour at most."""
    if not is_well_formed(token):
        return None
    with reading(viewer=SYSTEM) as session:  # before anybody is known to be the viewer
        now = clock.now()
        asked = (
            select(ApiToken, User.timezone)
            .join(User, User.id == ApiToken.user_id)
            .where(
                ApiToken.token_hash == hash_of(token),
                ApiToken.ended_at.is_(None),
                ApiToken.expires_at > now,
                User.active,
                User.closing_at.is_(None),
            )
        )
        row = session.execute(asked).first()
        if row is None:
            return None
        found, timezone = row
        holder = Holder(found.user_id, timezone, found.public_id, found.granted)
        used_at = found.last_used_at
    if used_at is None or now - used_at >= SEEN_EVERY:
        _note_use(holder, now=now)
    return holder


def end_all(session: Session, user_id: int, *, now: dt.datetime) -> None:
    """End all of a user's; in the caller's transaction."""
    _end(session, ApiToken.user_id == user_id, now=now)


def end_for_all_users(session: Session, *, now: dt.datetime) -> None:
    """End every token there is; in the caller's transaction."""
    _end(session, true(), now=now)


def _end(session: Session, which: ColumnElement[bool], *, now: dt.datetime) -> None:
    live = update(ApiToken).where(which, ApiToken.ended_at.is_(None))
    session.execute(live.values(ended_at=now), execution_options=_BY_ROWS)


def _note_use(holder: Holder, *, now: dt.datetime) -> None:
    used = update(ApiToken).where(ApiToken.public_id == holder.token_id).values(last_used_at=now)
    with suppress(Busy), transaction(viewer=USER(holder.user_id)) as session:
        session.execute(used, execution_options=_BY_ROWS)
