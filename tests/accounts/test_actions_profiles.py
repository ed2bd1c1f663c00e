"""Actions with a profile: stored as a whole; at most one photo, deleted with its owner."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from mentorhub.accounts.actions.profiles import change_profile, remove_photo, set_photo, show_photo
from mentorhub.accounts.models.people import User, UserPhoto
from mentorhub.accounts.queries.profiles import Profile, is_photo_public, photo, profile
from mentorhub.accounts.rules.profiles import PHOTO_STORED_MAX, THEMES, PhotoUnreadable
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere, version_of
from tests.support import factories, pictures


@pytest.fixture
def amara(in_app: Flask) -> int:
    """A user."""
    return factories.user("amara@example.org")


def photo_ids() -> list[str]:
    """Of all photos."""
    db.session.rollback()
    return list(db.session.scalars(select(UserPhoto.public_id)))


def test_change_profile_stores_what_is_chosen(amara: int) -> None:
    chosen = {"name": "Amara", "timezone": "Africa/Lagos", "locale": "en_ZA", "theme": "light"}
    seen = version_of(profile(viewer=USER(amara)).chosen)
    change_profile(viewer=USER(amara), seen=seen, **chosen)
    with pytest.raises(ChangedElsewhere):
        change_profile(viewer=USER(amara), seen=seen, **chosen | {"name": "Another"})
    found = profile(viewer=USER(amara))
    assert found == Profile(email="amara@example.org", **chosen)


def test_set_photo_keeps_one_and_a_refused_one_changes_nothing(amara: int) -> None:
    for colour in ("red", "blue"):
        set_photo(pictures.plain(colour=colour), viewer=USER(amara))
    with pytest.raises(PhotoUnreadable):
        set_photo(b"nothing", viewer=USER(amara))
    (public_id,) = photo_ids()
    found = photo(public_id, viewer=USER(amara))
    assert found and pictures.opened(found).getpixel((5, 5))[2] > 200  # type: ignore[index]
    assert photo(public_id, viewer=PUBLIC) is None
    assert photo("x", viewer=USER(amara)) is None


def test_show_photo_is_ones_own_choice_and_holds_for_the_next_picture(amara: int) -> None:
    set_photo(pictures.plain(), viewer=USER(amara))
    (public_id,) = photo_ids()
    assert not is_photo_public(viewer=USER(amara))
    stranger = factories.user("stranger@example.org")
    for theirs, viewer in ((public_id, USER(stranger)), ("x", USER(amara))):
        with pytest.raises(NotFound):
            show_photo(theirs, viewer=viewer, is_public=True)
    assert not is_photo_public(viewer=USER(amara))
    show_photo(public_id, viewer=USER(amara), is_public=True)
    set_photo(pictures.plain(colour="blue"), viewer=USER(amara))
    assert is_photo_public(viewer=USER(amara)) and not is_photo_public(viewer=USER(stranger))
    with pytest.raises(NotFound):  # an earlier picture's page
        show_photo(public_id, viewer=USER(amara), is_public=False)
    remove_photo(photo_ids()[0], viewer=USER(amara))
    set_photo(pictures.plain(), viewer=USER(amara))
    assert not is_photo_public(viewer=USER(amara))  # who removes it is asked again


def test_remove_photo_takes_ones_own_away(amara: int) -> None:
    set_photo(pictures.plain(), viewer=USER(amara))
    (public_id,) = photo_ids()
    stranger = factories.user("stranger@example.org")
    with pytest.raises(NotFound):
        remove_photo(public_id, viewer=USER(stranger))
    remove_photo(public_id, viewer=USER(amara))
    assert photo_ids() == []
    with pytest.raises(NotFound):
        remove_photo(public_id, viewer=USER(amara))


def test_a_photo_goes_with_its_owner(amara: int) -> None:
    set_photo(pictures.plain(), viewer=USER(amara))
    with transaction(viewer=SYSTEM) as session:
        session.execute(delete(User).where(User.id == amara))
    assert photo_ids() == []


@pytest.mark.parametrize("size", [0, PHOTO_STORED_MAX + 1])
def test_the_database_takes_no_empty_or_large_photo(amara: int, size: int) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.add(UserPhoto(user_id=amara, image=bytes(size), created_at=clock.now()))
    with transaction(viewer=SYSTEM) as session:  # counted in bytes, at its limit
        full = bytes(PHOTO_STORED_MAX)
        session.add(UserPhoto(user_id=amara, image=full, created_at=clock.now()))


def test_the_database_takes_one_photo_of_a_user(amara: int) -> None:
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        for _twice in range(2):
            session.add(UserPhoto(user_id=amara, image=b"x", created_at=clock.now()))
            session.flush()
    assert db.session.scalar(select(func.count()).select_from(UserPhoto)) == 0


def test_the_database_knows_three_themes(amara: int) -> None:
    for theme in THEMES:
        with transaction(viewer=SYSTEM) as session:
            session.execute(update(User).values(theme=theme))
    with pytest.raises(IntegrityError), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).values(theme="pink"))
