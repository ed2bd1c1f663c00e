"""Terms by version: what somebody agreed to stays to be read, whatever the programme says today."""

from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers
from tests.support import factories
from tests.support.counting import queries_of
from tests.support.rewriting import rewrite

HOSTILE = "**Yes** <script>alert(1)</script> [x](javascript:1)"


def test_each_version_is_shown_as_it_was_and_the_page_shows_the_present_one(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        scene = factories.scene(terms_md="Of the first", refund_full_days=21)
        rewrite(scene.program_id, terms_md=HOSTILE, refund_full_days=1, refund_part_percent=0)
    first = client.get(f"/programs/{scene.slug}/terms/1")
    assert first.status_code == 200
    assert "Of the first" in first.text and "at least 21 days before the start" in first.text
    assert "There are newer ones now" in first.text
    second = client.get(f"/programs/{scene.slug}/terms/2").text
    assert "<strong>Yes</strong> &lt;script&gt;" in second and 'href="javascript' not in second
    assert "at least 1 day before the start. After that, nothing goes back." in second
    assert "Whoever enrols now agrees to them." in second
    page = client.get(f"/programs/{scene.slug}").text
    assert "at least 1 day before the start." in page and "Of the first" not in page


def test_a_version_that_never_was_is_not_found(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene()
    for version in ("0", "2", "99999999999999999999", "x"):
        assert client.get(f"/programs/{scene.slug}/terms/{version}").status_code == 404
    assert client.get("/programs/never/terms/1").status_code == 404


def test_terms_of_a_draft_are_nobodys_and_of_an_archived_programme_stay(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        practice_id, _ = factories.practice()
        draft = offers.create_program(practice_id, viewer=SYSTEM, slug="draft", title="Draft")
    assert client.get("/programs/draft/terms/1").status_code == 404
    with app.app_context():
        offers.publish_program(draft, viewer=SYSTEM)
        offers.rename_slug(draft, viewer=SYSTEM, slug="moved")
        offers.archive_program(draft, viewer=SYSTEM)
    for slug in ("draft", "moved"):
        assert client.get(f"/programs/{slug}/terms/1").status_code == 200


def test_a_version_costs_one_query(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene()
    with app.app_context(), queries_of() as asked:
        client.get(f"/programs/{scene.slug}/terms/1")
    assert len([one for one in asked if "program_terms" in one]) == 1
