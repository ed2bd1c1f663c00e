"""The cohort's editor: drafted, refused beside its field, changed in two tabs, kept where promised, copied."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.support import factories, practice_pages
from tests.support.applicants import place_applicant
from tests.support.counting import queries_of
from tests.support.forms import submit

TYPED = {
    "name": "Autumn circle",
    "seats": "12",
    "opens_at": "2099-03-01T09:00",
    "closes_at": "2099-03-20 18:30",
    "starts_on": "2099-04-01",
    "ends_on": "2099-06-24",
    "claim_minutes": "20",
    "offer_hours": "72",
    "welcome_md": "Bring a *notebook*.",
}


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme of Ines's, whose practice is in Oslo, with a cohort that is open."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its cohorts."""
    with app.app_context():
        program = db.session.get_one(Program, scene.program_id).public_id
    return f"/practice/programs/{program}/cohorts"


@pytest.fixture
def public(app: Flask, scene: factories.Scene) -> str:
    """The address of the open cohort's editor, without its last part."""
    with app.app_context():
        return f"/practice/cohorts/{db.session.get_one(Cohort, scene.cohort_id).public_id}"


def _create(ines: FlaskClient, at: str, **fields: str) -> Any:
    mentor = re.search(r'name="mentor" value="([^"]+)"', ines.get(f"{at}/new").text)
    assert mentor
    typed = {**TYPED, "mentor": mentor.group(1), **fields}
    return submit(ines, at, page=f"{at}/new", **typed)


