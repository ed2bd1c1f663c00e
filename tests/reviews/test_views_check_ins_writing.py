"""The mentee writes over HTTP: start, save, submit; no word is lost and nothing happens twice."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.viewers import USER
from mentorhub.reviews.actions.reviewing import WeekPlan, create_curriculum
from mentorhub.reviews.models import CheckIn
from mentorhub.reviews.rules import CheckInState
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


def test_create_check_in_saves_a_draft(app: Flask, client: FlaskClient, amara: Course) -> None:
    page = client.get("/week")
    assert page.status_code == 200
    assert "Who did you meet or write to this week?" in page.text
    answer = submit(client, "/check-ins", page="/week", **courses.hidden(amara), **courses.TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/week")
    assert courses.only_words(app) == (CheckInState.DRAFT, ["Marta, at last.", "A recipe.", ""])
    assert "Marta, at last." in client.get("/week").text


def test_create_check_in_sends_at_once(app: Flask, client: FlaskClient, amara: Course) -> None:
    for _twice in range(2):  # a double click
        answer = submit(
            client,
            "/check-ins",
            page="/account/password",
            **courses.hidden(amara),
            **courses.TYPED,
            send=1,
        )
        assert answer.status_code == 303
    assert courses.only_words(app)[0] is CheckInState.SUBMITTED
    with app.app_context():
        assert len(courses.mails("reviews.check_in_submitted")) == 1
    assert "Ines Halvorsen will answer" in client.get("/week").text


def test_create_check_in_asks_what_the_curriculum_asks(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    plans = [WeekPlan(f"Theme {number}", "Some *words*.", ("Why?",)) for number in range(5)]
    with app.app_context():
        create_curriculum(
            amara.scene.program_id, viewer=USER(amara.mentor_id), title="Weeks", weeks=plans
        )
    page = client.get("/week").text
    assert "Theme 3" in page
    assert "<em>words</em>" in page
    submit(
        client,
        "/check-ins",
        page="/week",
        **courses.hidden(amara),
        **{"answers-0": "So.", "answers-5": "x"},
    )
    assert courses.only_words(app) == (CheckInState.DRAFT, ["So."])
    with app.app_context():
        assert courses.only_check_in().title == "Theme 3"


def test_create_check_in_refuses_empty_answers_and_saves_the_draft(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    empty = dict.fromkeys(courses.TYPED, "")
    answer = submit(client, "/check-ins", page="/week", **courses.hidden(amara), **empty, send=1)
    assert answer.status_code == 422
    assert "One honest line is enough" in answer.text
    assert courses.only_words(app)[0] is CheckInState.DRAFT


def test_create_check_in_still_shows_words_that_are_too_many(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    long = {**courses.TYPED, "answers-1": "y" * 10_001}
    answer = submit(client, "/check-ins", page="/week", **courses.hidden(amara), **long)
    assert answer.status_code == 422
    assert "longer than 10000 characters" in answer.text
    assert "y" * 10_001 in answer.text
    assert "Marta, at last." in answer.text
    with app.app_context():
        assert courses.count(CheckIn) == 0


@pytest.mark.parametrize("week", [1, 4, "", "x"])
def test_create_check_in_still_shows_the_words_of_another_week(
    client: FlaskClient, amara: Course, week: object
) -> None:
    fields = {**courses.hidden(amara), "week": week, **courses.TYPED}
    answer = submit(client, "/check-ins", page="/week", **fields)
    assert answer.status_code == 422
    assert "Marta, at last." in answer.text


def test_create_check_in_of_another_mentorship_is_not_found(
    client: FlaskClient, amara: Course
) -> None:
    fields = {**courses.hidden(amara), "mentorship": "nothing", **courses.TYPED}
    assert submit(client, "/check-ins", page="/week", **fields).status_code == 404
    assert (
        submit(client, "/check-ins", page="/week", **{**fields, "mentorship": ""}).status_code
        == 404
    )


def test_save_check_in_shows_the_words_of_both_windows(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = courses.made_in(app, amara, courses.begun, week=3)
    address = f"/check-ins/{check_in_id}/draft"
    newer = {**courses.TYPED, "answers-0": "Newer."}
    assert submit(client, address, page="/week", version=1, **newer).status_code == 303
    older = {**courses.TYPED, "answers-0": "Older."}
    answer = submit(client, address, page="/week", version=1, **older)
    assert answer.status_code == 422
    assert "saved in another window" in answer.text
    assert re.search(r"<dt>[^<]+</dt><dd>Newer\.</dd>", answer.text)
    assert "Older.</textarea>" in answer.text
    assert courses.words_of(app, check_in_id)[1][0] == "Newer."
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    submit(client, address, page="/week", version=version.group(1), **older)
    assert courses.words_of(app, check_in_id)[1][0] == "Older."


def test_submit_check_in_sends_the_last_words(
    app: Flask, client: FlaskClient, amara: Course
) -> None:
    check_in_id = courses.made_in(app, amara, courses.begun, week=2)
    address = f"/check-ins/{check_in_id}/submission"
    answer = submit(client, address, page="/week", version=1, **courses.TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/week?week=2")
    assert courses.words_of(app, check_in_id) == (
        CheckInState.SUBMITTED,
        ["Marta, at last.", "A recipe.", ""],
    )
    again = submit(client, address, page="/account/password", version=2, **courses.TYPED)
    assert again.status_code == 303
    other = submit(
        client,
        address,
        page="/account/password",
        version=2,
        **{**courses.TYPED, "answers-0": "More."},
    )
    assert other.status_code == 422
    assert "already sent" in other.text
    assert "More." in other.text
    with app.app_context():
        assert len(courses.mails("reviews.check_in_submitted")) == 1
