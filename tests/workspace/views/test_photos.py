"""A person's picture on pages: sent, shown to its owner alone, removed, each with a way back."""

import io
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.rules.photos import PHOTO_MAX
from tests.accounts.test_views_photos import send_bytes
from tests.support import factories, notebooks, pictures
from tests.support.notebook_browsers import NotebookBrowser


def send(browser: NotebookBrowser, file: bytes, name: str = "a.jpg") -> TestResponse:
    return browser.post(
        f"{browser.url}/photos", page=f"{browser.url}/details", photo=(io.BytesIO(file), name)
    )


def address(browser: NotebookBrowser) -> str:
    """Of the picture on the person's page; '' for none."""
    found = re.findall(
        rf'src="({browser.url}/photos/[\w-]+\.webp)"', browser.client.get(browser.url).text
    )
    return found[0] if found else ""


def test_set_photo_shows_it_and_every_change_can_be_undone(browser: NotebookBrowser) -> None:
    assert send(browser, pictures.plain()).status_code == 303
    first = address(browser)
    answer = browser.client.get(first)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert browser.client.get(first, headers=known).status_code == 304
    assert first in browser.client.get(f"{browser.url}/details").text
    browser.post(f"{browser.url}/photos/removal", page=f"{browser.url}/details")
    page = browser.client.get(browser.url).text
    way_back = dict(re.findall(r'name="(photo|earlier)" value="([\w-]*)"', page))
    assert first not in page and way_back == {
        "photo": "",
        "earlier": first.rpartition("/")[2].removesuffix(".webp"),
    }
    assert browser.client.get(first).status_code == 404
    browser.post(f"{browser.url}/photos/undo", **way_back)
    assert address(browser) == first
    stale = browser.post(f"{browser.url}/photos/undo", photo="", earlier="")
    assert stale.status_code == 303 and address(browser) == first


def test_set_photo_says_beside_the_field_why_not(browser: NotebookBrowser) -> None:
    no_picture = send(browser, b"<svg/>")
    too_large = send_bytes(
        browser.client, f"{browser.url}/photos", b"\xff" * (PHOTO_MAX + 1), page=browser.url
    )
    nothing = browser.post(f"{browser.url}/photos", page=f"{browser.url}/details")
    many_pixels = send(browser, pictures.plain("PNG", size=(6000, 5000)))
    assert [one.status_code for one in (no_picture, too_large, nothing, many_pixels)] == [422] * 4
    assert "no JPEG, PNG or WebP picture" in no_picture.text
    assert "larger than 10 MB" in too_large.text and "choose a picture first" in nothing.text
    assert "more than 25 million pixels" in many_pixels.text
    assert address(browser) == ""


def test_show_photo_is_its_owners_alone(browser: NotebookBrowser, client: FlaskClient) -> None:
    send(browser, pictures.plain())
    shown = address(browser)
    with browser.app.app_context():
        notebooks.notebook("bo@example.org", "Bo")
    other = browser.app.test_client()
    factories.sign_in(other, "bo@example.org")
    assert other.get(shown).status_code == 404
    assert browser.app.test_client().get(shown).status_code == 303


def test_pictures_go_out_only_when_asked_for(browser: NotebookBrowser) -> None:
    send(browser, pictures.plain())
    asked, plain = (
        browser.client.get(f"/people.vcf{more}", buffered=True).data for more in ("?photos=1", "")
    )
    assert b"PHOTO" not in plain
    (record,) = read_file(asked).records
    assert pictures.opened(record.photo).size == (256, 256)
    assert 'photos=1"' in browser.client.get("/people").text
