"""The list that leads to a first programme: what is missing, each a link to its very field; whose it is."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from mentorhub.accounts.actions.practices import add_member, create_practice
from mentorhub.accounts.actions.profiles import set_photo
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.versions import version_of
from mentorhub.programs.actions.notices import change_notices
from mentorhub.programs.actions.publication import publish_offer
from mentorhub.programs.models.cohorts import Cohort, Price
from tests.support import factories, opening, pictures
from tests.support.counting import queries_of
from tests.support.opening import WHOLE, Opened

PAGE = "/practice/setup"
NORA = "nora@example.org"


@pytest.fixture
def practice(app: Flask) -> Opened:
    """Nora's, opened a moment ago."""
    with app.app_context():
        return opening.practice()


@pytest.fixture
def nora(app: Flask, practice: Opened) -> FlaskClient:
    """Its owner, signed in."""
    client = app.test_client()
    factories.sign_in(client, NORA)
    return client


def lines_of(page: str) -> dict[str, str]:
    """Each step's line."""
    found = re.findall(r'id="(\w+)">.*?</h2>\s*<p class="soft">(.*?)</p>', page, re.DOTALL)
    return dict(found)


def to_do(page: str) -> dict[str, str]:
    """What is missing, with the address of its field: the one list, without what is only good to have."""
    card = (
        page.split('id="before"')[1]
        .split("<details", maxsplit=1)[0]
        .split("</aside>", maxsplit=1)[0]
    )
    return {words: url for url, words in re.findall(r'<li>.*?<a href="([^"]+)">(.*?)</a>', card)}


def test_show_setup_begins_with_everything_missing(nora: FlaskClient, practice: Opened) -> None:
    page = nora.get(PAGE).text
    assert "Your way to the first programme" in page
    found = lines_of(page)
    every = ["profile", "program", "cohort", "policy", "payments", "rehearsal", "publication"]
    assert list(found) == every
    assert found["program"] == found["cohort"] == found["policy"] == "No programme yet."
    assert found["publication"] == "14 things are still missing."
    new = f"/practice/programs/new?practice={practice.public_id}"
    stripe = f"/practice/payments?practice={practice.public_id}"
    assert set(to_do(page).values()) == {new, stripe}
    assert len(to_do(page)) == 14
    assert f'<a class="button" href="{new}">Go on: Programme' in page


