"""Which picture is whose, and which are due to be erased."""

import pytest
from flask import Flask

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.photos import put_photo, take_photo_away
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.queries import photos
from mentorhub.workspace.rules.bin import KEPT
from tests.support import notebooks, pictures

pytestmark = pytest.mark.database


def test_pictures_are_found_by_their_person_and_only_those_there_are(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    ada, bea = notebooks.person(viewer, "Ada"), notebooks.person(viewer, "Bea")
    put = put_photo(ada, pictures.plain(), viewer=viewer)
    put_photo(bea, pictures.plain(), viewer=viewer)
    take_photo_away(bea, viewer=viewer)
    (mine, gone) = notebooks.stored(PersonPhoto)
    with reading(viewer=viewer) as session:
        found = photos.photos_of(session, [mine.person_id, gone.person_id])
        assert list(found) == [mine.person_id]
        assert photos.photo_id_of(session, mine.person_id) == put.photo
        assert photos.photo_of(session, gone.person_id) is None
    assert found[mine.person_id] == photos.photo(ada, put.photo, viewer=viewer)
    with pytest.raises(NotFound):
        photos.photo(ada, put.photo, viewer=PUBLIC)
    later = clock.now() + KEPT
    assert photos.due_photos(viewer=SYSTEM, now=later, limit=9) == [gone.id]
    assert photos.due_photos(viewer=SYSTEM, now=clock.now(), limit=9) == []
