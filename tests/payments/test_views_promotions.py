"""The page of a practice's promotion codes: made, refused beside the field, switched off; nobody else's."""

import html
import re
import secrets

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.promotions import PromotionCode
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.stripe_gateway import promotions as gateway
from tests.support import factories, practice_pages
from tests.support.forms import submit
from tests.support.stripe_client import StripeClient

PAGE = "/practice/codes"
TYPED = {
    "code": f"spring-{secrets.token_hex(4)}",
    "kind": "percent",
    "percent_off": "10",
    "currency": "eur",
}


@pytest.fixture
def scene(app: Flask, stripe: StripeClient) -> factories.Scene:
    """A practice that is paid on the platform's account."""
    with app.app_context():
        return factories.scene()


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


def _count(app: Flask) -> int:
    with app.app_context():
        return len(db.session.scalars(select(PromotionCode.id)).all())


def test_a_code_is_made_listed_and_switched_off(app: Flask, ines: FlaskClient) -> None:
    code = f"spring-{secrets.token_hex(4)}"
    typed = {**TYPED, "code": code, "uses_max": "3"}
    assert submit(ines, PAGE, page=PAGE, **typed).status_code == 303
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", ines.get(PAGE).text))
    assert f"{code.upper()} 10% 0 of 3 no end" in words and "taking them is switched off" in words
    with app.app_context():
        public_id = db.session.scalars(select(PromotionCode.public_id)).one()
    submit(ines, f"{PAGE}/{public_id}/end", page=PAGE)
    page = ines.get(PAGE).text
    assert "The code is switched off." in page and "Switch it off" not in page


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"code": ""}, "code", "what people will type"),
        ({"code": "x" * 61}, "code", "at most 60"),
        ({"code": "fünf"}, "code", "Use A to Z"),
        ({"percent_off": "many"}, "percent_off", "whole number"),
        ({"percent_off": "101"}, "percent_off", "from 1 to 100"),
        ({"percent_off": ""}, "percent_off", "from 1 to 100"),
        ({"kind": "amount", "amount_off": "much"}, "amount_off", "an amount such as"),
        ({"uses_max": "0"}, "uses_max", "from 1 to"),
        ({"expires_at": "soon"}, "expires_at", "such as 2027-03-01 09:00"),
        ({"expires_at": "2020-01-01T09:00"}, "expires_at", "to come"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_made(
    ines: FlaskClient, typed: dict[str, str], field: str, words: str
) -> None:
    answer = submit(ines, PAGE, page=PAGE, **{**TYPED, **typed})
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert answer.status_code == 422 and found
    assert words in html.unescape(found.group(1))
    assert "Your promotion codes" not in ines.get(PAGE).text


def test_what_is_not_meant_is_not_looked_at_and_what_is_missing_is_said_once(
    app: Flask, ines: FlaskClient
) -> None:
    empty = submit(ines, PAGE, page=PAGE, **{**TYPED, "percent_off": " "}).text
    assert "from 1 to 100" in empty and "whole number" not in empty
    code = f"spring-{secrets.token_hex(4)}"
    typed = {**TYPED, "code": code, "kind": "amount", "percent_off": "many", "amount_off": "5"}
    assert submit(ines, PAGE, page=PAGE, **typed).status_code == 303
    typed = {**TYPED, "code": f"{code}-2", "amount_off": "much"}
    assert submit(ines, PAGE, page=PAGE, **typed).status_code == 303
    assert _count(app) == 2


def test_without_an_answer_it_is_listed_and_asked_for_again(
    app: Flask, ines: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_given: object, **_named: object) -> str:
        raise StripeUnavailable("no answer")

    with monkeypatch.context() as broken:
        broken.setattr(gateway, "make_code", silent)
        submit(ines, PAGE, page=PAGE, **TYPED)
    page = ines.get(PAGE).text
    assert "Stripe does not answer just now." in page and "Ask Stripe again" in page
    path = re.search(r'action="(/practice/codes/[^"]+/completion[^"]*)"', page)
    assert path
    submit(ines, html.unescape(path.group(1)), page=PAGE)
    assert "Ask Stripe again" not in ines.get(PAGE).text and _count(app) == 1


def test_only_an_owner_finds_the_page(
    app: Flask, ines: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        practice_pages.member(scene, "tuva@example.org", Role.MENTOR)
    tuva = practice_pages.staff(app, "tuva@example.org")
    assert tuva.get(PAGE).status_code == 404
    assert app.test_client().get(PAGE).location.startswith("/sign-in")
    submit(ines, PAGE, page=PAGE, **{**TYPED, "code": f"spring-{secrets.token_hex(4)}"})
    with app.app_context():
        public_id = db.session.scalars(select(PromotionCode.public_id)).one()
    for act in ("end", "completion"):
        path = f"{PAGE}/{public_id}/{act}"
        assert submit(tuva, path, page="/account").status_code == 404, act
