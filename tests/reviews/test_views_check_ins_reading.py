"""The mentee reads over HTTP: this week, past weeks, the answer, and what Today shows of it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.viewers import USER
from mentorhub.reviews.actions.check_ins import submit_check_in
from tests.support import courses, factories
from tests.support.courses import Course
from tests.support.forms import submit


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> Course:
    """Ines' circle in its third week; Amara is signed in."""
    with app.app_context():
        course = courses.course()
    factories.sign_in(client, "amara@example.org")
    return course


def test_show_week_says_what_a_pause_means(app: Flask, client: FlaskClient, amara: Course) -> None:
    check_in_id = courses.made_in(app, amara, courses.begun, week=3)
    with app.app_context():
        courses.pause(amara)
    page = client.get("/week")
    assert "Your place is paused since" in page.text
    assert "<textarea" not in page.text
    answer = submit(
        client, f"/check-ins/{check_in_id}/draft", page="/week", version=1, **{"answers-0": "New."}
    )
    assert answer.status_code == 422
    assert "New." in answer.text
    assert courses.words_of(app, check_in_id)[1] == courses.WORDS


def test_show_week_after_the_end(app: Flask, client: FlaskClient, amara: Course) -> None:
    check_in_id = courses.made_in(app, amara, courses.answered, week=3)
    with app.app_context():
        courses.finish(amara)
    page = client.get("/week").text
    assert "The programme is over" in page
    assert f"/week/{check_in_id}" in page


def test_show_week_of_two_programmes(app: Flask, client: FlaskClient, amara: Course) -> None:
    with app.app_context():
        practice_id, mentor_id = amara.scene.practice_id, amara.mentor_id
        second = factories.program(
            practice_id, mentor_id, slug="second", title="Another", starts_in_days=10
        )
        factories.enrolled(second, amara.mentee_id)
    page = client.get("/week").text
    assert "Before we begin" in page
    assert f"/week?mentorship={amara.mentorship}" in page
    answer = submit(client, "/check-ins", page="/week", **courses.hidden(amara), **courses.TYPED)
    assert answer.headers["Location"] == f"/week?mentorship={amara.mentorship}"


def test_show_week_without_a_seat(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("new@example.org", "New Here")
    factories.sign_in(client, "new@example.org")
    page = client.get("/week")
    assert page.status_code == 200
    assert "No check-in yet" in page.text


def test_show_past_week_shows_the_answer_until_it_is_read(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = courses.made_in(app, amara, courses.answered, week=3)
    page = client.get(f"/week/{check_in_id}")
    assert "<em>well done</em>" in page.text
    (address,) = re.findall(r'action="(/reviews/[^"]+/reading)"', page.text)
    answer = submit(client, address, page=f"/week/{check_in_id}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/week/{check_in_id}")
    assert "You have read it." in client.get(f"/week/{check_in_id}").text


def test_show_past_week_links_its_neighbours(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    earlier, later = (courses.made_in(app, amara, courses.sent, week=week) for week in (2, 3))
    assert f'href="/week/{later}"' in client.get(f"/week/{earlier}").text
    page = client.get(f"/week/{later}").text
    assert f'href="/week/{earlier}"' in page
    assert "Not yet answered" in page


def test_show_past_week_of_a_draft_leads_to_its_form(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = courses.made_in(app, amara, courses.begun, week=2)
    answer = client.get(f"/week/{check_in_id}")
    assert answer.status_code == 303
    assert "Marta, at last." in client.get(answer.headers["Location"]).text


def test_words_are_shown_as_words(app: Flask, client: FlaskClient, amara: Course) -> None:
    words = ["<script>alert(1)</script>", "[x](javascript:alert(1))", "w" * 9_000]
    check_in_id = courses.made_in(app, amara, courses.sent, week=3, words=words)
    page = client.get(f"/week/{check_in_id}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_today_shows_the_answer_and_this_weeks_check_in(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    courses.made_in(app, amara, courses.answered, week=2)
    with app.app_context():
        courses.open_notebook(amara)
    page = client.get("/today").text
    assert "From Ines Halvorsen" in page
    assert "<em>well done</em>" in page
    assert "Write this week’s check-in" in page
    check_in_id = courses.made_in(app, amara, courses.begun, week=3)
    assert "Continue writing" in client.get("/today").text
    with app.app_context():
        submit_check_in(check_in_id, viewer=USER(amara.mentee_id), version=1, answers=courses.WORDS)
    assert "This week’s check-in" not in client.get("/today").text
