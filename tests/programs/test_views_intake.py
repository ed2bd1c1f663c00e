"""Intake questions by the web: without scripts, one button at a time; what was taken away can be put back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.enrolment.actions.endings import cancel_cohort
from mentorhub.foundation.database.viewers import USER
from tests.support import asking, factories, practice_pages
from tests.support.forms import submit, version_on


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its cohort's questions."""
    with app.app_context():
        return f"{practice_pages.line_at(scene)}/intake"


@pytest.fixture
def ines(app: Flask, scene: factories.Scene, at: str) -> FlaskClient:
    """Her browser, with three questions added through the form."""
    client = practice_pages.staff(app)
    for question in ("One?", "Two?", "Three?"):
        fields = {"question": question, "answered_in": "long"}
        assert submit(client, at, page=at, **fields).status_code == 303
    return client


def _asked(client: FlaskClient, at: str) -> list[str]:
    return re.findall(r'<h2 class="h-small">([A-Z][a-z]+\?)<', client.get(at).text)


def _links(client: FlaskClient, at: str) -> list[str]:
    return re.findall(rf'href="({at}/[\w-]+)"', client.get(at).text)


def test_the_editor_leads_to_the_questions_and_says_how_many(
    app: Flask, ines: FlaskClient, at: str
) -> None:
    page = ines.get(at.replace("/intake", "/edit")).text
    assert f'href="{at}"' in page and "is asked 3 questions" in page


def test_questions_move_by_buttons_that_say_which_and_keep_the_reader_there(
    ines: FlaskClient, at: str
) -> None:
    last = _links(ines, at)[-1]
    answer = submit(ines, f"{last}/position", page=at, way="up")
    assert answer.location == f"{at}#up-{last.rpartition('/')[2]}"
    assert _asked(ines, at) == ["One?", "Three?", "Two?"]
    submit(ines, f"{last}/position", page=at, way="down")
    assert _asked(ines, at) == ["One?", "Two?", "Three?"]
    assert submit(ines, f"{last}/position", page=at, way="away").status_code == 404
    page = ines.get(at).text
    assert 'Up<span class="hush">, Two?</span>' in page
    assert re.search(r'id="up-[^"]+" disabled', page) and re.search(
        r'id="down-[^"]+" disabled', page
    )


def test_a_question_taken_away_comes_back_in_the_form(ines: FlaskClient, at: str) -> None:
    second = _links(ines, at)[1]
    answer = submit(ines, f"{second}/removal", page=at)
    assert answer.status_code == 200 and 'value="Two?"' in answer.text
    assert "add it again if that was a mistake" in answer.text
    assert submit(ines, f"{second}/removal", page=at).status_code == 303  # twice
    submit(ines, at, page=at, question="Two?", answered_in="long")
    assert _asked(ines, at) == ["One?", "Three?", "Two?"]
    assert second in _links(ines, at)


def test_of_two_tabs_the_second_is_told(ines: FlaskClient, at: str) -> None:
    second = _links(ines, at)[1]
    opened = version_on(ines.get(second).text)
    submit(ines, second, page=second, question="Two again?", answered_in="short")
    late = {"question": "Two, too?", "answered_in": "long", "is_required": "y"}
    answer = submit(ines, second, page=second, version=opened, **late)
    assert answer.status_code == 422 and "<dd>Two again?</dd>" in answer.text
    assert "<dd>one line</dd>" in answer.text and 'value="Two, too?"' in answer.text
    again = submit(ines, second, page=second, version=version_on(answer.text), **late)
    assert again.status_code == 303
    assert "you need the answer" in ines.get(at).text


def test_a_question_without_words_is_said_beside_its_field(ines: FlaskClient, at: str) -> None:
    for page in (at, _links(ines, at)[0]):
        answer = submit(ines, page, page=page, question="", answered_in="short", is_required="y")
        assert answer.status_code == 422 and "Please write the question." in answer.text
        assert re.search(r'<input[^>]*checked[^>]*id="is-required"', answer.text)
        assert re.search(r'<input[^>]*checked[^>]*value="short"', answer.text)


def test_more_questions_than_anybody_answers_are_refused(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        for count in range(17):
            asking.asks(scene, f"{count}?")
    answer = submit(ines, at, page=at, question="One more?", answered_in="long")
    assert answer.status_code == 422 and "There are 20 questions" in answer.text
    assert 'value="One more?"' in answer.text


def test_the_questions_of_a_cancelled_cohort_only_stand_there(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    one = _links(ines, at)[0]
    form = {"question": "One more?", "answered_in": "long"}
    with app.app_context():
        cancel_cohort(scene.cohort_id, reason="Ill.", viewer=USER(scene.mentor_id))
    page = ines.get(at).text
    assert "One?" in page and "Add a question" not in page
    for path in (at, one):
        answer = submit(ines, path, page=one, **form)
        assert answer.status_code == 422 and "This cohort was cancelled" in answer.text
    for path in (f"{one}/position", f"{one}/removal"):
        assert submit(ines, path, page=one, way="up").status_code == 303
        assert "This cohort was cancelled" in ines.get(at).text
    assert _asked(ines, at) == ["One?", "Two?", "Three?"]


def test_strangers_find_no_questions(app: Flask, ines: FlaskClient, at: str) -> None:
    one = _links(ines, at)[0]
    actions = [at, one, f"{one}/position", f"{one}/removal"]
    practice_pages.refused(app, [at, one], [])
    rival = practice_pages.staff(app, "rival@example.org")
    fields = {"question": "Mine?", "answered_in": "long", "way": "up"}
    page = "/account/password"
    assert {submit(rival, one, page=page, **fields).status_code for one in actions} == {404}
    assert _asked(ines, at) == ["One?", "Two?", "Three?"]
