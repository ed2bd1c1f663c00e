"""What must hold of the pictures of people."""

from collections.abc import Callable

from sqlalchemy import func, select

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.details import PersonPhoto


def nobody_has_two_pictures(*, viewer: Viewer) -> list[str]:
    """People, as `person` and the row's id, who have more than one that was neither removed nor replaced."""
    asked = select(PersonPhoto.person_id).group_by(PersonPhoto.person_id).having(func.count() > 1)
    with reading(viewer=viewer) as session:
        return [f"person {person_id}" for person_id in session.scalars(asked)]


INVARIANTS: tuple[Callable[..., list[str]], ...] = (nobody_has_two_pictures,)
