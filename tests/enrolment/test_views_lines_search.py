"""The line's page: a search by name or address, short dates, and the zone named once."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories, practice_pages
from tests.support.applicants import place_applicant
from tests.support.factories import Scene


@pytest.fixture
def scene(app: Flask) -> Scene:
    """One seat."""
    with app.app_context():
        return factories.scene(seats=1)


@pytest.fixture
def owner(app: Flask, scene: Scene) -> FlaskClient:
    """Ines, signed in."""
    return practice_pages.staff(app)


def test_show_line_finds_applicants_by_name_or_address(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        place_applicant(scene, "ada"), place_applicant(scene, "ben"), place_applicant(scene, "cleo")
        address = practice_pages.line_at(scene)
    for search, found in (
        ("BEN", (False, True, False)),
        ("cleo@", (False, False, True)),
        ("%", (False, False, False)),
        ("<b>", (False, False, False)),
        ("  ", (True, True, True)),
    ):
        page = owner.get(address, query_string={"q": search}).text
        assert tuple(f">{name}<" in page for name in ("Ada", "Ben", "Cleo")) == found, search
    assert "1 applicant matches “BEN”." in owner.get(f"{address}?q=BEN").text
    assert "0 applicants match “&lt;b&gt;”." in owner.get(f"{address}?q=<b>").text
    narrowed = owner.get(f"{address}?q=e&state=waiting").text
    assert (">Ben<" in narrowed, ">Ada<" in narrowed) == (True, False)
    assert "state=held&amp;q=e" in narrowed  # the other states keep the search


def test_show_line_names_the_zone_once_and_shows_short_dates(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        place_applicant(scene, "ada"), place_applicant(scene, "ben")
        address = practice_pages.line_at(scene)
    main = owner.get(address).text.partition("<main")[2].partition("</main>")[0]
    words = re.sub("<[^>]+>", " ", main)
    assert words.count("All times are in ") == 1
    assert not re.search(r"\d\d:\d\d in ", words)  # no date carries the place of its own
    assert re.search(r"until +\d+ \w{3,4}, \d\d:\d\d", words)
