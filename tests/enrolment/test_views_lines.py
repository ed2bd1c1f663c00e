"""The practice's lines: the list, and one line in its order."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.models.applicants import Enrolment
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions import cohorts
from mentorhub.programs.models.cohorts import Cohort
from tests.support import factories, practice_pages
from tests.support.applicants import arrive, cohort, enrol, place_applicant
from tests.support.counting import queries_of
from tests.support.factories import Scene
from tests.support.stripe_client import StripeClient

LONG = "Wilhelmina " * 18


@pytest.fixture
def scene(app: Flask) -> Scene:
    """One seat."""
    with app.app_context():
        return factories.scene(seats=1)


@pytest.fixture
def owner(app: Flask, scene: Scene) -> FlaskClient:
    """Ines, signed in."""
    return practice_pages.staff(app)


def test_list_lines_says_how_each_stands(app: Flask, scene: Scene, owner: FlaskClient) -> None:
    with app.app_context():
        for name in ("ada", "ben", "cleo"):
            place_applicant(scene, name)
        address = practice_pages.line_at(scene)
    page = owner.get("/practice/cohorts").text
    assert "One cohort" in page
    assert f'href="{address}"' in page
    for words in (
        "Spring circle",
        "Full, with a waiting list",
        ">1 of 1<",
        'paid yet">1<',
        'Waiting list">2<',
    ):
        assert words in page, words
    assert 'aria-current="page"' in page


def test_list_lines_is_calm_before_there_is_any(app: Flask) -> None:
    with app.app_context():
        factories.practice()
    assert "No cohort yet" in practice_pages.staff(app).get("/practice/cohorts").text


def test_list_lines_shows_a_mentor_theirs_and_an_assistant_their_rosters(
    app: Flask, scene: Scene
) -> None:
    with app.app_context():
        practice_pages.member(scene, "mentor@example.org", Role.MENTOR)
        practice_pages.member(scene, "assistant@example.org", Role.ASSISTANT)
        address = practice_pages.line_at(scene)
    mentor = practice_pages.staff(app, "mentor@example.org")
    assert "Spring circle" in mentor.get("/practice/cohorts").text
    assert mentor.get(address).status_code == 200
    assert "/operations" not in mentor.get(address).text
    assistant = practice_pages.staff(app, "assistant@example.org")
    assert f'href="{address}/roster"' in assistant.get("/practice/cohorts").text
    assert assistant.get(address).status_code == 404


def test_nobody_else_sees_a_line(app: Flask, scene: Scene) -> None:
    with app.app_context():
        page = practice_pages.line_at(scene)
    practice_pages.refused(
        app, [page, "/practice/cohorts"][:1], [f"{page}/seats", f"{page}/grants"]
    )
    assert practice_pages.staff(app, "mia@example.org").get("/practice/cohorts").status_code == 404
    assert (
        "Spring circle"
        not in practice_pages.staff(app, "rival@example.org").get("/practice/cohorts").text
    )


def test_show_line_lists_everybody_by_place(
    app: Flask, stripe: StripeClient, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        enrol(stripe, scene, "ada")
        ben, cleo = place_applicant(scene, "ben"), place_applicant(scene, "cleo")
        endings.leave(ben)
        arrive(scene, "dora")
        address, enrolment_history = (
            practice_pages.line_at(scene),
            practice_pages.applicant_at(cleo),
        )
    page = owner.get(address).text
    names = ("Ada", "Ben", "Cleo", "Dora")
    assert sorted(names, key=lambda name: page.index(f">{name}<")) == list(names)
    for words in (
        "Enrolled",
        "Left",
        "Waiting",
        "Just arrived",
        "€640",
        f'href="{enrolment_history}"',
    ):
        assert words in page, words
    assert f"/cohorts/{address.rpartition('/')[2]}/journal" in page


def test_show_line_is_narrowed_to_a_state(app: Flask, scene: Scene, owner: FlaskClient) -> None:
    with app.app_context():
        place_applicant(scene, "ada"), place_applicant(scene, "ben")
        address = practice_pages.line_at(scene)
    waiting = owner.get(f"{address}?state=waiting").text
    assert (">Ben<" in waiting, ">Ada<" in waiting) == (True, False)
    assert "until" in owner.get(f"{address}?state=held").text
    assert "Nobody is in this state just now." in owner.get(f"{address}?state=paying").text
    everybody = owner.get(f"{address}?state=no-such-state&page=-3").text
    assert ">Ben<" in everybody
    assert ">Ada<" in everybody


def test_show_line_is_calm_while_nobody_has_come(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        address = practice_pages.line_at(scene)
    page = owner.get(address)
    assert page.status_code == 200
    assert "Nobody has joined yet." in page.text


def test_a_draft_has_no_public_journal_to_show(app: Flask, scene: Scene) -> None:
    with app.app_context():
        like = cohort(scene)
        cohorts.create_cohort(
            scene.program_id,
            viewer=USER(scene.mentor_id),
            name="Autumn circle",
            seats=3,
            opens_at=like.closes_at,
            closes_at=like.closes_at.replace(year=like.closes_at.year + 1),
            starts_on=like.starts_on,
            ends_on=like.ends_on,
            mentor_id=scene.mentor_id,
        )
        draft = db.session.query(Cohort).filter_by(name="Autumn circle").one().public_id
    owner = practice_pages.staff(app)
    address = f"/practice/cohorts/{draft}"
    assert "Draft" in owner.get("/practice/cohorts").text
    assert "/journal" not in owner.get(address).text
    answer = practice_pages.submit_form(
        owner, address, "grants", name="Gus", email="gus@example.org"
    )
    assert answer.status_code == 422
    assert "This cohort has no price yet." in answer.text


def test_a_long_line_comes_in_pages_with_the_same_queries(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        for number in range(3):
            arrive(scene, f"a{number}")
        place_applicant(scene, "last")
        address = practice_pages.line_at(scene)
    owner.get(address)
    with app.app_context(), queries_of() as few:
        owner.get(address)
    with app.app_context():
        for number in range(60):
            arrive(scene, f"b{number}")
        place_applicant(scene, "very-last")
    with app.app_context(), queries_of() as many:
        first = owner.get(address).text
    assert len(many) == len(few)
    assert "1 to 50 of 65" in first
    assert "51 to 65 of 65" in owner.get(f"{address}?page=2").text
    assert "51 to 65 of 65" in owner.get(f"{address}?page=999").text


def test_many_cohorts_come_in_pages_with_the_same_queries(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    owner.get("/practice/cohorts")
    with app.app_context(), queries_of() as few:
        owner.get("/practice/cohorts")
    with app.app_context():
        for number in range(51):
            factories.program(
                scene.practice_id, scene.mentor_id, slug=f"more-{number}", title=LONG[:160]
            )
    with app.app_context(), queries_of() as many:
        page = owner.get("/practice/cohorts").text
    assert len(many) == len(few)
    assert "52 cohorts" in page
    assert "1 to 50 of 52" in page
    assert "51 to 52 of 52" in owner.get("/practice/cohorts?page=2").text


def test_a_name_of_two_hundred_characters_is_shown(
    app: Flask, scene: Scene, owner: FlaskClient
) -> None:
    with app.app_context():
        ada = place_applicant(scene, "ada")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Enrolment, ada).name = LONG.strip() + "<b>"
        pages = practice_pages.line_at(scene), practice_pages.applicant_at(ada)
    for page in pages:
        assert LONG.strip() + "&lt;b&gt;" in owner.get(page).text
