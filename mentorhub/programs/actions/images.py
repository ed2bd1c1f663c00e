"""The picture beside links to a programme: one of the practice's own, or drawn again."""

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import new_public_id
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.programs import charts
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.queries.programs import own_program


def set_share_image(program_id: int, *, file: bytes, viewer: Viewer) -> None:
    """Use this picture, in place of an earlier one. Raises `PhotoRefused`, by kind; `NotFound` to strangers."""
    own_program(program_id, viewer=viewer)  # before anything of a stranger's is decoded
    image = charts.redrawn(file)
    with transaction(viewer=viewer) as session:
        program = own_program(program_id, viewer=viewer)
        session.merge(
            ShareImage(
                program_id=program.id,
                practice_id=program.practice_id,
                image=image,
                version=new_public_id(),
                changed_at=clock.now(),
            )
        )


def remove_share_image(program_id: int, *, viewer: Viewer) -> None:
    """Draw one of the programme's words again; without one nothing changes. Raises `NotFound` to strangers."""
    with transaction(viewer=viewer) as session:
        program = own_program(program_id, viewer=viewer)
        found = session.get(ShareImage, program.id)
        if found is not None:
            session.delete(found)
