"""The invariants of API tokens. Queries that return offenders."""

import re

from sqlalchemy import func, select

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import LIFETIME_MAX, LIVE_MAX
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading, snapshot
from mentorhub.foundation.database.viewers import Viewer

HASHED = re.compile(r"[0-9a-f]{64}")


def every_token_is_stored_as_its_hash(*, viewer: Viewer) -> list[str]:
    """Tokens of which something else is stored than a SHA-256."""
    with snapshot(viewer=viewer) as session:
        rows = session.execute(select(ApiToken.public_id, ApiToken.token_hash))
        return [public_id for public_id, stored in rows if not HASHED.fullmatch(stored)]


def every_token_ends_within_a_year(*, viewer: Viewer) -> list[str]:
    """Tokens that would open something for longer."""
    with snapshot(viewer=viewer) as session:
        rows = session.execute(select(ApiToken.public_id, ApiToken.created_at, ApiToken.expires_at))
        return [of for of, made_at, expires_at in rows if expires_at - made_at > LIFETIME_MAX]


def nobody_has_more_than_twenty_tokens(*, viewer: Viewer) -> list[str]:
    """Users with more that open something."""
    live = ApiToken.ended_at.is_(None), ApiToken.expires_at > clock.now()
    found = (
        select(User.public_id)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(*live)
        .group_by(User.public_id)
        .having(func.count(ApiToken.id) > LIVE_MAX)
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(found))


INVARIANTS = (
    every_token_is_stored_as_its_hash,
    every_token_ends_within_a_year,
    nobody_has_more_than_twenty_tokens,
)
