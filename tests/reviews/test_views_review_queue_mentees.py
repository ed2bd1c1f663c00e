"""The mentor's list of mentees over HTTP: how each is doing, and who needs the mentor first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import courses, factories
from tests.support.courses import Course

LONG = "Bartholomew " * 16  # a name of nearly 200 characters


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> Course:
    """Ines' circle in its third week; Ines is signed in."""
    with app.app_context():
        course = courses.course()
    factories.sign_in(client, "ines@example.org")
    return course


def test_list_mentees_counts_what_an_open_notebook_holds(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    assert '<td class="num drop" data-label="People">–</td>' in client.get("/mentees").text
    with app.app_context():
        courses.open_notebook(amara)
    assert '<td class="num" data-label="People">1</td>' in client.get("/mentees").text


def test_list_mentees_says_how_each_is_doing(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    with app.app_context():
        courses.another(amara, "long@example.org", LONG.strip())
    page = client.get("/mentees").text
    assert "<h1>2 mentees</h1>" in page
    assert "Stuck: no check-in for 2 weeks." in page
    assert LONG.strip() in page
    courses.made_in(app, amara, courses.sent, week=3)
    assert "Check-in to answer." in client.get("/mentees").text


def test_list_mentees_has_one_legend_and_starts_with_who_needs_the_mentor(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    with app.app_context():
        abel = courses.another(amara, "abel@example.org", "Abel")
        factories.enrolled(
            factories.program(amara.scene.practice_id, amara.mentor_id, slug="second"),
            factories.user("mei@example.org", "Mei Tanaka"),
        )
        check_in_id = courses.sent(abel, week=3)
    page = client.get("/mentees").text
    assert page.count('class="key"') == 1
    assert "2 need you now." in page
    names = ("Needs you now</th>", ">Abel</a>", ">Amara Nwosu<", ">Mei Tanaka<")
    places = [page.index(name, page.index("<tbody")) for name in names]
    assert places == sorted(places)
    assert f'href="/review/{check_in_id}">Abel</a>' in page


def test_list_mentees_says_when_there_are_none(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.practice()
    factories.sign_in(client, "ines@example.org")
    assert "No mentees yet" in client.get("/mentees").text
