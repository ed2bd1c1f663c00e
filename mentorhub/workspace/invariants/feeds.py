"""What must hold of the secret addresses of notebooks' calendars."""

from collections.abc import Callable

from sqlalchemy import and_, func, or_, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.workspaces import Workspace


def a_calendars_address_is_kept_as_its_digest_alone(*, viewer: Viewer) -> list[str]:
    """Notebooks whose `feed_digest` is no SHA-256, has no time, or is missing beside one."""
    has = Workspace.feed_digest.is_not(None)
    breach = or_(
        func.length(Workspace.feed_digest) != 64,
        and_(has, Workspace.feed_made_at.is_(None)),
        and_(~has, or_(Workspace.feed_made_at.is_not(None), Workspace.feed_read_at.is_not(None))),
    )
    with reading(viewer=viewer) as session:
        return list(session.scalars(select(Workspace.public_id).where(breach)))


INVARIANTS: tuple[Callable[..., list[str]], ...] = (
    a_calendars_address_is_kept_as_its_digest_alone,
)
