"""A practice's public page: nothing before something is published, all of it afterwards, at every address it had."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions.publication import publish_offer
from tests.support import factories, opening
from tests.support.counting import queries_of
from tests.support.opening import Opened

PAGE = "/practices/nora-vik"


@pytest.fixture
def nora(app: Flask) -> Opened:
    """Nora's practice, with words about itself that carry a script."""
    with app.app_context():
        made = opening.practice()
        with transaction(viewer=SYSTEM) as session:
            row = session.get_one(Practice, made.id)
            row.about_md = "I *listen*. <script>alert(1)</script>"
            row.place_name = "Bergen"
        return made


def publish(app: Flask, nora: Opened, slug: str) -> None:
    """One more programme."""
    with app.app_context():
        draft = opening.draft(nora, slug=slug)
        publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(nora.owner_id))


def test_show_practice_is_not_there_before_something_is_public(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    with app.app_context():
        opening.draft(nora)
    assert client.get(PAGE).status_code == 404
    owner = app.test_client()
    factories.sign_in(owner, "nora@example.org")
    assert owner.get(PAGE).status_code == 404
    publish(app, nora, "second-circle")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "second-circle" in page.text and "first-circle" not in page.text


def test_show_practice_says_who_it_is_without_letting_words_become_markup(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    page = client.get(PAGE).text
    assert "Nora Vik</h1>" in page and "Bergen" in page and "<em>listen</em>" in page
    assert "<script>alert" not in page
    assert 'rel="canonical" href="http://localhost/practices/nora-vik"' in page


def test_show_practice_leads_from_an_earlier_address_to_the_present_one(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        practice = session.scalars(select(Practice)).one()
        practice.slug = "vik"
        session.add(PracticeSlug(slug="vik", practice_id=practice.id, since=clock.now()))
    moved = client.get(PAGE)
    assert (moved.status_code, moved.location) == (301, "/practices/vik")
    assert client.get("/practices/vik").status_code == 200


@pytest.mark.parametrize("slug", ["nobody", "Nora-Vik", "a%00b", "%C3%A6", "x" * 81])
def test_show_practice_answers_404_for_what_never_was(
    app: Flask, client: FlaskClient, nora: Opened, slug: str
) -> None:
    publish(app, nora, "first-circle")
    assert client.get(f"/practices/{slug}").status_code == 404


def test_show_practice_asks_the_same_however_many_programmes(
    app: Flask, client: FlaskClient, nora: Opened
) -> None:
    publish(app, nora, "first-circle")
    with app.app_context(), queries_of() as few:
        client.get(PAGE)
    for number in range(3):
        publish(app, nora, f"circle-{number}")
    with app.app_context(), queries_of() as many:
        assert client.get(PAGE).text.count('<section class="entry">') == 4
    assert len(many) == len(few)
