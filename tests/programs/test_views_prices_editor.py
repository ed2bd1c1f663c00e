"""A cohort's prices in its editor: added, changed, ended; what Stripe cannot take is said beside its field."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.tables import db
from mentorhub.programs.models.cohorts import Cohort, Price
from tests.support import factories, practice_pages
from tests.support.applicants import enrolment, place_applicant
from tests.support.forms import submit

TYPED = {"kind": "full", "amount": "500", "currency": "eur", "label": "Early"}


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme with a cohort that is open, at 640 euros."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its prices."""
    with app.app_context():
        public_id = db.session.get_one(Cohort, scene.cohort_id).public_id
    return f"/practice/cohorts/{public_id}/prices"


@pytest.fixture
def first(app: Flask, scene: factories.Scene, at: str) -> str:
    """The address of its first price."""
    with app.app_context():
        return f"{at}/{db.session.get_one(Price, scene.price_id).public_id}"


def _add(ines: FlaskClient, at: str, **fields: str) -> Any:
    return submit(ines, at, page=f"{at}/new", **{**TYPED, **fields})


def _stored(app: Flask) -> list[tuple[int, str, str]]:
    with app.app_context():
        found = db.session.scalars(db.select(Price).order_by(Price.position, Price.id))
        return [(one.amount_minor, str(one.kind), one.label) for one in found]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({}, (50000, "full", "Early")),
        ({"kind": "free", "amount": "", "label": "Bursary"}, (0, "free", "Bursary")),
        (
            {"kind": "instalments", "instalments_count": "3", "interval_days": "30"},
            (50000, "instalments", "Early"),
        ),
        ({"amount": "€499.50"}, (49950, "full", "Early")),
        ({"currency": "jpy", "amount": "80000"}, (80000, "full", "Early")),
        ({"instalments_count": "many"}, (50000, "full", "Early")),  # paid at once: not looked at
    ],
)
def test_a_price_is_added_after_the_others(
    app: Flask, ines: FlaskClient, at: str, typed: dict[str, str], stored: tuple[int, str, str]
) -> None:
    answer = _add(ines, at, **typed)
    assert answer.status_code == 303 and answer.location.endswith("/edit#prices")
    assert _stored(app) == [(64000, "full", ""), stored]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"amount": "much"}, "amount", "an amount such as"),
        ({"amount": "-5"}, "amount", "an amount such as"),
        ({"amount": "1,000"}, "amount", "an amount such as"),
        ({"amount": ""}, "amount", "an amount such as"),
        ({"amount": "0.49"}, "amount", "less than €0.50"),
        ({"amount": "1000000"}, "amount", "eight digits"),
        ({"amount": "5.001", "currency": "eur"}, "amount", "an amount such as"),
        ({"currency": "xyz"}, "currency", "Not a valid choice"),
        ({"kind": "instalments", "instalments_count": "1"}, "instalments_count", "from 2 to 12"),
        ({"kind": "instalments", "interval_days": "0"}, "interval_days", "from 1 to 92"),
        ({"kind": "instalments", "amount": "1"}, "amount", "less than €0.50"),
        ({"label": "x" * 121}, "label", "120"),
        ({"available_from": "soon"}, "available_from", "such as 2027-03-01 09:00"),
        (
            {"available_from": "2099-03-02T09:00", "available_until": "2099-03-01T09:00"},
            "available_until",
            "later than",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_added(
    ines: FlaskClient, at: str, typed: dict[str, str], field: str, words: str
) -> None:
    usual = {"instalments_count": "3", "interval_days": "30"}
    answer = _add(ines, at, **{**usual, **typed})
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert answer.status_code == 422 and found, answer.status_code
    assert words in html.unescape(found.group(1))
    assert ines.get(at.removesuffix("prices") + "edit").text.count("€640") > 0


def test_a_changed_price_ends_and_whoever_has_a_place_keeps_it(
    app: Flask, ines: FlaskClient, scene: factories.Scene, first: str
) -> None:
    with app.app_context():
        ada = place_applicant(scene, "ada")
    page = ines.get(first).text
    assert 'value="640"' in page and "Whoever has a place keeps theirs." in page
    answer = submit(ines, first, page=first, **{**TYPED, "amount": "700", "label": ""})
    assert answer.status_code == 303
    assert _stored(app) == [(64000, "full", ""), (70000, "full", "")]
    with app.app_context():
        assert enrolment(ada).amount_minor == 64000
    assert "This price has ended" in ines.get(first).text
    public = app.test_client().get(f"/programs/{scene.slug}").text
    assert "€700" in public and "€640" not in public


def test_the_second_of_two_tabs_is_told(app: Flask, ines: FlaskClient, first: str) -> None:
    answer = submit(ines, first, page=first, **TYPED, version="0" * 22)
    assert answer.status_code == 422
    assert "changed in another window" in answer.text and 'value="500"' in answer.text
    assert _stored(app) == [(64000, "full", "")]


def test_the_last_price_stays_and_another_one_can_be_ended(
    app: Flask, ines: FlaskClient, at: str, first: str
) -> None:
    edit = at.removesuffix("prices") + "edit"
    refused = submit(ines, f"{first}/end", page=edit)
    assert "Without this price nobody could enrol" in ines.get(refused.location).text
    _add(ines, at)
    submit(ines, f"{first}/end", page=edit)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", ines.get(edit).text))
    assert "€640 ended until" in page
    assert len(_stored(app)) == 2


def test_a_time_without_a_price_is_told(ines: FlaskClient, at: str, first: str) -> None:
    edit = at.removesuffix("prices") + "edit"
    assert "no price is available" not in ines.get(edit).text
    submit(ines, first, page=first, **{**TYPED, "available_from": "2098-01-01T09:00"})
    assert "no price is available, so nobody could enrol then" in ines.get(edit).text


def test_a_price_of_another_cohort_is_not_found(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        other = factories.program(scene.practice_id, scene.mentor_id, slug="other")
        theirs = db.session.get_one(Price, other.price_id).public_id
    assert ines.get(f"{at}/{theirs}").status_code == 404
    assert submit(ines, f"{at}/{theirs}", page=f"{at}/new", **TYPED).status_code == 404
