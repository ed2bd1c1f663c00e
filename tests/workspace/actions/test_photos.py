"""A person's picture is put, replaced, removed and put back; what is gone for 30 days is erased."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.accounts.rules.profiles import PhotoTooLarge, PhotoUnreadable
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace import periodic
from mentorhub.workspace.actions.bin import delete_thing, restore_thing
from mentorhub.workspace.actions.photos import Changed, put_photo, take_photo_away, undo_photo
from mentorhub.workspace.actions.removals import remove_person
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.queries.photos import photo
from mentorhub.workspace.rules.bin import KEPT, Thing
from mentorhub.workspace.rules.due_dates import NewerInTheWay
from mentorhub.workspace.rules.photos import PHOTO_MAX
from tests.support import notebooks, pictures

pytestmark = pytest.mark.database


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """Somebody with a notebook."""
    return notebooks.notebook()


def shown(viewer: Viewer, person_id: str) -> str:
    """The public id of the picture that the person's page shows."""
    return person(person_id, viewer=viewer, now=clock.now()).photo


def test_a_picture_is_redrawn_replaced_removed_and_each_is_undone(viewer: Viewer) -> None:
    ada = notebooks.person(viewer)
    first = put_photo(ada, pictures.from_a_camera(), viewer=viewer)
    stored = photo(ada, first.photo, viewer=viewer)
    assert pictures.opened(stored).size == (256, 256) and b"A camera of ours" not in stored
    second = put_photo(ada, pictures.plain("PNG"), viewer=viewer)
    assert second.earlier == first.photo and shown(viewer, ada) == second.photo
    with pytest.raises(NotFound):
        photo(ada, first.photo, viewer=viewer)
    gone = take_photo_away(ada, viewer=viewer)
    assert (gone, shown(viewer, ada)) == (Changed("", second.photo), "")
    with pytest.raises(NewerInTheWay):
        undo_photo(ada, changed=second, viewer=viewer)
    undo_photo(ada, changed=gone, viewer=viewer)
    undo_photo(ada, changed=second, viewer=viewer)
    undo_photo(ada, changed=Changed(first.photo, ""), viewer=viewer)
    assert shown(viewer, ada) == "" and take_photo_away(ada, viewer=viewer) == Changed("", "")
    notebooks.assert_in_order()


def test_what_is_no_picture_or_anothers_changes_nothing(viewer: Viewer) -> None:
    ada = notebooks.person(viewer)
    with pytest.raises(PhotoUnreadable):
        put_photo(ada, b"<svg/>", viewer=viewer)
    with pytest.raises(PhotoTooLarge):
        put_photo(ada, b"\xff" * (PHOTO_MAX + 1), viewer=viewer)
    other = notebooks.notebook("bo@example.org", "Bo")
    bea = notebooks.person(other, "Bea")
    theirs = put_photo(bea, pictures.plain(), viewer=other)
    for refused in (
        lambda: put_photo(bea, pictures.plain(), viewer=viewer),
        lambda: take_photo_away(bea, viewer=viewer),
        lambda: undo_photo(bea, changed=theirs, viewer=viewer),
        lambda: photo(bea, theirs.photo, viewer=viewer),
        lambda: photo(ada, theirs.photo, viewer=viewer),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(NewerInTheWay):
        undo_photo(ada, changed=Changed("", theirs.photo), viewer=viewer)
    assert shown(viewer, ada) == "" and shown(other, bea) == theirs.photo


def test_a_removed_picture_is_erased_after_its_time_and_no_other(viewer: Viewer) -> None:
    ada = notebooks.person(viewer)
    put_photo(ada, pictures.plain(), viewer=viewer)
    kept = put_photo(ada, pictures.plain(), viewer=viewer)
    with clock.moved(KEPT - dt.timedelta(hours=1)):
        assert periodic.empty_bins() == 0
    assert len(notebooks.stored(PersonPhoto)) == 2
    with clock.moved(KEPT + dt.timedelta(hours=1)):
        assert periodic.empty_bins() == 0
        with pytest.raises(NewerInTheWay):
            undo_photo(ada, changed=kept, viewer=viewer)
    assert [one.public_id for one in notebooks.stored(PersonPhoto)] == [kept.photo]


def test_a_picture_goes_with_its_person_and_is_erased_with_them(viewer: Viewer) -> None:
    ada = notebooks.person(viewer)
    put = put_photo(ada, pictures.plain(), viewer=viewer)
    delete_thing(Thing.PERSON, ada, viewer=viewer)
    with pytest.raises(NotFound):
        photo(ada, put.photo, viewer=viewer)
    restore_thing(ada, viewer=viewer)
    assert photo(ada, put.photo, viewer=viewer)
    remove_person(ada, viewer=viewer)
    assert notebooks.stored(PersonPhoto) == []
