"""The picture beside links over HTTP: drawn or sent, cached by its version, refused beside its field."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.offers import Program
from tests.support import factories, pictures, practice_pages
from tests.support.forms import submit, token_on
from tests.support.rewriting import rewrite

PUBLIC = "/programs/power-networking/share.png"
MB = 1024 * 1024


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme."""
    with app.app_context():
        return factories.scene(promise="A promise")


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its editor's pages."""
    with app.app_context():
        return f"/practice/programs/{db.session.get_one(Program, scene.program_id).public_id}"


def _send(
    client: FlaskClient, at: str, file: bytes, name: str = "photo.jpg", *, token: str = ""
) -> TestResponse:
    """As a browser does; written by hand, since werkzeug's own form would leave a large file open."""
    head = f'--x\r\nContent-Disposition: form-data; name="image"; filename="{name}"\r\n\r\n'
    return client.post(
        f"{at}/share-image",
        data=head.encode() + file + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": token or token_on(client, f"{at}/edit")},
    )


def _named(client: FlaskClient) -> str:
    """The picture's address that the public page names."""
    page = client.get("/programs/power-networking").text
    found = re.search(r'property="og:image" content="https?://[^/]+([^"]+)"', page)
    assert found and 'name="twitter:card" content="summary_large_image"' in page
    return found.group(1)


def test_a_public_page_names_its_picture_which_is_kept_until_its_words_change(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    first = _named(client)
    answer = client.get(first)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert pictures.opened(answer.data).size == (1200, 630)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    again = client.get(first, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    stable = client.get(PUBLIC)
    assert stable.data == answer.data and stable.headers["Cache-Control"] == "public, max-age=300"
    with app.app_context():
        rewrite(scene.program_id, promise="Another promise")
    assert _named(client) != first
    assert client.get(PUBLIC).data != answer.data
    assert client.get(first).headers["Cache-Control"] == "public, max-age=300"


def test_an_address_that_was_left_leads_to_the_picture(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        rewrite(scene.program_id, slug="moved")
    assert client.get(f"{PUBLIC}?v=x").location == "/programs/moved/share.png?v=x"
    assert client.get("/programs/never/share.png").status_code == 404


def test_a_picture_of_ones_own_takes_the_place_of_the_drawn_one_and_can_be_removed(
    client: FlaskClient, ines: FlaskClient, at: str
) -> None:
    drawn, named = client.get(PUBLIC).data, _named(client)
    answer = _send(ines, at, pictures.from_a_camera())
    assert (answer.status_code, answer.location) == (303, f"{at}/edit#share-image")
    own = client.get(_named(client))
    assert own.data != drawn and b"A camera of ours" not in own.data
    assert _named(client) != named and "immutable" in own.headers["Cache-Control"]
    assert ines.get(f"{at}/share.png").data == own.data
    _send(ines, at, pictures.plain())
    assert client.get(PUBLIC).data != own.data
    submit(ines, f"{at}/share-image/removal", page=f"{at}/edit")
    assert (client.get(PUBLIC).data, _named(client)) == (drawn, named)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (pictures.bomb(), "more than 25 million pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG, PNG or WebP picture"),
        (b"\xff\xd8" + bytes(8_000_001), "larger than 8 MB"),
        (b"", "or it is broken"),
        (b"\x89PNG\r\n\x1a\nbroken", "or it is broken"),
    ],
)
def test_a_picture_that_is_none_is_refused_beside_its_field(
    ines: FlaskClient, client: FlaskClient, at: str, file: bytes, says: str
) -> None:
    before = client.get(PUBLIC).data
    answer = _send(ines, at, file)
    assert answer.status_code == 422
    note = re.search(r'id="image-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert note and says in note.group(1)
    assert client.get(PUBLIC).data == before


def test_forty_megabytes_are_refused_beside_the_field_without_being_read(
    app: Flask, ines: FlaskClient, client: FlaskClient, at: str
) -> None:
    answer = _send(ines, at, bytes(40 * MB))
    assert answer.status_code == 413
    note = re.search(r'id="image-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert note and "larger than 8 MB" in note.group(1)
    assert "<title>Error:" in answer.text
    with app.app_context():
        factories.user("stranger@example.org")
    stranger = app.test_client()
    assert _send(stranger, at, bytes(40 * MB), token="none").status_code in {303, 413}
    factories.sign_in(stranger, "stranger@example.org")
    assert _send(stranger, at, bytes(40 * MB), token="none").status_code == 404


def test_other_forms_are_too_large_as_before(ines: FlaskClient, at: str) -> None:
    answer = ines.post(f"{at}/page", data={"summary": "x" * 3 * MB})
    assert answer.status_code == 413 and "What you sent is too large" in answer.text


def test_a_picture_needs_the_forms_token(ines: FlaskClient, at: str) -> None:
    assert _send(ines, at, pictures.plain(), token="none").status_code == 400
