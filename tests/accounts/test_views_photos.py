"""A photo as its owner sends and removes it, and who sees it; strangers and the signed-out see nothing."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from mentorhub.accounts.actions.closing import close_account, restore_account
from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.actions.profiles import set_photo
from mentorhub.accounts.models.people import UserPhoto
from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.practices import Role
from mentorhub.accounts.rules.profiles import PHOTO_BYTES_MAX, PHOTO_REQUEST_MAX
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from tests.support import factories, pictures
from tests.support.forms import submit, token_on

PAGE, SEND = "/account", "/account/photos"


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Amara, signed in."""
    with app.app_context():
        made = factories.user("amara@example.org", "Amara Nwosu")
    factories.sign_in(client, "amara@example.org")
    return made


def send(client: FlaskClient, file: bytes, name: str = "me.jpg") -> TestResponse:
    """Through the form."""
    return submit(client, SEND, page=PAGE, photo=(io.BytesIO(file), name))


def send_bytes(client: FlaskClient, path: str, file: bytes, *, page: str = PAGE) -> TestResponse:
    """As `send`, for a file so large that werkzeug's own form would leave it open."""
    head = b'--x\r\nContent-Disposition: form-data; name="photo"; filename="me.jpg"\r\n\r\n'
    return client.post(
        path,
        data=head + file + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": token_on(client, page)},
    )


def stored(app: Flask, user_id: int) -> str:
    """The address of the photo there is; '' for none."""
    with app.app_context():
        found = select(UserPhoto.public_id).where(UserPhoto.user_id == user_id)
        public_id = db.session.scalar(found)
        return f"{SEND}/{public_id}" if public_id else ""


def give_photo(app: Flask, user_id: int) -> str:
    """A photo of this user's, and its address."""
    with app.app_context():
        set_photo(pictures.plain(), viewer=USER(user_id))
    return stored(app, user_id)


