"""A user's profile as its owner sees it; a photo, for those who may see it."""

from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.models.practices import Membership
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer


@dataclass(frozen=True)
class Profile:
    """A user's own settings; `theme` is '' where it follows the device."""

    name: str
    email: str
    timezone: str
    locale: str
    theme: str

    @property
    def chosen(self) -> dict[str, str]:
        """What its owner changes in one form, by its fields."""
        return {name: getattr(self, name) for name in ("name", "timezone", "locale", "theme")}


def profile(*, viewer: Viewer) -> Profile:
    """The viewer's own; for a signed-in viewer only."""
    names = Profile.__dataclass_fields__
    found = select(*(getattr(User, name) for name in names)).where(User.id == viewer.id)
    with reading(viewer=viewer) as session:
        return Profile(*session.execute(found).one())


def is_photo_public(*, viewer: Viewer) -> bool:
    """Whether the viewer has a photo that visitors of their practice's page see."""
    found = select(UserPhoto.is_public).where(UserPhoto.user_id == viewer.id)
    with reading(viewer=viewer) as session:
        return bool(session.scalar(found))


def photo(public_id: str, *, viewer: Viewer) -> bytes | None:
    """The photo of this id, where it is the viewer's own or of somebody with a role in the same practice, who stays."""
    theirs, own = aliased(Membership), aliased(Membership)
    is_fellow = exists().where(
        theirs.user_id == UserPhoto.user_id,
        own.practice_id == theirs.practice_id,
        own.user_id == viewer.id,
        User.id == theirs.user_id,
        User.closing_at.is_(None),
    )
    found = select(UserPhoto.image).where(
        UserPhoto.public_id == public_id, or_(UserPhoto.user_id == viewer.id, is_fellow)
    )
    with reading(viewer=viewer) as session:
        image: bytes | None = session.scalar(found)
        return image
