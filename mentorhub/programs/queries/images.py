"""Reads of the pictures beside links: of a public programme for everybody, of any for its practice."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.queries.programs import own_program
from mentorhub.programs.queries.shown import drawing_version
from mentorhub.programs.rules.offers import ProgramState


@dataclass(frozen=True)
class Picture:
    """What is shown: `image` as a PNG, where the practice has sent one; else it is drawn of the words."""

    slug: str
    title: str
    promise: str
    mentor: str
    version: str
    image: bytes | None


_PICTURE = (
    select(Program, ShareImage)
    .outerjoin(ShareImage, ShareImage.program_id == Program.id)
    .execution_options(populate_existing=True)
)


def share_image(slug: str, *, viewer: Viewer) -> Picture:
    """Of the public programme that has or had this address; raises `NotFound` for any other. One query."""
    query = _PICTURE.join(ProgramSlug, ProgramSlug.program_id == Program.id).where(
        ProgramSlug.slug == slug, Program.state == ProgramState.PUBLISHED
    )
    with reading(viewer=viewer) as session:
        return _picture(session.execute(query).one_or_none())


def own_share_image(program_id: int, *, viewer: Viewer) -> Picture:
    """Of a programme that the viewer may change, also of a draft. Raises `NotFound` to anybody else."""
    with reading(viewer=viewer) as session:
        own_program(program_id, viewer=viewer)
        return _picture(session.execute(_PICTURE.where(Program.id == program_id)).one())


def _picture(row: Any) -> Picture:
    if row is None:
        raise NotFound
    program, stored = row
    return Picture(
        slug=program.slug,
        title=program.title,
        promise=program.promise.replace("*", ""),
        mentor=program.mentor_name,
        version=stored.version if stored else drawing_version(program),
        image=stored.image if stored else None,
    )
