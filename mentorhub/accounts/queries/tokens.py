"""API tokens: those of one person that still open something."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer


def live_tokens(*, viewer: Viewer, now: dt.datetime) -> Sequence[ApiToken]:
    """The viewer's, the newest first; neither ended nor expired."""
    found = select(ApiToken).where(*is_live(viewer.id or 0, now=now)).order_by(ApiToken.id.desc())
    with reading(viewer=viewer) as session:
        return session.scalars(found).all()


def is_live(user_id: int, *, now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions on a token that it is this user's and opens something."""
    return ApiToken.user_id == user_id, ApiToken.ended_at.is_(None), ApiToken.expires_at > now
