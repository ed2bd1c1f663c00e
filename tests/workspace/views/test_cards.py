"""Taking people out: the file of a list as it is filtered, of one person; for nobody else; never too often."""

import pytest
from flask.testing import FlaskClient

from mentorhub.workspace.importers.details import details_of
from mentorhub.workspace.importers.reading import read_file
from mentorhub.workspace.rules.cards import DOWNLOADS
from tests.support import factories, importing, notebooks
from tests.support.notebook_browsers import NotebookBrowser


def names(data: bytes) -> list[str]:
    return [record.name for record in read_file(data).records]


@pytest.mark.parametrize(
    ("asked", "version"), [("", "3.0"), ("?version=4.0", "4.0"), ("?version=5", "3.0")]
)
def test_download_people_sends_everybody_in_the_version_asked_for(
    browser: NotebookBrowser, asked: str, version: str
) -> None:
    answer = browser.client.get(f"/people.vcf{asked}", buffered=True)
    assert answer.status_code == 200 and answer.mimetype == "text/vcard"
    assert answer.headers["Content-Disposition"] == "attachment; filename=people.vcf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_length == len(answer.data)
    assert f"VERSION:{version}\r\n".encode() in answer.data
    assert names(answer.data) == browser.names()


def test_download_people_sends_whom_the_list_shows(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        zoe = notebooks.person(browser.viewer, "Zoë")
    page = browser.client.get("/people?q=zoe").text
    assert '/people.vcf?q=zoe"' in page and '/people.vcf?version=4.0&amp;q=zoe"' in page
    assert "Take this person out" in page
    assert names(browser.client.get("/people.vcf?q=zoe", buffered=True).data) == ["Zoë"]
    nobody = browser.client.get("/people.vcf?q=nobody")
    assert (nobody.status_code, nobody.location) == (303, "/people?q=nobody")
    assert f"/people/{zoe}.vcf" in browser.client.get(f"/people/{zoe}").text


def test_download_person_says_all_that_is_written(browser: NotebookBrowser) -> None:
    before = browser.page().details
    answer = browser.client.get(f"{browser.url}.vcf?version=4.0", buffered=True)
    (record,) = read_file(answer.data).records
    found = details_of(record)
    assert (found.name, found.affiliations, found.emails, found.remember, found.occasion) == (
        before.name,
        before.affiliations,
        before.emails,
        before.remember,
        before.occasion,
    )
    assert record.uid == f"mentorhub-person-{browser.person_id}"


def test_download_people_table_is_known_again(browser: NotebookBrowser) -> None:
    """Somebody in it is the same person, whatever was changed in the spreadsheet; whom the list shows are in it."""
    answer = browser.client.get("/people.csv?q=tom", buffered=True)
    assert answer.mimetype == "text/csv" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "attachment; filename=people.csv"
    assert '/people.csv?q=tom"' in browser.client.get("/people?q=tom").text
    assert names(answer.data) == browser.names()
    one = browser.client.get(f"{browser.url}.csv", buffered=True)
    assert one.data == answer.data
    assert "Tomas_Dvorak.csv" in one.headers["Content-Disposition"]
    changed = answer.data.replace("Tomáš Dvořák".encode(), b"Somebody else")
    with browser.app.app_context():
        assert importing.counts(browser.viewer, importing.look(browser.viewer, changed)) == (
            0,
            1,
            0,
            0,
        )
    assert browser.client.get("/people.csv?q=nobody").location == "/people?q=nobody"


def test_nobody_else_takes_anybody_out(browser: NotebookBrowser, client: FlaskClient) -> None:
    with browser.app.app_context():
        notebooks.person(notebooks.notebook("bo@example.org", "Bo"), "Not mine")
    assert browser.client.get("/people/nobody.vcf").status_code == 404
    assert b"Not mine" not in browser.client.get("/people.vcf", buffered=True).data
    other = browser.app.test_client()
    factories.sign_in(other, "bo@example.org")
    assert other.get(f"{browser.url}.vcf").status_code == 404
    assert names(other.get("/people.vcf", buffered=True).data) == ["Not mine"]
    signed_out = browser.app.test_client()
    for path in ("/people.vcf", f"{browser.url}.vcf"):
        assert signed_out.get(path).status_code == 303


def test_people_are_taken_out_only_so_often(
    browser: NotebookBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(browser.app.config, "RATE_LIMITS_COUNTED", True)
    for _time in range(DOWNLOADS.amount):
        assert browser.client.get(f"{browser.url}.vcf", buffered=True).status_code == 200
    assert browser.client.get("/people.vcf").status_code == 429
    assert browser.client.get(f"{browser.url}.vcf").status_code == 429
