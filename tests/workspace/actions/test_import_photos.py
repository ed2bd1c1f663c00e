"""Pictures come in with an import, to whom has none, and go with it; a broken one is said and stops nothing."""

from base64 import b64encode

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.actions.photos import put_photo, take_photo_away
from mentorhub.workspace.exporters.vcards import vcard_pieces
from mentorhub.workspace.models.details import PersonPhoto
from mentorhub.workspace.models.imports import ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.cards import Asked, cards
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.cards import CardVersion
from mentorhub.workspace.rules.photos import UNREADABLE
from tests.support import importing, notebooks, pictures

pytestmark = pytest.mark.database


@pytest.fixture
def viewer(in_app: Flask) -> Viewer:
    """Somebody with a notebook."""
    return notebooks.notebook()


def card(name: str, photo: bytes) -> bytes:
    """A vCard with a picture."""
    head = (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{name.lower()}@example.org\r\n".encode()
    )
    return head + b"PHOTO;ENCODING=b;TYPE=JPEG:" + b64encode(photo) + b"\r\nEND:VCARD\r\n"


def pictured(viewer: Viewer) -> dict[str, bool]:
    """Who has a picture, by name."""
    with reading(viewer=viewer) as session:
        own = select(Person.name, Person.public_id).join(Workspace)
        people = session.execute(own.where(Workspace.user_id == viewer.id)).all()
    return {
        name: bool(person(public_id, viewer=viewer, now=clock.now()).photo)
        for name, public_id in people
    }


def test_pictures_come_in_and_go_out_with_their_import(viewer: Viewer) -> None:
    notebooks.person(viewer, "Cleo", email="cleo@example.org")
    url = (
        b"BEGIN:VCARD\nVERSION:3.0\nFN:Dan\nPHOTO;VALUE=uri:https://example.org/a.jpg\nEND:VCARD\n"
    )
    file = (
        card("Ada", pictures.plain()) + card("Bea", b"no picture") + card("Cleo", pictures.plain())
    )
    brought = importing.take_in(viewer, file + url)
    assert pictured(viewer) == {"Cleo": True, "Ada": True, "Bea": False, "Dan": False}
    rows = importing.page(viewer, brought).rows
    assert [UNREADABLE in row.reason for row in rows] == [False, True, False, False]
    assert {row.photo for row in notebooks.stored(ImportRow)} == {None}
    importing.take_back(viewer, brought)
    assert pictured(viewer) == {"Cleo": False} and notebooks.stored(PersonPhoto) == []


def test_a_picture_is_never_overwritten_nor_brought_back_unasked(viewer: Viewer) -> None:
    cleo = notebooks.person(viewer, "Cleo", email="cleo@example.org")
    dan = notebooks.person(viewer, "Dan", email="dan@example.org")
    own = put_photo(cleo, pictures.plain(), viewer=viewer)
    put_photo(dan, pictures.plain(), viewer=viewer)
    take_photo_away(dan, viewer=viewer)
    file = card("Cleo", pictures.from_a_camera()) + card("Dan", pictures.from_a_camera())
    brought = importing.take_in(viewer, file, takes_file=True)
    assert person(cleo, viewer=viewer, now=clock.now()).photo == own.photo
    assert pictured(viewer) == {"Cleo": True, "Dan": False}
    importing.take_back(viewer, brought)
    assert person(cleo, viewer=viewer, now=clock.now()).photo == own.photo


def test_whoever_got_another_picture_since_stays_when_an_import_is_taken_back(
    viewer: Viewer,
) -> None:
    brought = importing.take_in(viewer, card("Ada", pictures.plain()))
    (row,) = importing.page(viewer, brought).rows
    with reading(viewer=SYSTEM) as session:
        ada = session.get_one(Person, row.made_id).public_id
    put_photo(ada, pictures.from_a_camera(), viewer=viewer)
    importing.take_back(viewer, brought)
    assert pictured(viewer) == {"Ada": True}


@pytest.mark.parametrize("version", CardVersion)
def test_a_card_takes_the_picture_along_when_asked_and_brings_it_back(
    viewer: Viewer, version: CardVersion
) -> None:
    ada = notebooks.person(viewer, "Ada")
    put_photo(ada, pictures.plain(), viewer=viewer)
    asked = Asked(has_photos=True)
    file = b"".join(vcard_pieces(cards(viewer=viewer, asked=asked), version=version))
    assert b"PHOTO" not in b"".join(vcard_pieces(cards(viewer=viewer), version=version))
    other = notebooks.notebook("bo@example.org", "Bo")
    importing.take_in(other, file)
    assert pictured(other) == {"Ada": True}
