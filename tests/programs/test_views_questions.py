"""Questions by the web: without scripts, one button at a time; what was taken away can be put back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions.questions import add_question
from mentorhub.programs.models.offers import Program
from tests.support import factories, practice_pages
from tests.support.forms import submit, version_on


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its questions."""
    with app.app_context():
        public_id = db.session.get_one(Program, scene.program_id).public_id
    return f"/practice/programs/{public_id}/questions"


@pytest.fixture
def ines(app: Flask, scene: factories.Scene, at: str) -> FlaskClient:
    """Her browser, with three questions added through the form."""
    client = practice_pages.staff(app)
    for question in ("One?", "Two?", "Three?"):
        assert submit(client, at, page=at, question=question, answer_md="Yes.").status_code == 303
    return client


def _asked(app: Flask, scene: factories.Scene) -> list[str]:
    page = app.test_client().get(f"/programs/{scene.slug}").text
    return re.findall(r"<summary>([A-Z][a-z]+\?)<", page)


def _links(client: FlaskClient, at: str) -> list[str]:
    return re.findall(rf'href="({at}/[\w-]+)"', client.get(at).text)


def test_questions_move_by_buttons_that_say_which_and_keep_the_reader_there(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    assert _asked(app, scene) == ["One?", "Two?", "Three?"]
    last = _links(ines, at)[-1]
    answer = submit(ines, f"{last}/position", page=at, way="up")
    assert answer.location == f"{at}#up-{last.rpartition('/')[2]}"
    assert _asked(app, scene) == ["One?", "Three?", "Two?"]
    submit(ines, f"{last}/position", page=at, way="down")
    assert _asked(app, scene) == ["One?", "Two?", "Three?"]
    assert submit(ines, f"{last}/position", page=at, way="away").status_code == 404
    page = ines.get(at).text
    assert 'Up<span class="hush">, Two?</span>' in page
    first, end = (re.search(rf'id="{way}-[^"]+" disabled', page) for way in ("up", "down"))
    assert first and end  # the ends lead no further


def test_a_question_taken_away_comes_back_in_the_form(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    second = _links(ines, at)[1]
    answer = submit(ines, f"{second}/removal", page=at)
    assert answer.status_code == 200 and 'value="Two?"' in answer.text
    assert "add it again if that was a mistake" in answer.text
    assert _asked(app, scene) == ["One?", "Three?"]
    assert submit(ines, f"{second}/removal", page=at).status_code == 303  # twice
    submit(ines, at, page=at, question="Two?", answer_md="Yes.")
    assert _asked(app, scene) == ["One?", "Three?", "Two?"]


def test_of_two_tabs_the_second_is_told(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    second = _links(ines, at)[1]
    opened = version_on(ines.get(second).text)
    submit(ines, second, page=second, question="Two again?", answer_md="Yes.")
    late = {"question": "Two, too?", "answer_md": "No."}
    answer = submit(ines, second, page=second, version=opened, **late)
    assert answer.status_code == 422 and "<dd>Two again?</dd>" in answer.text
    assert 'value="Two, too?"' in answer.text
    again = submit(ines, second, page=second, version=version_on(answer.text), **late)
    assert again.status_code == 303
    assert "Two, too?" in app.test_client().get(f"/programs/{scene.slug}").text


def test_a_question_without_words_is_said_beside_its_field(ines: FlaskClient, at: str) -> None:
    for page in (at, _links(ines, at)[0]):
        answer = submit(ines, page, page=page, question="", answer_md="Typed and kept")
        assert answer.status_code == 422
        assert "Please write the question." in answer.text
        assert "Typed and kept</textarea>" in answer.text


def test_more_questions_than_anybody_reads_are_refused(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        for number in range(47):
            add_question(scene.program_id, viewer=SYSTEM, question=f"{number}?", answer_md="So.")
    answer = submit(ines, at, page=at, question="One more?", answer_md="Kept")
    assert answer.status_code == 422 and "There are 50 questions" in answer.text


def test_a_question_of_another_programme_is_not_found(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
        foreign = add_question(other.program_id, viewer=SYSTEM, question="Else?", answer_md="So.")
    assert ines.get(f"{at}/{foreign}").status_code == 404
    words = {"question": "Mine?", "answer_md": "Mine"}
    assert submit(ines, f"{at}/{foreign}", page=at, **words).status_code == 404
    assert submit(ines, f"{at}/{foreign}/position", page=at, way="up").status_code == 404
