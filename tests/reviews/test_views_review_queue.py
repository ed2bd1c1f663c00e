"""The mentor's pages over HTTP, and the first page of each user."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.reviews.models import Review
from tests.support import courses, factories
from tests.support.courses import Course
from tests.support.forms import submit, token_on

ANSWER = {"body": "Dear Amara,\n\n*well done*.", "next_step": "", "next_step_on": ""}


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> Course:
    """Ines' circle in its third week; Ines is signed in."""
    with app.app_context():
        course = courses.course()
    factories.sign_in(client, "ines@example.org")
    return course


def _sent(app: Flask, course: Course, *, week: int = 3, words: list[str] = courses.WORDS) -> str:
    with app.app_context():
        return courses.sent(course, week=week, words=words)


def _reviews(app: Flask) -> int:
    with app.app_context():
        return courses.count(Review)


def test_start_leads_each_to_their_own_first_page(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    assert client.get("/start").headers["Location"] == "/review"
    mentee = app.test_client()
    factories.sign_in(mentee, "amara@example.org")
    assert mentee.get("/start").headers["Location"] == "/my-program"


def test_review_queue_shows_what_waits(app: Flask, client: FlaskClient, amara: Course) -> None:
    empty = client.get("/review").text
    assert "Nothing to read" in empty
    assert "No check-in for 2 weeks." in empty
    check_in_id = _sent(app, amara)
    page = client.get("/review").text
    assert "1 check-in to read" in page
    assert "Marta, at last." in page
    assert f'href="/review/{check_in_id}"' in page
    assert "Gone quiet" not in page


def test_review_queue_counts_what_is_paused(app: Flask, client: FlaskClient, amara: Course) -> None:
    check_in_id = _sent(app, amara)
    with app.app_context():
        courses.pause(amara)
    assert "1 check-in is paused" in client.get("/review").text
    page = client.get(f"/review/{check_in_id}").text
    assert "This place is paused since" in page
    assert "Marta" not in page
    assert "<textarea" not in page
    assert "Paused. Nothing is shown" in client.get("/mentees").text


def test_create_review_answers_once(app: Flask, client: FlaskClient, amara: Course) -> None:
    check_in_id = _sent(app, amara)
    address = f"/review/{check_in_id}"
    assert "Marta, at last." in client.get(address).text
    typed = {"csrf_token": token_on(client, address), **ANSWER}
    for _twice in range(2):  # a double click
        answer = client.post(f"{address}/reviews", data=typed)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/review")
    assert _reviews(app) == 1
    assert "Your answer was sent to Amara Nwosu." in client.get("/review").text
    page = client.get(address).text
    assert "<em>well done</em>" in page
    assert "<textarea" not in page


@pytest.mark.parametrize("other", [{"next_step": "Call her"}, {"next_step_on": "2999-01-01"}])
def test_create_review_says_that_another_next_step_was_not_sent(
    app: Flask, client: FlaskClient, amara: Course, other: dict[str, str]
) -> None:
    address = f"/review/{_sent(app, amara)}"
    first = {"body": "Well done.", "next_step": "Write to her"}
    submit(client, f"{address}/reviews", page=address, **first)
    answer = submit(client, f"{address}/reviews", page="/account/password", **first | other)
    assert answer.status_code == 422
    assert "can no longer be answered" in answer.text
    assert next(iter(other.values())) in answer.text


def test_create_review_still_shows_a_second_answers_words(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = _sent(app, amara)
    address = f"/review/{check_in_id}"
    submit(client, f"{address}/reviews", page=address, **ANSWER)
    answer = submit(client, f"{address}/reviews", page="/account/password", body="Something else.")
    assert answer.status_code == 422
    assert "can no longer be answered" in answer.text
    assert "Something else." in answer.text
    assert _reviews(app) == 1


def test_create_review_during_a_pause_still_shows_the_words(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = _sent(app, amara)
    with app.app_context():
        courses.pause(amara)
    answer = submit(client, f"/review/{check_in_id}/reviews", page="/account/password", **ANSWER)
    assert answer.status_code == 422
    assert "well done" in answer.text
    assert _reviews(app) == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"body": "  "}, "write a line or two"),
        ({"body": "y" * 10_001}, "longer than 10000 characters"),
        ({"next_step": "z" * 301}, "within 300 characters"),
        ({"next_step_on": "2030-05-07"}, "Write the next step for this date"),
        ({"next_step": "Write.", "next_step_on": "2020-05-07"}, "This date is in the past"),
        ({"next_step": "Write.", "next_step_on": "soon"}, "Not a valid date"),
    ],
)
def test_create_review_says_what_is_wrong_and_still_shows_what_was_typed(
    app: Flask, client: FlaskClient, amara: Course, fields: dict[str, str], message: str
) -> None:
    address = f"/review/{_sent(app, amara)}"
    answer = submit(client, f"{address}/reviews", page=address, **{**ANSWER, **fields})
    assert answer.status_code == 422
    assert message in answer.text
    for typed in fields.values():
        assert typed.strip() in answer.text
    assert _reviews(app) == 0


