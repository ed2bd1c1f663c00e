"""An inquiry in a practice, its link, and a saved reply, as tests need them."""

from sqlalchemy import select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.inquiries import send_inquiry
from mentorhub.programs.actions.saved_replies import add_reply
from mentorhub.programs.models.inquiries import Inquiry
from tests.support.factories import Scene

WORDS = "Is Tuesday possible?"


def asked(scene: Scene, *, words: str = WORDS, email: str = "bo@example.org") -> int:
    """The id of a new inquiry."""
    public_id = send_inquiry(scene.program_id, name="Bo Berg", email=email, message=words)
    return inquiry(public_id).id


def inquiry(public_id: str) -> Inquiry:
    """As it is stored now."""
    query = select(Inquiry).where(Inquiry.public_id == public_id)
    with reading(viewer=SYSTEM) as session:
        return session.scalars(query.execution_options(populate_existing=True)).one()


def of(
    scene: Scene, *, name: str = "Bo Berg", email: str = "bo@example.org"
) -> tuple[str, str, str]:
    """The public id of an inquiry, the token of its link, the public id of a saved reply."""
    public_id = send_inquiry(scene.program_id, name=name, email=email, message=WORDS)
    reply = add_reply(
        scene.practice_id,
        viewer=USER(scene.mentor_id),
        title=f"Dates of {scene.slug}",
        body="Dear [name],\n\nwe begin on [day].",
    )
    return public_id, inquiry(public_id).token, reply
