"""`/.well-known/security.txt`: from the settings, dated, or not there. `/robots.txt`: what crawlers may read."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask

from mentorhub.app import create_app
from mentorhub.foundation import clock
from mentorhub.foundation.operator import Operator
from tests.conftest import dispose, settings_for

PATH = "/.well-known/security.txt"
HOME = "https://mentors.example.org"
END = dt.datetime(2099, 6, 30, 23, 59, 59, tzinfo=dt.UTC)


@pytest.fixture
def named(request: pytest.FixtureRequest, database_url: str) -> Iterator[Flask]:
    """An install that names somebody; until when is the test's parameter."""
    operator = Operator(
        security_contacts=("mailto:safe@example.org", "https://example.org/report"),
        security_expires_at=request.param,
    )
    settings = dataclasses.replace(settings_for(database_url), base_url=HOME, operator=operator)
    app = create_app(settings)
    yield app
    dispose(app)


@pytest.mark.parametrize("named", [END], indirect=True)
def test_it_names_contacts_in_order_and_its_end(named: Flask) -> None:
    answer = named.test_client().get(PATH, base_url=HOME)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text.splitlines() == [
        "Contact: mailto:safe@example.org",
        "Contact: https://example.org/report",
        "Expires: 2099-06-30T23:59:59Z",
        "Preferred-Languages: en",
        f"Canonical: {HOME}{PATH}",
    ]
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("named", [None], indirect=True)
def test_without_an_end_it_holds_for_less_than_a_year_from_now(named: Flask) -> None:
    text = named.test_client().get(PATH, base_url=HOME).text
    (line,) = (line for line in text.splitlines() if line.startswith("Expires: "))
    ends_at = dt.datetime.fromisoformat(line.removeprefix("Expires: "))
    with named.app_context():
        ahead = ends_at - clock.now()
    assert dt.timedelta(days=89) < ahead <= dt.timedelta(days=90)


@pytest.mark.parametrize("named", [END], indirect=True)
def test_past_its_end_it_is_gone(named: Flask) -> None:
    with named.app_context():
        clock.advance(END - clock.now())
    assert named.test_client().get(PATH, base_url=HOME).status_code == 404


def test_where_nobody_is_named_there_is_none(app: Flask) -> None:
    assert app.test_client().get(PATH).status_code == 404


@pytest.mark.parametrize("named", [None], indirect=True)
def test_crawlers_are_led_to_programmes_and_practices(named: Flask) -> None:
    answer = named.test_client().get("/robots.txt", base_url=HOME)
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert {"Set-Cookie", "Vary"}.isdisjoint(answer.headers)
    read = RobotFileParser()
    read.parse(answer.text.splitlines())
    assert read.site_maps() == [f"{HOME}/sitemap.xml"]
    rules = answer.text.splitlines()
    open_ = ("/$", "/programs/", "/practices/", "/embed/", "/static/", "/sitemap.xml")
    assert [line for line in rules if line.startswith("Allow")] == [f"Allow: {at}" for at in open_]
    shut = ("/practices/new", "/practices/address", "/")
    assert [one for one in rules if one.startswith("Dis")] == [f"Disallow: {at}" for at in shut]
    for path in ("/sign-in", "/account", "/practice/programs", "/enrolments/x", "/people"):
        assert not read.can_fetch("Anybot", f"{HOME}{path}")
    assert read.can_fetch("Anybot", f"{HOME}/sitemap.xml")
