"""From the welcome to the answers, in parts; what two tabs, changed questions and the end of time do to them."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.versions import version_of
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.actions.intake import change_intake_question, remove_intake_question
from mentorhub.programs.rules.intake import IntakeWords
from tests.support import asking, factories, practice_pages
from tests.support.asking import GOAL, HOURS
from tests.support.forms import submit, version_on
from tests.support.program_pages import do, submit_form


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A cohort that asks two things: one in a few lines, and one in one line that is needed."""
    with app.app_context():
        made = factories.scene(price_minor=0)
        asking.asks(made)
        asking.asks(made, HOURS, is_long=False, is_required=True)
        return made


@pytest.fixture
def place(client: FlaskClient, scene: factories.Scene) -> str:
    """Ada's confirmed seat: the address of its page."""
    where = submit_form(client).location
    do(client, where, "confirmation")
    return where


def _typed(client: FlaskClient, at: str, *words: str, **other: str) -> dict[str, str]:
    asked = re.search(r'name="asked"[^>]*value="([^"]+)"', client.get(at).text)
    assert asked
    said = {f"answers-{number}": one for number, one in enumerate(words)}
    return {"asked": asked.group(1), **said, **other}


def _save(client: FlaskClient, at: str, *words: str) -> str:
    answer = submit(client, at, page=at, **_typed(client, at, *words))
    assert answer.status_code == 303 and answer.location == at
    return client.get(at).text


def test_the_questions_are_in_the_welcome_email_and_on_the_page_of_the_seat(
    app: Flask, client: FlaskClient, place: str
) -> None:
    with app.app_context():
        mails = select(OutboxMail).where(OutboxMail.kind == "enrolment.enrolled")
        text, html = render(db.session.scalars(mails).one())
    link = f"http://localhost{place}/intake"
    assert text.count(link) == 1 and f'href="{link}"' in html
    assert "a few questions for you" in text and "a few questions for you" in html
    page = client.get(place).text
    assert "Your mentor has 2 questions for you" in page and f'href="{place}/intake"' in page


def test_answers_are_saved_in_parts_and_the_page_says_what_is_missing(
    client: FlaskClient, place: str
) -> None:
    at = f"{place}/intake"
    page = client.get(at).text
    assert page.count("Your mentor needs this answer.") == 1
    assert "You can write and correct your answers until" in page
    page = _save(client, at, "Less travel.\nMore calm.", "")
    assert "1 answer that is needed is still missing" in page
    assert "Less travel.\nMore calm.</textarea>" in page
    assert "You have answered 1." in client.get(place).text
    page = _save(client, at, "Less travel.\nMore calm.", "Two")
    assert "that is all that is needed" in page and 'value="Two"' in page
    assert "You have answered what your mentor asked." in client.get(place).text


def test_an_answer_too_long_is_said_beside_its_field_and_nothing_is_saved(
    app: Flask, client: FlaskClient, place: str
) -> None:
    at = f"{place}/intake"
    answer = submit(client, at, page=at, **_typed(client, at, "Kept", "x" * 301))
    assert answer.status_code == 422 and "at most 300 characters" in answer.text
    assert "Kept</textarea>" in answer.text and 'href="#answers-1"' in answer.text
    answer = submit(client, at, page=at, **_typed(client, at, "x" * 4001, "Kept"))
    assert answer.status_code == 422 and "at most 4000 characters" in answer.text
    with app.app_context():
        assert asking.stored() == []


def test_of_two_tabs_the_second_is_told(app: Flask, client: FlaskClient, place: str) -> None:
    at = f"{place}/intake"
    opened = version_on(client.get(at).text)
    _save(client, at, "First tab", "Two")
    late = _typed(client, at, "Second tab", "Two", version=opened)
    answer = submit(client, at, page=at, **late)
    assert answer.status_code == 422 and "<dd>First tab</dd>" in answer.text
    assert "Second tab</textarea>" in answer.text
    again = submit(client, at, page=at, **{**late, "version": version_on(answer.text)})
    assert again.status_code == 303
    with app.app_context():
        assert asking.stored() == [(GOAL, "Second tab"), (HOURS, "Two")]


