"""Static files on the wire: for good, compressed, without a cookie; and what browsers ask for at the root."""

import dataclasses
import io
import stat
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from PIL import Image

from mentorhub.app import create_app
from tests.architecture.tree import PACKAGE
from tests.conftest import dispose, settings_for

ENCODINGS = {"Accept-Encoding": "gzip, deflate, br"}


def _address(app: Flask, filename: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=filename)


@pytest.mark.parametrize(
    "filename", ["css/app.css", "js/htmx.min.js", "icons/sprite.svg", "fonts/OFL-brygada-1918.txt"]
)
def test_a_file_is_kept_for_good_and_is_the_same_for_everybody(
    app: Flask, client: FlaskClient, filename: str
) -> None:
    client.set_cookie("session", "somebody")
    with client.get(_address(app, filename), headers=ENCODINGS) as answer:
        headers, body = answer.headers, answer.data
    assert headers["Cache-Control"] == "max-age=31536000, public, immutable"
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers and "Access-Control-Allow-Origin" not in headers
    assert headers["Content-Encoding"] == "br"
    if not filename.endswith(".css"):
        assert brotli.decompress(body) == (PACKAGE / "static" / filename).read_bytes()


def test_a_browser_that_takes_no_compression_gets_the_file_as_it_is(
    app: Flask, client: FlaskClient
) -> None:
    with client.get(_address(app, "js/app.js")) as answer:
        assert "Content-Encoding" not in answer.headers
        assert b"prepare();" in answer.data


def test_a_font_varies_by_nothing(app: Flask, client: FlaskClient) -> None:
    font = "fonts/hanken-grotesk-latin-wght-normal.woff2"
    with client.get(_address(app, font), headers=ENCODINGS) as answer:
        assert answer.mimetype == "font/woff2"
        assert {"Vary", "Content-Encoding"}.isdisjoint(answer.headers)


@pytest.mark.parametrize("stale", ["css/app.css", "css/app.0123456789abcdef.css"])
def test_an_address_of_another_release_leads_to_the_file_as_it_is_now(
    app: Flask, client: FlaskClient, stale: str
) -> None:
    answer = client.get(f"/static/{stale}")
    assert (answer.status_code, answer.location) == (302, _address(app, "css/app.css"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/static/css/none.0123456789abcdef.css").status_code == 404


def test_a_file_is_only_read(app: Flask, client: FlaskClient) -> None:
    assert client.post(_address(app, "css/app.css")).status_code == 405


def test_a_foreign_host_gets_no_file(app: Flask, client: FlaskClient) -> None:
    address = _address(app, "css/app.css")
    assert client.get(address, headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/robots.txt", headers={"Host": "evil.example"}).status_code == 421


def test_what_browsers_ask_for_at_the_root_is_there_for_a_day(client: FlaskClient) -> None:
    kinds = {"/favicon.ico": "image/x-icon", "/apple-touch-icon.png": "image/png"}
    for path, kind in kinds.items():
        with client.get(path) as answer:
            told = (answer.status_code, answer.mimetype, answer.headers["Cache-Control"])
            body = answer.data
        assert told == (200, kind, "max-age=86400, public")
        Image.open(io.BytesIO(body)).verify()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """One that an install may write to, whatever was done to it."""
    made = tmp_path / "cache"
    made.mkdir()
    yield made
    made.chmod(stat.S_IRWXU)


def _app_with(folder: Path, tmp_path: Path) -> Flask:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    return create_app(dataclasses.replace(settings, cache_folder=str(folder)))


def test_built_files_lie_in_the_installs_own_folder(folder: Path, tmp_path: Path) -> None:
    app = _app_with(folder, tmp_path)
    (names,) = folder.glob("static/*/names.json")
    assert (names.parent / "files" / _address(app, "css/app.css").removeprefix("/static/")).exists()
    dispose(app)


def test_a_folder_that_cannot_be_written_stops_nothing(folder: Path, tmp_path: Path) -> None:
    (folder / "static").write_text("a file where a folder should be")
    app = _app_with(folder, tmp_path)
    with app.test_client().get(_address(app, "css/app.css")) as answer:
        assert answer.status_code == 200
    dispose(app)
