"""Reads of privacy notices and imprints: by a programme's address for everybody, and for the owner to change."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.notices import PracticeNotices
from mentorhub.programs.models.offers import Program, ProgramSlug


@dataclass(frozen=True)
class Notices:
    """A practice's texts, as Markdown; '' for one that it has not written."""

    practice_id: int
    practice_public_id: str
    practice_name: str
    privacy_md: str
    imprint_md: str

    @property
    def written(self) -> dict[str, str]:
        """What an owner changes in one form: {field name: text}."""
        return {"privacy_md": self.privacy_md, "imprint_md": self.imprint_md}


_TEXTS = (
    select(
        Practice.id,
        Practice.public_id,
        Practice.name,
        PracticeNotices.privacy_md,
        PracticeNotices.imprint_md,
    )
    .select_from(Practice)
    .outerjoin(PracticeNotices, PracticeNotices.practice_id == Practice.id)
)


def notices(slug: str, *, viewer: Viewer) -> Notices:
    """Those of the practice whose programme has or had this address.

    Raises `NotFound` for an address that never was, and for a programme that was never published.
    """
    query = (
        _TEXTS.join(Program, Program.practice_id == Practice.id)
        .join(ProgramSlug, ProgramSlug.program_id == Program.id)
        .where(ProgramSlug.slug == slug, Program.published_at.is_not(None))
    )
    with reading(viewer=viewer) as session:
        row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return _notices(row)


def owned_notices(*, viewer: Viewer) -> list[Notices]:
    """Those of each practice that the viewer owns, the oldest practice first."""
    query = (
        _TEXTS.join(Membership, Membership.practice_id == Practice.id)
        .where(Membership.user_id == viewer.id, Membership.role == Role.OWNER)
        .order_by(Practice.id)
    )
    with reading(viewer=viewer) as session:
        return [_notices(row) for row in session.execute(query)]


def _notices(row: Any) -> Notices:
    practice_id, public_id, name, privacy_md, imprint_md = row
    return Notices(practice_id, public_id, name, privacy_md or "", imprint_md or "")
