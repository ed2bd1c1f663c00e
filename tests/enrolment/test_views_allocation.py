"""The practice pauses, limits and extends on its pages; what it typed wrongly is said beside the field."""

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories
from tests.support.applicants import enrolment, place_applicant
from tests.support.factories import Scene
from tests.support.forms import submit
from tests.support.program_pages import submit_form


def _scene(app: Flask, client: FlaskClient) -> tuple[Scene, str]:
    with app.app_context():
        scene = factories.scene(seats=1)
        page = f"/practice/cohorts/{db.session.get_one(Cohort, scene.cohort_id).public_id}"
    factories.sign_in(client, "ines@example.org")
    return scene, page


def test_a_pause_is_on_the_public_page_and_in_the_journal_until_it_ends(
    app: Flask, client: FlaskClient
) -> None:
    scene, page = _scene(app, client)
    visitor = app.test_client()
    assert submit(client, f"{page}/pause", page=page).location == page
    assert "Paused since" in client.get(page).text
    public = visitor.get(f"/programs/{scene.slug}").text
    assert "The mentor has paused giving seats." in public
    assert visitor.get(f"/programs/{scene.slug}/seats.json").get_json()["state"] == "paused"
    place = submit_form(visitor).location
    assert 'data-state="waiting"' in visitor.get(place).text
    assert "The mentor has paused giving seats" in visitor.get(place).text
    journal = visitor.get(f"{page.replace('/practice', '')}/journal").text
    assert "The practice paused giving seats" in journal
    submit(client, f"{page}/pause/end", page=page)
    assert 'data-state="held"' in visitor.get(place).text
    assert (
        "The practice gives seats again"
        in visitor.get(f"{page.replace('/practice', '')}/journal").text
    )


def test_a_limit_is_typed_in_digits_or_left_empty(app: Flask, client: FlaskClient) -> None:
    _, page = _scene(app, client)
    refused = submit(client, f"{page}/limit", page=page, waiting_max="some")
    assert refused.status_code == 422
    assert 'id="waiting-max-error"' in refused.text
    assert 'value="some"' in refused.text
    submit(client, f"{page}/limit", page=page, waiting_max="0")
    assert 'value="0"' in client.get(page).text
    first, second = app.test_client(), app.test_client()
    assert submit_form(first).status_code == 303
    answer = submit_form(second, name="Ben", email="ben@example.org")
    assert answer.status_code in {409, 422}
    assert "nobody can join the line now" in answer.text
    submit(client, f"{page}/limit", page=page, waiting_max="")
    assert submit_form(second, name="Ben", email="ben@example.org").status_code == 303


def test_a_hold_is_extended_from_the_applicants_page(app: Flask, client: FlaskClient) -> None:
    scene, _ = _scene(app, client)
    with app.app_context():
        ada = place_applicant(scene, "ada")
        ben = place_applicant(scene, "ben")
        page = f"/practice/applicants/{enrolment(ada).public_id}"
        waiting = f"/enrolments/{enrolment(ben).token}"
    before = app.test_client().get(waiting).text
    for hours in ("12", "24"):
        assert submit(client, f"{page}/extension", page=page, hours=hours).status_code == 303
    answer = submit(client, f"{page}/extension", page=page, hours="48")
    assert answer.status_code == 422
    assert "It was extended twice" in answer.text
    after = app.test_client().get(waiting).text
    assert "one is free again on" in before
    assert before != after
    assert submit(client, f"{page}/extension", page=page, hours="9999").status_code == 422