def _error(page: str, field: str) -> str:
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def test_a_draft_is_made_in_the_practices_zone_and_leads_to_its_prices(
    app: Flask, ines: FlaskClient, at: str
) -> None:
    answer = _create(ines, at)
    assert answer.status_code == 303 and answer.location.endswith("/edit#prices")
    page = ines.get(answer.location.removesuffix("#prices")).text
    for name in ("name", "seats", "opens_at", "closes_at", "starts_on", "ends_on", "prices"):
        assert f'id="{name}"' in page
    assert 'value="2099-03-01T09:00"' in page and "Europe/Oslo" in page
    with app.app_context():
        cohort = db.session.scalars(db.select(Cohort).where(Cohort.name == "Autumn circle")).one()
        assert cohort.opens_at.isoformat() == "2099-03-01T08:00:00+00:00"
        assert cohort.closes_at.isoformat() == "2099-03-20T17:30:00+00:00"
        assert (cohort.claim_minutes, cohort.offer_hours, cohort.seats) == (20, 72, 12)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": ""}, "name", "name"),
        ({"seats": "many"}, "seats", "whole number"),
        ({"seats": "10001"}, "seats", "from 0 to 10000"),
        ({"opens_at": "soon"}, "opens_at", "such as 2027-03-01 09:00"),
        ({"opens_at": "2099-13-01T09:00"}, "opens_at", "such as 2027-03-01 09:00"),
        ({"opens_at": "9999-12-31T23:59"}, "opens_at", "such as 2027-03-01 09:00"),
        ({"opens_at": "2020-03-01T09:00"}, "opens_at", "over already"),
        ({"closes_at": "2099-02-01T09:00"}, "closes_at", "after it opens"),
        ({"closes_at": "2099-07-01T09:00"}, "closes_at", "last day"),
        ({"ends_on": "2099-03-31"}, "ends_on", "before the first"),
        ({"starts_on": "2020-01-01"}, "starts_on", "over already"),
        ({"starts_on": "tomorrow"}, "starts_on", "such as 2027-03-01"),
        ({"claim_minutes": "4"}, "claim_minutes", "from 5 to 1440"),
        ({"offer_hours": "1e9"}, "offer_hours", "whole number"),
        ({"welcome_md": "x" * 4001}, "welcome_md", "4000"),
        # Clocks in Oslo go forward on 29 March 2099 at 2:00.
        ({"opens_at": "2098-03-30T02:30"}, "opens_at", "there is no 02:30. Did you mean 03:30?"),
        ({"opens_at": "2098-10-26T02:30"}, "opens_at", "Clocks go back"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_made(
    ines: FlaskClient, at: str, typed: dict[str, str], field: str, words: str
) -> None:
    answer = _create(ines, at, **typed)
    assert answer.status_code == 422
    assert words in _error(answer.text, field), _error(answer.text, field)
    assert all(html.escape(value) in answer.text for value in typed.values())
    assert ines.get(at).text.count('<tr><th scope="row">') == 1


@pytest.mark.parametrize(("turn", "hour"), [("first", 0), ("second", 1)])
def test_a_time_that_comes_twice_is_asked_about(
    app: Flask, ines: FlaskClient, at: str, turn: str, hour: int
) -> None:
    asked = _create(ines, at, opens_at="2098-10-26T02:30")
    assert 'name="opens_at_turn" type="radio" value="first"' in asked.text
    answer = _create(ines, at, opens_at="2098-10-26T02:30", opens_at_turn=turn)
    assert answer.status_code == 303
    page = ines.get(answer.location.removesuffix("#prices")).text
    assert re.search(rf'<input checked[^>]*name="opens_at_turn"[^>]*value="{turn}"', page)
    with app.app_context():
        cohort = db.session.scalars(db.select(Cohort).where(Cohort.name == "Autumn circle")).one()
        assert (cohort.opens_at.hour, cohort.opens_at.minute) == (hour, 30)


def test_another_cohorts_time_is_refused_with_when_that_is(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        opens = db.session.get_one(Cohort, scene.cohort_id).closes_at.strftime("%Y-%m-%dT00:00")
    answer = _create(ines, at, opens_at=opens)
    assert answer.status_code == 422
    assert "Another cohort of this programme takes people from" in _error(answer.text, "opens_at")


def test_the_second_of_two_tabs_is_told_and_keeps_its_words(ines: FlaskClient, at: str) -> None:
    made = _create(ines, at).location.removesuffix("/edit#prices")
    page = ines.get(f"{made}/edit").text
    version = re.findall(r'name="version" value="([\w-]{22})"', page)[-1]
    mentor = re.search(r'name="mentor" value="([^"]+)"', page)
    assert mentor
    typed = {**TYPED, "mentor": mentor.group(1), "version": version}
    details = f"{made}/details"
    first = submit(ines, details, page=f"{made}/edit", **{**typed, "name": "First"})
    assert first.status_code == 303
    second = submit(ines, details, page=f"{made}/edit", **{**typed, "name": "Second"})
    assert second.status_code == 422
    assert "changed in another window" in second.text and 'value="Second"' in second.text
    assert "<dd>First</dd>" in second.text


def test_what_is_kept_of_a_public_cohort_is_said_beside_it(
    app: Flask, ines: FlaskClient, scene: factories.Scene, public: str
) -> None:
    page = ines.get(f"{public}/edit").text
    assert 'name="seats"' not in page and "Seats change on the page of the waiting list" in page
    assert 'name="opens_at"' not in page and "It has opened" in page
    assert 'name="starts_on"' in page
    with app.app_context():
        place_applicant(scene, "ada")
    page = ines.get(f"{public}/edit").text
    assert 'name="starts_on"' not in page and "refunds are reckoned by them" in page
    fields = {"name": "Renamed", "claim_minutes": "14", "offer_hours": "48", "seats": "900"}
    answer = submit(ines, f"{public}/details", page=f"{public}/edit", **fields)
    assert answer.status_code == 422
    assert "only get longer" in _error(answer.text, "claim_minutes")
    answer = submit(
        ines, f"{public}/details", page=f"{public}/edit", **{**fields, "claim_minutes": "15"}
    )
    assert answer.status_code == 303
    with app.app_context():
        cohort = db.session.get_one(Cohort, scene.cohort_id)
        assert (cohort.name, cohort.seats) == ("Renamed", 2)


def test_a_copy_is_a_draft_to_be_looked_at(ines: FlaskClient, at: str, public: str) -> None:
    answer = submit(ines, f"{public}/copies", page=f"{public}/edit")
    assert answer.status_code == 303
    page = ines.get(answer.location).text
    assert "Spring circle (copy)" in page and "This is the copy, a draft." in page
    listed = re.sub(r"<[^>]+>", " ", ines.get(at).text)
    assert "Spring circle (copy)" in listed and "draft" in listed and "open" in listed


def test_the_list_asks_as_often_for_one_cohort_as_for_many(
    app: Flask, ines: FlaskClient, at: str, public: str
) -> None:
    counts = []
    for _number in range(3):
        with app.app_context(), queries_of() as asked:
            assert ines.get(at).status_code == 200
        counts.append(len(asked))
        submit(ines, f"{public}/copies", page=f"{public}/edit")
    assert len(set(counts)) == 1, counts


def test_strangers_find_nothing(app: Flask, ines: FlaskClient, at: str, public: str) -> None:
    with app.app_context():
        factories.user("stranger@example.org")
    stranger = app.test_client()
    factories.sign_in(stranger, "stranger@example.org")
    for path in (at, f"{at}/new", f"{public}/edit", f"{public}/prices/new"):
        assert stranger.get(path).status_code == 404, path
        assert app.test_client().get(path).location.startswith("/sign-in")
