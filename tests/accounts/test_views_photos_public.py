"""A photo on the public page of a practice: shown by its owner's own choice alone, and taken back."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.actions.profiles import set_photo, show_photo
from mentorhub.accounts.models.people import UserPhoto
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.programs.actions.publication import publish_offer
from tests.accounts.test_views_photos import give_photo
from tests.support import factories, opening, pictures
from tests.support.forms import submit

PAGE = "/account"
OPEN = "/practices/nora-vik"
PHOTO = f"{OPEN}/photo.webp"


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Amara, signed in."""
    with app.app_context():
        made = factories.user("amara@example.org", "Amara Nwosu")
    factories.sign_in(client, "amara@example.org")
    return made


def test_publish_photo_is_offered_to_who_owns_a_practice_and_comes_back(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    give_photo(app, amara)
    assert "public page" not in client.get(PAGE).text
    with app.app_context():
        create_practice(name="Amara", email="amara@example.org", owner_id=amara)
    profile = "/practice/profile"
    for page in (PAGE, profile):
        assert "Visitors do not see it." in client.get(page).text
        shown = submit(client, _form_on(client, page, "/publication"), page=page)
        assert shown.status_code == 303
        assert shown.location.startswith(page) and shown.location.endswith("#face")
        assert "Visitors see your photo on the page of your practice" in client.get(page).text
        hidden = submit(client, _form_on(client, page, "/publication/end"), page=page)
        assert hidden.location.startswith(page)
        assert "Visitors do not see it." in client.get(page).text


def _form_on(client: FlaskClient, page: str, ending: str) -> str:
    """Where the form leads whose address ends like this, before its query."""
    found = re.search(rf'action="([^"?]+{ending}(?:\?[^"]*)?)"', client.get(page).text)
    assert found
    return html.unescape(found.group(1))


def test_publish_photo_is_for_its_owner_alone(app: Flask, client: FlaskClient, amara: int) -> None:
    with app.app_context():
        stranger = factories.user("stranger@example.org")
    theirs = give_photo(app, stranger)
    for act in ("publication", "publication/end"):
        assert submit(client, f"{theirs}/{act}", page=PAGE).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(UserPhoto.is_public)).all() == [False]


def test_show_practice_photo_is_there_only_while_its_owner_shows_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        nora = opening.practice()
        draft = opening.draft(nora)
        publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(nora.owner_id))
        set_photo(pictures.plain(), viewer=USER(nora.owner_id))
        photo_id = db.session.scalars(select(UserPhoto.public_id)).one()
    assert client.get(PHOTO).status_code == 404  # nobody was asked
    assert "photo.webp" not in client.get(OPEN).text
    for is_public, status in ((True, 200), (False, 404)):
        with app.app_context():
            show_photo(photo_id, viewer=USER(nora.owner_id), is_public=is_public)
        assert client.get(PHOTO).status_code == status
        assert ("photo.webp" in client.get(OPEN).text) is is_public
