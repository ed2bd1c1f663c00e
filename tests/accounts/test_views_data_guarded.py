"""Who may take their data away: the signed-in, after a fresh sign-in, ten times a day; and that none of it signs in."""

import datetime as dt
import io
import json
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.profiles import set_photo
from mentorhub.accounts.models.people import User, WebAuthn
from mentorhub.accounts.security import authenticators
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import Busy
from tests.support import factories, pictures
from tests.support.account_emails import mails
from tests.support.forms import submit
from tests.support.zip_reader import (
    ARCHIVES,
    PAGE,
    download_export,
    files_of,
    words_in,
)

EMAIL = "amara@example.org"
ALONE = ["README.txt", "account/account.json"]


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Signed in just now."""
    with app.app_context():
        user_id = factories.user(EMAIL, "Amara Nwosu")
    factories.sign_in(client, EMAIL)
    return user_id


@pytest.mark.parametrize(("verb", "path"), [("GET", PAGE), ("POST", ARCHIVES)])
def test_the_signed_out_are_asked_to_sign_in(
    app: Flask, client: FlaskClient, verb: str, path: str
) -> None:
    with app.app_context():
        slug = factories.scene().slug
    scene_page = client.get(f"/programs/{slug}")
    token = scene_page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.open(path, method=verb, headers={"X-CSRFToken": token})
    assert answer.status_code == 303 and answer.location.startswith("/sign-in")


def test_download_data_asks_for_a_fresh_sign_in_and_leads_back(
    client: FlaskClient, amara: int
) -> None:
    page = client.get(PAGE)
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    with clock.moved(dt.timedelta(minutes=16)):
        asked = client.post(
            ARCHIVES, data={"csrf_token": token}, headers={"Referer": f"http://localhost{PAGE}"}
        )
        assert (asked.status_code, asked.location) == (303, f"/sign-in/again?next={PAGE}")
        again = submit(
            client, "/sign-in/again", page=asked.location, password=factories.PASSWORD, next=PAGE
        )
        assert (again.status_code, again.location) == (303, PAGE)
        assert list(files_of(download_export(client))) == ALONE


def test_download_data_without_the_pages_token_is_refused(client: FlaskClient, amara: int) -> None:
    assert client.post(ARCHIVES).status_code == 400


def test_download_data_is_made_ten_times_a_day_for_each_user(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    app.config["RATE_LIMITS_COUNTED"] = True
    assert [download_export(client).status_code for _ in range(11)] == [200] * 10 + [429]
    refused = download_export(client)
    assert "Please try again" in refused.text and int(refused.headers["Retry-After"]) > 80_000
    with app.app_context():
        factories.user("bo@example.org", "Bo Lindqvist")
    bo = app.test_client()
    factories.sign_in(bo, "bo@example.org")
    assert download_export(bo).status_code == 200
    with clock.moved(dt.timedelta(days=1, minutes=1)):
        tomorrow = app.test_client()
        factories.sign_in(tomorrow, EMAIL)
        assert download_export(tomorrow).status_code == 200


def test_download_data_holds_nothing_that_signs_in(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        user = session.get_one(User, amara)
        user.set_authenticator(authenticators.new_secret(), counter=7_331_733)
        user.mf_recovery_codes = ["a-recovery-code"]
        now = clock.now()
        session.add(
            WebAuthn(
                user_id=amara,
                name="My phone",
                credential_id=b"credential-id",
                public_key=b"public-key",
                usage="first",
                backup_state=False,
                device_type="single_device",
                create_datetime=now,
                lastuse_datetime=now,
            )
        )
        secrets = [
            *(user.password, user.tf_totp_secret, user.fs_uniquifier, "7331733"),
            *("a-recovery-code", "credential-id", "public-key"),
        ]
    words = words_in(download_export(client))
    assert [one for one in secrets if not one or one in words] == []
    assert "My phone" in words


def test_download_data_holds_the_photo_as_it_is_shown(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        user_id = factories.user("ines@example.org")
        set_photo(pictures.plain(), viewer=USER(user_id))
    factories.sign_in(client, "ines@example.org")
    with zipfile.ZipFile(io.BytesIO(download_export(client).data)) as made:
        image = made.read("account/photo.webp")
        assert len(json.loads(made.read("account/account.json"))["photo"]) == 1
    assert pictures.opened(image).size == (256, 256)


def test_download_data_is_told_to_its_owner_by_mail(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    for _ in range(2):
        download_export(client)
    (notice,) = mails(app, "data_taken")
    assert (notice.to_address, notice.to_name) == (EMAIL, "Amara Nwosu")


def test_download_data_that_cannot_be_told_is_not_sent(
    client: FlaskClient, amara: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_given: object) -> None:
        raise Busy

    monkeypatch.setattr("mentorhub.accounts.views.data.data.notify_of_download", busy)
    answer = download_export(client)
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