def test_questions_that_change_meanwhile_lose_no_word(
    app: Flask, client: FlaskClient, scene: factories.Scene, place: str
) -> None:
    at, mentor = f"{place}/intake", USER(scene.mentor_id)
    typed = _typed(client, at, "To the goal", "To the hours")
    goal, hours = typed["asked"].split()[1:]
    with app.app_context():
        remove_intake_question(goal, cohort_id=scene.cohort_id, viewer=mentor)
        change_intake_question(
            hours,
            cohort_id=scene.cohort_id,
            viewer=mentor,
            words=IntakeWords("How many evenings?"),
            seen=version_of(IntakeWords(HOURS, is_long=False, is_required=True)),
        )
    answer = submit(client, at, page=at, **typed)
    assert answer.status_code == 422 and "The questions were changed" in answer.text
    assert "<p>To the goal</p>" in answer.text  # to be copied
    assert "To the hours</textarea>" in answer.text and "How many evenings?" in answer.text
    _save(client, at, "Three")
    with app.app_context():
        assert asking.stored() == [("How many evenings?", "Three")]


def test_the_old_words_of_a_question_stand_beside_its_answer(
    app: Flask, client: FlaskClient, scene: factories.Scene, place: str
) -> None:
    at = f"{place}/intake"
    _save(client, at, "Less.", "Two")
    goal = _typed(client, at)["asked"].split()[1]
    with app.app_context():
        change_intake_question(
            goal,
            cohort_id=scene.cohort_id,
            viewer=USER(scene.mentor_id),
            words=IntakeWords("What for?"),
            seen=version_of(IntakeWords(GOAL)),
        )
    page = client.get(at).text
    assert f"You answered it when it was: “{GOAL}”" in page and "What for?" in page


def test_once_the_time_is_over_the_answers_only_stand_there(
    app: Flask, client: FlaskClient, place: str
) -> None:
    at = f"{place}/intake"
    _save(client, at, "Less.", "Two")
    late = _typed(client, at, "More.", "Two")
    with clock.moved(dt.timedelta(days=41)):
        page = client.get(at).text
        assert "<dd>Less.</dd>" in page and "<textarea" not in page
        assert "Answers could be written until" in page and "write to ines@example.org" in page
        answer = submit(client, at, page=place, version=version_of(_stored(app)), **late)
        assert answer.status_code == 422 and "More.</textarea>" in answer.text
    with app.app_context():
        assert asking.stored() == [(GOAL, "Less."), (HOURS, "Two")]


def _stored(app: Flask) -> dict[str, str]:
    with app.app_context():
        rows = db.session.execute(
            db.text(
                "SELECT q.public_id, a.answer FROM intake_answer a"
                " JOIN intake_question q ON q.id = a.question_id"
            )
        )
        return {key: answer for key, answer in rows}  # noqa: C416 - rows are no pairs to mypy


def test_a_form_without_the_list_of_questions_is_read_in_their_order(
    app: Flask, client: FlaskClient, place: str
) -> None:
    at = f"{place}/intake"
    fields = {"answers-0": "Less.", "answers-1": "Two", "answers-7": "?"}
    assert submit(client, at, page=at, **fields).status_code == 303
    with app.app_context():
        assert asking.stored() == [(GOAL, "Less."), (HOURS, "Two")]


def test_the_practice_reads_the_answers_and_an_assistant_only_how_far_they_are(
    app: Flask, client: FlaskClient, scene: factories.Scene, place: str
) -> None:
    _save(client, f"{place}/intake", "Less travel.", "")
    with app.app_context():
        mentor = USER(scene.mentor_id)
        ben = grant_seat(scene.cohort_id, name="Ben", email="ben@example.org", viewer=mentor)
        practice_pages.join(scene, factories.user("helper@example.org", "Helper"), Role.ASSISTANT)
        roster = f"{practice_pages.line_at(scene)}/roster"
        ben_at = practice_pages.applicant_at(ben)
        ada_at = practice_pages.applicant_at(1)
    ines, helper = practice_pages.staff(app), practice_pages.staff(app, "helper@example.org")
    page = ines.get(ada_at).text
    assert (
        GOAL in page and "<dd>Less travel.</dd>" in page and "No answer yet; you need it." in page
    )
    assert "No answer yet." in ines.get(ben_at).text
    for reader in (ines, helper):
        page = reader.get(roster).text
        assert "1 of 2 answered" in page and "No answers yet" in page
        assert "Less travel." not in page
    assert helper.get(ada_at).status_code == 404
