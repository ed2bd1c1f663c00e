"""The page that publishes: what will be public, with its address; what is missing; how it is undone."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.models.practices import Practice
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from tests.support import factories, opening
from tests.support.forms import submit
from tests.support.opening import WHOLE, Draft, Opened

NORA = "nora@example.org"
PUBLIC_PAGES = ("/programs/first-circle", "/programs/first-circle/seats.json")


@pytest.fixture
def practice(app: Flask) -> Opened:
    """Nora's."""
    with app.app_context():
        return opening.practice()


@pytest.fixture
def nora(app: Flask, practice: Opened) -> FlaskClient:
    """Its owner, signed in."""
    client = app.test_client()
    factories.sign_in(client, NORA)
    return client


def page_of(draft: Draft) -> str:
    """Where it is published."""
    return f"/practice/programs/{draft.program}/publication"


def seen(app: Flask) -> list[int]:
    """What a visitor is answered."""
    return [app.test_client().get(page).status_code for page in PUBLIC_PAGES]


def test_publish_program_page_shows_what_will_be_public_and_publishes_it(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice)
    page = nora.get(page_of(draft)).text
    for words in ("http://localhost/programs/first-circle", "From a card to a colleague", "Spring"):
        assert words in page
    assert "free of charge" in page
    assert seen(app) == [404, 404]
    assert "The first circle" not in app.test_client().get("/").text
    answer = submit(nora, page_of(draft), page=page_of(draft), cohort=draft.cohort)
    assert (answer.status_code, answer.location) == (303, page_of(draft))
    assert "This is public." in nora.get(page_of(draft)).text
    assert seen(app) == [200, 200]
    assert "The first circle" in app.test_client().get("/").text


def test_publish_program_page_refused_is_the_list_of_what_is_missing(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice, texts=replace(WHOLE, terms_md=""))
    answer = submit(nora, page_of(draft), page=page_of(draft), cohort=draft.cohort)
    assert answer.status_code == 422
    assert f'href="/practice/programs/{draft.program}/edit#terms">Terms that people' in answer.text
    assert 'role="alert"' in answer.text
    assert seen(app) == [404, 404]


def test_publish_program_page_waits_for_stripe_where_seats_cost_something(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice, amount_minor=64000)
        with transaction(viewer=SYSTEM) as session:
            row = session.get_one(Practice, practice.id)
            row.stripe_account, row.stripe_state = "acct_1", StripeState.PENDING
    answer = submit(nora, page_of(draft), page=page_of(draft), cohort=draft.cohort)
    assert answer.status_code == 422
    assert "A Stripe account that takes payments" in answer.text
    assert (
        "Begun, and not finished: Stripe still needs something" in nora.get("/practice/setup").text
    )
    assert seen(app) == [404, 404]


def test_publish_program_page_says_when_another_cohort_stands_there_now(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice)
    answer = submit(nora, page_of(draft), page=page_of(draft), cohort="another")
    assert answer.status_code == 422
    assert "Something was changed meanwhile" in answer.text
    assert seen(app) == [404, 404]


def test_take_back_program_makes_drafts_again_until_it_opens(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice)
    submit(nora, page_of(draft), page=page_of(draft), cohort=draft.cohort)
    action = f"/practice/programs/{draft.program}/draft"
    assert f'action="{action}"' in nora.get(page_of(draft)).text
    answer = submit(nora, action, page=page_of(draft))
    assert (answer.status_code, answer.location) == (303, page_of(draft))
    assert "This programme is a draft again" in nora.get(page_of(draft)).text
    assert seen(app) == [404, 404]


def test_take_back_program_is_refused_once_it_has_opened(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice, opens_in=-dt.timedelta(hours=1))
    submit(nora, page_of(draft), page=page_of(draft), cohort=draft.cohort)
    shown = nora.get(page_of(draft)).text
    assert "it stays public" in shown and "/draft" not in shown
    submit(nora, f"/practice/programs/{draft.program}/draft", page="/account")
    assert "Nothing was changed." in nora.get(page_of(draft)).text
    assert seen(app) == [200, 200]


def test_publishing_is_the_practices_own(app: Flask, nora: FlaskClient, practice: Opened) -> None:
    with app.app_context():
        draft = opening.draft(practice)
        opening.practice("rival@example.org", "Rival")
    rival = app.test_client()
    factories.sign_in(rival, "rival@example.org")
    action = f"/practice/programs/{draft.program}/draft"
    assert rival.get(page_of(draft)).status_code == 404
    assert submit(rival, page_of(draft), page="/account", cohort=draft.cohort).status_code == 404
    assert submit(rival, action, page="/account").status_code == 404
    stranger = app.test_client()
    assert stranger.get(page_of(draft)).location.startswith("/sign-in")
    assert submit(stranger, page_of(draft), page="/sign-in").location.startswith("/sign-in")
    assert nora.post(page_of(draft), data={"cohort": draft.cohort}).status_code == 400  # no token
    assert seen(app) == [404, 404]
