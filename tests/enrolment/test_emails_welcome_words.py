"""What a practice writes for whoever is enrolled is in the email that says so, and on the page of the seat."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.enrolment.actions.seats import grant_seat
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.mail.outbox import OutboxMail
from mentorhub.mail.sending import render
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories
from tests.support.applicants import enrolment

WORDS = "Bring a *notebook*. <script>alert(1)</script>"


def _welcomed(words: str) -> tuple[str, str, str]:
    """(text, HTML, token) of the email about a seat that was given."""
    scene = factories.scene()
    db.session.get_one(Cohort, scene.cohort_id).welcome_md = words
    db.session.commit()
    ada = grant_seat(scene.cohort_id, name="Ada", email="ada@example.org", viewer=SYSTEM)
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.kind == "enrolment.granted")
    ).one()
    text, html = render(mail)
    return text, html, enrolment(ada).token


def test_the_words_are_in_the_email_and_on_the_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        text, html, token = _welcomed(WORDS)
    page = client.get(f"/enrolments/{token}").text
    assert WORDS in text
    for shown in (html, page):
        assert "Bring a <em>notebook</em>." in shown and "<script>alert" not in shown
    assert "A word from your mentor" in page


def test_without_words_there_is_no_heading(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        _text, _html, token = _welcomed("")
    assert "A word from your mentor" not in client.get(f"/enrolments/{token}").text
