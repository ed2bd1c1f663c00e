"""A user's profile: name, zone, how dates are written, theme; and their photo."""

from sqlalchemy import delete, select

from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.security import photos
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import refuse_overwriting
from mentorhub.mail.mornings import plan_morning


def change_profile(
    *, viewer: Viewer, name: str, timezone: str, locale: str, theme: str, seen: str
) -> None:
    """Store the viewer's profile; pages and mails follow it at once. The form has validated each value.

    `seen` is the version of `queries.Profile.chosen` that was read; raises `ChangedElsewhere` where another stands.
    """
    now = clock.now()
    chosen = {"name": name, "timezone": timezone, "locale": locale, "theme": theme}
    with transaction(viewer=viewer) as session:
        user = session.get_one(User, viewer.id, with_for_update=True)
        refuse_overwriting({each: getattr(user, each) for each in chosen}, chosen, seen=seen)
        user.name, user.timezone, user.locale, user.theme = name, timezone, locale, theme
        plan_morning(session, user.id, zone=timezone, now=now)


def set_photo(file: bytes, *, viewer: Viewer) -> None:
    """Make this picture the viewer's photo, in place of an earlier one, and shown where that was.

    Raises `rules.PhotoRefused`.
    """
    image = photos.redrawn(file)
    with transaction(viewer=viewer) as session:
        user = session.get_one(
            User, viewer.id, with_for_update=True
        )  # two uploads at once are stored one after the other
        earlier = delete(UserPhoto).where(UserPhoto.user_id == user.id)
        was_public = bool(session.scalar(earlier.returning(UserPhoto.is_public)))
        new = UserPhoto(user_id=user.id, image=image, is_public=was_public, created_at=clock.now())
        session.add(new)


def show_photo(public_id: str, *, viewer: Viewer, is_public: bool) -> None:
    """Show the viewer's photo on the pages of practices that they own, or to their teams alone.

    Raises `NotFound` for another's, or an earlier one.
    """
    mine = UserPhoto.public_id == public_id, UserPhoto.user_id == viewer.id
    with transaction(viewer=viewer) as session:
        found = session.scalar(select(UserPhoto).where(*mine).with_for_update())
        if found is None:
            raise NotFound
        found.is_public = is_public


def remove_photo(public_id: str, *, viewer: Viewer) -> None:
    """Remove the viewer's photo and its bytes. Raises `NotFound` for another's, or an earlier one."""
    mine = delete(UserPhoto).where(UserPhoto.public_id == public_id, UserPhoto.user_id == viewer.id)
    with transaction(viewer=viewer) as session:
        if session.execute(mine.returning(UserPhoto.id)).first() is None:
            raise NotFound