def test_show_setup_links_each_missing_thing_to_its_field(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        texts = replace(WHOLE, introduction_md="", terms_md="")
        draft = opening.draft(practice, texts=texts, amount_minor=None, seats=0)
    page = nora.get(PAGE).text
    edit = f"/practice/programs/{draft.program}/edit"
    assert to_do(page) == {
        "An introduction": f"{edit}#introduction",
        "At least one seat": f"/practice/cohorts/{draft.cohort}/edit#seats",
        "A price, which may be nothing": f"/practice/cohorts/{draft.cohort}/edit#prices",
        "Terms that people agree to": f"{edit}#terms",
    }
    assert "Missing: an introduction." in lines_of(page)["program"]
    assert "Missing: at least one seat; a price, which may be nothing." in lines_of(page)["cohort"]


def test_show_setup_leads_to_a_new_cohort_where_there_is_none(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        draft = opening.draft(practice)
        with transaction(viewer=SYSTEM) as session:
            session.execute(delete(Price))
            session.execute(delete(Cohort))
    page = nora.get(PAGE).text
    assert lines_of(page)["cohort"] == "No cohort yet."
    new = f"/practice/programs/{draft.program}/cohorts/new"
    assert to_do(page)["At least one seat"] == f"{new}#seats"


def test_show_setup_follows_what_is_there(app: Flask, nora: FlaskClient, practice: Opened) -> None:
    profile = f"/practice/profile?practice={practice.public_id}"
    assert f'href="{profile}#about_md">Words about your practice' in nora.get(PAGE).text
    with app.app_context():
        set_photo(pictures.plain(), viewer=USER(practice.owner_id))
        _write_privacy_notice(practice)
        opening.draft(practice)
    page = nora.get(PAGE).text
    profile_line = lines_of(page)["profile"]
    assert profile_line.startswith(
        "1 of 4 are there. Good to have: words about your practice; your place; "
    )
    assert "a second step when you sign in" in profile_line
    assert 'href="/account/factors?next=/practice/setup">A second step' in page
    assert lines_of(page)["policy"] == "3 of 4 are there. Good to have: an imprint."
    assert lines_of(page)["cohort"] == "Everything is there."
    assert to_do(page) == {}
    assert "All that visitors need is there." in page
    assert "See what will be public" in page


def test_show_setup_says_what_is_public(app: Flask, nora: FlaskClient, practice: Opened) -> None:
    with app.app_context():
        draft = opening.draft(practice)
        publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(practice.owner_id))
    page = nora.get(PAGE).text
    assert "Your first programme is public" in page
    assert lines_of(page)["publication"] == "“The first circle” is public."
    assert 'href="/programs/first-circle"' in page
    assert ">First steps</a>" not in page.split("<main")[0]  # nothing is left to be done
    with app.app_context():
        opening.draft(practice, slug="second-circle")
    assert "Your first programme is public" in nora.get(PAGE).text


def test_show_setup_is_for_owners_and_mentors(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        for name, role in (("mentor", Role.MENTOR), ("helper", Role.ASSISTANT)):
            one = factories.user(f"{name}@example.org", name.title())
            add_member(practice.id, user_id=one, role=role, viewer=SYSTEM)
        factories.user("mia@example.org", "Mia Berg")
        opening.practice("rival@example.org", "Rival")
    asked = f"{PAGE}?practice={practice.public_id}"
    assert app.test_client().get(asked).location.startswith("/sign-in?next=/practice/setup")
    answers = {}
    for name in ("mentor", "helper", "mia", "rival"):
        browser = app.test_client()
        factories.sign_in(browser, f"{name}@example.org")
        answers[name] = browser.get(asked)
    assert {name: one.status_code for name, one in answers.items()} == {
        "mentor": 200,
        "helper": 404,
        "mia": 404,
        "rival": 404,
    }
    page = answers["mentor"].text
    assert "/practice/profile" not in page and "/practice/payments" not in page
    assert "(an owner of the practice does this)" in page
    assert nora.get(f"{PAGE}?practice=nothing").status_code == 404


def test_show_setup_leads_to_the_other_practices(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        create_practice(name="Second", email=NORA, owner_id=practice.owner_id)
    page = nora.get(PAGE).text
    (other,) = re.findall(r'href="(/practice/setup\?practice=[\w-]+)">Second</a>', page)
    assert "Nora Vik</a>" in nora.get(other).text


def test_the_first_pages_lead_to_the_list_while_nothing_is_public(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        factories.give_authenticator(practice.owner_id)
    browser = app.test_client()
    factories.sign_in(browser, NORA)
    assert browser.get("/start").location == PAGE
    for page in ("/review", "/practice/cohorts"):
        assert "Continue with your first programme" in browser.get(page).text, page
        assert ">First steps</a>" in browser.get(page).text.replace("</svg>", ">"), page
    with app.app_context():
        draft = opening.draft(practice)
        publish_offer(draft.program, cohort_id=draft.cohort, viewer=USER(practice.owner_id))
        create_practice(name="Second", email=NORA, owner_id=practice.owner_id)
    head = browser.get("/practice/cohorts").text.partition("<main")[0]
    assert (
        "First steps</a>" not in head
    )  # of another practice: the programmes of the first stay at hand
    assert 'href="/practice/programs"' in head
    assert browser.get("/start").location == "/review"
    assert "Continue with your first programme" not in browser.get("/review").text


def test_show_setup_asks_the_same_number_of_questions_however_much_there_is(
    app: Flask, nora: FlaskClient, practice: Opened
) -> None:
    with app.app_context():
        opening.draft(practice)
    nora.get(PAGE)
    with app.app_context(), queries_of() as few:
        nora.get(PAGE)
    with app.app_context():
        for number in range(4):
            opening.draft(practice, slug=f"circle-{number}")
    with app.app_context(), queries_of() as many:
        nora.get(PAGE)
    assert len(many) == len(few)


def _write_privacy_notice(practice: Opened) -> None:
    nothing = version_of({"privacy_md": "", "imprint_md": ""})
    viewer = USER(practice.owner_id)
    change_notices(practice.id, viewer=viewer, privacy_md="Ours.", imprint_md="", seen=nothing)
