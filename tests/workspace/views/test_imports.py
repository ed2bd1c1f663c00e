"""Bringing people in, as a browser without scripts does it: look, choose, take in, take back; every refusal is said."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mentorhub.workspace import periodic
from tests.support import factories, importing, notebooks
from tests.support.forms import submit, token_on
from tests.support.importing import linkedin
from tests.support.notebook_browsers import NotebookBrowser

pytestmark = pytest.mark.database
TWO = linkedin("Ada Lovelace", "Grace Hopper")


def send(client: FlaskClient, data: bytes, name: str = "Connections.csv") -> TestResponse:
    """A file, as the page's form sends it."""
    token = token_on(client, "/imports")
    fields: dict[str, Any] = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return client.post("/imports", data=fields, content_type="multipart/form-data")


def look(browser: NotebookBrowser, data: bytes = TWO) -> str:
    """The address of a file that is looked at."""
    answer = send(browser.client, data)
    assert answer.status_code == 303, answer.text
    return answer.location


def work(browser: NotebookBrowser) -> None:
    """A worker takes it on."""
    with browser.app.app_context():
        assert periodic.run_imports() == 0


def test_list_imports_is_reached_from_the_list_of_people(browser: NotebookBrowser) -> None:
    assert 'href="/imports"' in browser.client.get("/people").text
    assert "From LinkedIn, Google" in browser.client.get("/imports").text


def test_create_import_shows_what_would_come_and_saves_nobody(browser: NotebookBrowser) -> None:
    page = browser.client.get(look(browser)).text
    for words in ("2 people in this file", "LinkedIn connections", "Ada Lovelace", "New: 2"):
        assert words in page
    assert browser.names() == ["Tomáš Dvořák"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty"),
        (b"%PDF-1.7 a page", "does not look like a file of contacts"),
        (b"PK\x03\x04 broken", "cannot be opened"),
        (importing.LINKEDIN.encode() + b"A,B,,,,,\r\n" * 20_001, "more than 20000 people"),
    ],
)
def test_create_import_says_why_a_file_cannot_be_taken(
    browser: NotebookBrowser, data: bytes, said: str
) -> None:
    answer = send(browser.client, data)
    assert answer.status_code == 422
    assert said in answer.text


def test_create_import_without_a_file_says_so(browser: NotebookBrowser) -> None:
    answer = submit(browser.client, "/imports", page="/imports")
    assert answer.status_code == 422
    assert "Please choose a file first." in answer.text


def test_apply_import_takes_in_and_undo_import_takes_back(browser: NotebookBrowser) -> None:
    url = look(browser)
    answer = browser.post(f"{url}/application", page=url, tag="LinkedIn", tier="off")
    assert (answer.status_code, answer.location) == (303, url)
    page = browser.client.get(url).text
    assert "<progress" in page and "0 of 2 rows" in page
    assert browser.names() == ["Tomáš Dvořák"]
    work(browser)
    page = browser.client.get(url).text
    assert re.search(r"Added</span><span class=\"figure-m\">2", page)
    assert browser.names() == ["Ada Lovelace", "Grace Hopper", "Tomáš Dvořák"]
    assert browser.post(f"{url}/undo", page=url).status_code == 303
    work(browser)
    assert browser.names() == ["Tomáš Dvořák"]
    assert "Taken back" in browser.client.get(url).text
    assert "Taken back" in browser.client.get("/imports").text


def test_apply_import_refuses_a_tag_that_is_none(browser: NotebookBrowser) -> None:
    url = look(browser)
    answer = browser.post(f"{url}/application", page=url, tag="a, b", tier="off", occasion="Fair")
    assert answer.status_code == 422
    assert 'value="Fair"' in answer.text
    assert "no comma" in answer.text


def test_choose_rows_leaves_out_whom_one_does_not_want(browser: NotebookBrowser) -> None:
    url = look(browser)
    for wrong in ({"row-1": "everything"}, {"row-x": "add"}):
        refused = browser.post(f"{url}/choices", page=url, **wrong)
        assert refused.status_code == 422 and "one of the answers" in refused.text
    assert browser.post(f"{url}/choices", page=url, **{"row-1": "skip"}).status_code == 303
    browser.post(f"{url}/application", page=url, tier="off")
    work(browser)
    assert browser.names() == ["Grace Hopper", "Tomáš Dvořák"]


def test_update_columns_reads_the_table_as_its_owner_says(browser: NotebookBrowser) -> None:
    url = look(browser, b"Wer;Wo;Was\nAda Lovelace;Mill;ada@example.org\n")
    page = browser.client.get(f"{url}/columns").text
    assert page.count('<select class="select"') == 3
    fields = {"column": ["name", "organization", "email"]}
    assert browser.post(f"{url}/columns", page=f"{url}/columns", **fields).status_code == 303
    page = browser.client.get(url).text
    assert "Ada Lovelace" in page and "ada@example.org, Mill" in page
    refused = browser.post(f"{url}/columns", page=f"{url}/columns", column=["name"])
    assert refused.status_code == 422 and "one of the answers" in refused.text


def test_update_reading_reads_the_file_in_other_characters(browser: NotebookBrowser) -> None:
    url = look(browser, (importing.LINKEDIN + "Ad\xe9la,Ber\xe1,,,,,\r\n").encode("latin-1"))
    assert "Adéla Berá" in browser.client.get(url).text
    answer = browser.post(f"{url}/reading", page=url, encoding="windows-1251", day_first="yes")
    assert answer.status_code == 303
    assert "Adéla" not in browser.client.get(url).text
    assert browser.post(f"{url}/reading", page=url, encoding="klingon").status_code == 422


def test_discard_import_keeps_nothing(browser: NotebookBrowser) -> None:
    url = look(browser)
    assert browser.post(f"{url}/removal", page=url).location == "/imports"
    assert browser.client.get(url).status_code == 404


def test_what_has_moved_on_meanwhile_is_said(browser: NotebookBrowser) -> None:
    url = look(browser)
    token = token_on(browser.client, url)
    browser.post(f"{url}/application", page=url, tier="off")
    work(browser)
    for action in ("removal", "choices", "reading"):
        answer = browser.client.post(
            f"{url}/{action}", data={"csrf_token": token, "encoding": "", "day_first": ""}
        )
        assert answer.status_code == 303
        assert "moved on meanwhile" in browser.client.get(answer.location).text


def test_an_import_is_nobody_elses(browser: NotebookBrowser) -> None:
    url = look(browser)
    with browser.app.app_context():
        notebooks.notebook("bo@example.org", "Bo")
    stranger = browser.app.test_client()
    factories.sign_in(stranger, "bo@example.org")
    assert stranger.get(url).status_code == 404
    assert stranger.get(f"{url}/columns").status_code == 404
    token = token_on(stranger, "/imports")
    for action in ("application", "undo", "choices", "removal", "reading", "columns"):
        sent = {
            "csrf_token": token,
            "tier": "off",
            "encoding": "",
            "day_first": "",
            "column": "name",
        }
        assert stranger.post(f"{url}/{action}", data=sent).status_code == 404, action


def test_what_stands_in_a_file_is_never_markup(browser: NotebookBrowser) -> None:
    evil = "<script>alert(1)</script>"
    data = (importing.LINKEDIN + f"{evil},B,,,{evil},,\r\n").encode()
    url = send(browser.client, data, f"{evil}.csv").location
    for address in (url, f"{url}/columns", "/imports"):
        assert "<script>alert" not in browser.client.get(address).text