def test_set_photo_shows_it_in_place_of_the_initials(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    assert "<img" not in client.get(PAGE).text
    answer = send(client, pictures.from_a_camera())
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = client.get(PAGE).text
    assert page.count(f'src="{stored(app, amara)}"') == 2  # in the menu, and on the page
    assert "This is your photo now." in page


def test_set_photo_replaces_an_earlier_one(app: Flask, client: FlaskClient, amara: int) -> None:
    first = give_photo(app, amara)
    send(client, pictures.plain(colour="red"))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(UserPhoto)) == 1
    assert client.get(first).status_code == 404
    assert client.get(stored(app, amara)).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ((b"", ""), "Please choose a picture first."),
        ((b"<svg xmlns='http://www.w3.org/2000/svg'/>", "me.jpg"), "This is no JPEG, PNG or WebP"),
        ((pictures.plain("GIF"), "me.png"), "This is no JPEG, PNG or WebP"),
        ((pictures.plain()[:-60], "me.jpg"), "or it is broken"),
        ((pictures.bomb(), "me.png"), "more than 25 million pixels"),
    ],
)
def test_set_photo_says_beside_the_field_why_not(
    app: Flask, client: FlaskClient, amara: int, sent: tuple[bytes, str], said: str
) -> None:
    before = give_photo(app, amara)
    answer = send(client, *sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="photo-hint photo-error"' in answer.text
    assert 'value="Amara Nwosu"' in answer.text  # the other form stands as it was
    assert stored(app, amara) == before


def test_set_photo_says_beside_the_field_that_it_is_too_large(
    client: FlaskClient, amara: int
) -> None:
    answer = send_bytes(client, SEND, bytes(PHOTO_BYTES_MAX + 1))
    assert (answer.status_code, "larger than 5 MB" in answer.text) == (422, True)


def test_set_photo_takes_whatever_the_file_calls_itself(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    sent = (io.BytesIO(pictures.plain("WEBP")), "../../me.svg", "text/html")
    assert submit(client, SEND, page=PAGE, photo=sent).status_code == 303
    assert client.get(stored(app, amara)).mimetype == "image/webp"


def test_a_request_beyond_all_limits_is_cut_off(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    answer = send_bytes(client, SEND, bytes(PHOTO_REQUEST_MAX))
    assert answer.status_code == 413
    assert "Please send something smaller." in answer.text
    three_mb = bytes(3 << 20)  # more than any other form, or anybody who is signed out, may send
    assert send_bytes(client, "/account/profile", three_mb).status_code == 413
    assert send_bytes(app.test_client(), SEND, three_mb, page="/sign-in").status_code == 413


def test_show_photo_is_a_picture_and_nothing_else(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    answer = client.get(give_photo(app, amara))
    assert pictures.opened(answer.data).size == (256, 256)
    said = answer.headers
    assert said["Content-Type"] == "image/webp"
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["Content-Disposition"].startswith("inline")
    assert said["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in said["Content-Security-Policy"]
    assert "sandbox" in said["Content-Security-Policy"] and "script" not in str(said)


def test_show_photo_is_sent_once_and_asked_for_again(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    address = give_photo(app, amara)
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    with app.app_context():
        factories.user("stranger@example.org")
    stranger = app.test_client()
    factories.sign_in(stranger, "stranger@example.org")
    assert stranger.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_show_photo_is_for_those_of_the_same_practice(app: Flask, amara: int) -> None:
    with app.app_context():
        practice_id, _owner = factories.practice()
        factories.practice(mentor_email="rival@example.org", name="Elsewhere")
        factories.user("stranger@example.org")
        add_member(practice_id, user_id=amara, role=Role.ASSISTANT, viewer=SYSTEM)
    address = give_photo(app, amara)
    codes = {}
    browsers = {name: app.test_client() for name in ("ines", "rival", "stranger")}
    for name, browser in browsers.items():
        factories.sign_in(browser, f"{name}@example.org")
        codes[name] = browser.get(address).status_code
    assert codes == {"ines": 200, "rival": 404, "stranger": 404}
    assert f'src="{address}"' in browsers["ines"].get("/practice/members").text
    with app.app_context():
        close_account(viewer=USER(amara))
        assert browsers["ines"].get(address).status_code == 404
        restore_account(viewer=USER(amara))
        assert browsers["ines"].get(address).status_code == 200
        with transaction(viewer=SYSTEM) as session:
            session.delete(session.scalars(select(Membership).filter_by(user_id=amara)).one())
    assert browsers["ines"].get(address).status_code == 404


def test_show_photo_ends_with_signing_out(app: Flask, client: FlaskClient, amara: int) -> None:
    address = give_photo(app, amara)
    assert client.get(address).status_code == 200
    submit(client, "/sign-out", page=PAGE)
    assert client.get(address).location.startswith("/sign-in")
    assert app.test_client().get(address).location.startswith("/sign-in")


def test_remove_photo_leaves_no_byte(app: Flask, client: FlaskClient, amara: int) -> None:
    address = give_photo(app, amara)
    answer = submit(client, f"{address}/removal", page=PAGE)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert stored(app, amara) == ""
    assert "<img" not in client.get(PAGE).text
    assert submit(client, f"{address}/removal", page=PAGE).status_code == 404


def test_remove_photo_is_its_owners_alone(app: Flask, client: FlaskClient, amara: int) -> None:
    with app.app_context():
        practice_id, owner_id = factories.practice()
        add_member(practice_id, user_id=amara, role=Role.OWNER, viewer=SYSTEM)
    theirs = give_photo(app, owner_id)
    assert submit(client, f"{theirs}/removal", page=PAGE).status_code == 404
    assert stored(app, owner_id) == theirs


@pytest.mark.parametrize("path", [SEND, f"{SEND}/x/removal"])
def test_actions_with_a_photo_need_the_forms_token(
    app: Flask, client: FlaskClient, amara: int, path: str
) -> None:
    file = (io.BytesIO(pictures.plain()), "me.jpg")
    assert client.post(path, data={"photo": file}).status_code == 400
    visitor = app.test_client()
    token = token_on(visitor, "/sign-in")
    answer = visitor.post(path, data={"csrf_token": token})
    assert answer.location.startswith("/sign-in")
    assert stored(app, amara) == ""
