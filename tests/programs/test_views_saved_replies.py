"""Saved replies by the web: kept, changed in two tabs, taken away and put back; strangers find nothing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import conversing, factories, practice_pages
from tests.support.forms import submit, version_on

LIST = "/practice/replies"


@pytest.fixture
def ines(app: Flask) -> FlaskClient:
    """Her browser; a reply is kept."""
    with app.app_context():
        conversing.of(factories.scene())
    return practice_pages.staff(app)


@pytest.fixture
def page(ines: FlaskClient) -> str:
    """The address of the reply."""
    found = re.search(rf'href="({LIST}/[\w-]+)"', ines.get(LIST).text)
    assert found
    return found.group(1)


def test_create_reply_keeps_one_more(ines: FlaskClient) -> None:
    answer = submit(ines, LIST, page=LIST, title="Prices", body="It costs [price].\r\n\r\nInes")
    assert answer.status_code == 303
    shown = ines.get(answer.location).text
    assert "Prices" in shown and "<p>It costs [price].</p><p>Ines</p>" in shown


@pytest.mark.parametrize(
    ("fields", "words", "field"),
    [
        ({"title": ""}, "Please give it a name", "title"),
        ({"title": "x" * 121}, "at most 120 characters", "title"),
        ({"body": ""}, "Please write the words.", "body"),
        ({"body": "x" * 4001}, "at most 4000 characters", "body"),
        ({"title": "Dates of power-networking"}, "Another saved reply has this name.", "title"),
    ],
)
def test_create_reply_refuses_beside_the_field_and_keeps_the_rest(
    ines: FlaskClient, fields: dict[str, str], words: str, field: str
) -> None:
    typed = {"title": "Prices", "body": "It costs [price].", **fields}
    refused = submit(ines, LIST, page=LIST, **typed)
    assert refused.status_code == 422
    assert words in refused.text
    assert f'id="{field}-error"' in refused.text
    assert all(one in refused.text for one in typed.values())


def test_update_reply_in_two_tabs_loses_nothing(ines: FlaskClient, page: str) -> None:
    version = version_on(ines.get(page).text)
    assert submit(ines, page, page=page, title="Days", body="On [day].").status_code == 303
    late = submit(ines, page, page=page, title="Weeks", body="In [week].", version=version)
    assert late.status_code == 422
    assert "This was changed in another window" in late.text
    assert "In [week]." in late.text and "On [day]." in late.text
    again = submit(
        ines, page, page=page, title="Weeks", body="In [week].", version=version_on(late.text)
    )
    assert again.status_code == 303
    assert "Weeks" in ines.get(LIST).text


def test_remove_reply_gives_its_words_back(ines: FlaskClient, page: str) -> None:
    gone = submit(ines, f"{page}/removal", page=page)
    assert gone.status_code == 200
    assert "It is gone." in gone.text
    assert "we begin on [day]." in gone.text
    assert ines.get(page).status_code == 404


def test_of_two_practices_the_one_that_is_asked_for_is_shown(app: Flask, ines: FlaskClient) -> None:
    assert ines.get(f"{LIST}?practice=made-up").status_code == 404
    assert (
        submit(ines, f"{LIST}?practice=made-up", page=LIST, title="A", body="b").status_code == 404
    )


def test_nobody_else_is_admitted(app: Flask, ines: FlaskClient, page: str) -> None:
    practice_pages.refused(app, [page], [page, f"{page}/removal"])
    assert ines.get(page).status_code == 200