def test_create_review_with_a_next_step(app: Flask, client: FlaskClient, amara: Course) -> None:
    address = f"/review/{_sent(app, amara)}"
    step = {"next_step": "Write to Jonas.", "next_step_on": "2030-05-07"}
    submit(client, f"{address}/reviews", page=address, **{**ANSWER, **step})
    page = client.get(address).text
    assert "Write to Jonas." in page
    assert "Tuesday 7 May 2030" in page


def test_show_check_in_links_the_other_check_ins(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    earlier, later = _sent(app, amara, week=2), _sent(app, amara, week=3)
    assert f'href="/review/{later}"' in client.get(f"/review/{earlier}").text


def test_show_check_in_shows_people_as_their_owner_allows_and_says_so(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    address = f"/review/{_sent(app, amara)}"
    assert "shows you" not in client.get(address).text
    with app.app_context():
        courses.open_notebook(amara)
    page = client.get(address).text
    assert "People Amara Nwosu shows you" in page
    assert "MN</span>" in page
    assert "Nowak" not in page
    mentee = app.test_client()
    factories.sign_in(mentee, "amara@example.org")
    assert "Ines Halvorsen last opened your people" in mentee.get("/people").text


def test_show_check_in_has_the_course_and_the_last_answer_beside_the_text(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    with app.app_context():
        earlier, later = courses.answered(amara, week=2), courses.sent(amara, week=3)
    page = client.get(f"/review/{later}").text
    side = page[page.index("<aside") :]
    assert "The course so far" in side
    assert "Your last answer" in side
    assert "<em>well done</em>" in side
    assert f'href="/review/{earlier}"' in side
    assert "Your last answer" not in client.get(f"/review/{earlier}").text
    with app.app_context():
        courses.pause(amara)
    assert "well done" not in client.get(f"/review/{later}").text


def test_a_mentor_of_another_practice_finds_nothing(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = _sent(app, amara)
    with app.app_context():
        factories.practice(mentor_email="other@example.org", name="Elsewhere")
    other = app.test_client()
    factories.sign_in(other, "other@example.org")
    assert "Nothing to read" in other.get("/review").text
    assert "No mentees yet" in other.get("/mentees").text
    assert other.get(f"/review/{check_in_id}").status_code == 404
    answer = submit(other, f"/review/{check_in_id}/reviews", page="/mentees", **ANSWER)
    assert answer.status_code == 404
    assert _reviews(app) == 0


def test_the_mentors_pages_are_not_there_for_a_mentee(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = _sent(app, amara)
    mentee = app.test_client()
    factories.sign_in(mentee, "amara@example.org")
    for address in ("/review", "/mentees", f"/review/{check_in_id}"):
        assert mentee.get(address).status_code == 404
    answer = submit(mentee, f"/review/{check_in_id}/reviews", page="/week", **ANSWER)
    assert answer.status_code == 404
