"""Opening a practice from the web: the way in for whoever has no account, refusals beside their fields, its profile."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from mentorhub.accounts.models.practices import Membership, Practice
from mentorhub.accounts.rules.practices import PRACTICES_MAX, Role
from mentorhub.foundation.database.tables import db
from tests.support import factories, opening
from tests.support.account_emails import link_of
from tests.support.forms import submit, version_on

PAGE, PROFILE = "/practices/new", "/practice/profile"
NORA = "nora@example.org"
PASSWORD = "seven calm wooden boats"
FIELDS = {
    "name": "Nora Vik Mentoring",
    "slug": "",
    "currency": "nok",
    "timezone": "Europe/Oslo",
    "locale": "en_GB",
}


@pytest.fixture
def nora(app: Flask, client: FlaskClient) -> FlaskClient:
    """Somebody with an account in Oslo, signed in."""
    with app.app_context():
        factories.user(NORA, "Nora Vik", timezone="Europe/Oslo")
    factories.sign_in(client, NORA)
    return client


def opened(client: FlaskClient, **changed: str) -> str:
    """Where the sent form leads."""
    answer = submit(client, PAGE, page=PAGE, **{**FIELDS, **changed})
    assert answer.status_code == 303, answer.text[:800]
    return answer.location


def practices(app: Flask) -> list[tuple[str, str, str, str]]:
    """(name, slug, currency, zone) of every practice."""
    with app.app_context():
        found = select(Practice.name, Practice.slug, Practice.currency, Practice.timezone)
        rows = db.session.execute(found.order_by(Practice.id))
        return [(name, slug, currency, zone) for name, slug, currency, zone in rows]


def beside(page: str, field: str) -> str:
    """The message beside a field."""
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return html.unescape(found.group(1)) if found else ""


def test_open_practice_is_reached_by_signing_up(app: Flask, client: FlaskClient) -> None:
    sign_up = client.get(PAGE)
    assert (sign_up.status_code, sign_up.location) == (303, "/sign-up?next=/practices/new")
    page = sign_up.location
    assert "First an account for yourself" in client.get(page).text
    fields = {"name": "Nora Vik", "email": NORA, "password": PASSWORD}
    assert submit(client, "/sign-up", page=page, next=PAGE, **fields).status_code == 200
    link = link_of(app, "accounts.sign_up")
    assert link.endswith("?next=/practices/new")
    confirmed = submit(client, link, page=link, password=PASSWORD)
    assert (confirmed.status_code, confirmed.location) == (303, PAGE)
    assert opened(client).startswith("/practice/setup?practice=")
    assert practices(app) == [("Nora Vik Mentoring", "nora-vik-mentoring", "nok", "Europe/Oslo")]


def test_open_practice_begins_with_the_readers_zone_and_its_currency(nora: FlaskClient) -> None:
    page = nora.get(PAGE).text
    assert '<option selected value="Europe/Oslo">' in page
    assert '<option selected value="nok">Norwegian Krone (NOK)</option>' in page
    assert '<option selected value="en_GB">' in page


def test_open_practice_makes_its_opener_the_owner(app: Flask, nora: FlaskClient) -> None:
    place = opened(nora, slug="nora")
    assert nora.get(place).status_code == 200
    assert nora.get("/start").location == "/practice/setup"
    with app.app_context():
        assert db.session.scalars(select(Membership.role)).all() == [Role.OWNER]
        assert db.session.scalars(select(Practice.email)).all() == [NORA]


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"name": ""}, "name", "Please give your practice a name."),
        ({"name": "x" * 121}, "name", "at most 120 characters"),
        ({"slug": "admin"}, "slug", "one of our own. “admin-2” is free."),
        ({"slug": "new"}, "slug", "one of our own. “new-2” is free."),
        ({"slug": "elsewhere"}, "slug", "taken. “elsewhere-2” is free."),
        ({"slug": "Nora Vik"}, "slug", "such as “nora-vik”."),
        ({"slug": "!!"}, "slug", "lower-case Latin letters, digits and hyphens."),
        ({"name": "!!!"}, "slug", "No address can be made of this name."),
        ({"currency": "xts"}, "currency", "Not a valid choice"),
        ({"timezone": "Europe/Nowhere"}, "timezone", "Not a valid choice"),
        ({"locale": "xx"}, "locale", "Not a valid choice"),
    ],
)
def test_open_practice_refuses_beside_the_field_and_keeps_what_was_typed(
    app: Flask, nora: FlaskClient, changed: dict[str, str], field: str, message: str
) -> None:
    with app.app_context():
        factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    answer = submit(nora, PAGE, page=PAGE, **{**FIELDS, **changed})
    assert answer.status_code == 422
    assert message in beside(answer.text, field)
    typed = {**FIELDS, **changed}
    assert f'value="{typed["name"]}"' in answer.text
    assert f'value="{typed["slug"]}"' in answer.text
    assert '<option selected value="nok">' in answer.text or field == "currency"
    assert len(practices(app)) == 1


def test_open_practice_sent_twice_opens_one(app: Flask, nora: FlaskClient) -> None:
    assert opened(nora, slug="nora") == opened(nora, slug="nora")
    assert len(practices(app)) == 1


def test_open_practice_says_when_there_are_enough(app: Flask, nora: FlaskClient) -> None:
    for number in range(PRACTICES_MAX):
        opened(nora, name=f"Circle {number}")
    answer = submit(nora, PAGE, page=PAGE, **FIELDS)
    assert answer.status_code == 422
    assert "as many practices as one person can open" in answer.text
    assert len(practices(app)) == PRACTICES_MAX


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("name=Bjørn+Åsen", "Your address: http://localhost/practices/bjorn-asen"),
        ("name=Elsewhere", "Your address: http://localhost/practices/elsewhere-2"),
        ("name=X&slug=elsewhere", "Taken. Free is: http://localhost/practices/elsewhere-2"),
        ("name=X&slug=api", "Taken. Free is: http://localhost/practices/api-2"),
        ("name=X&slug=A+b", "such as “a-b”."),
        ("name=&slug=", ""),
        ("", ""),
    ],
)
def test_preview_address_says_what_it_would_be(
    app: Flask, nora: FlaskClient, query: str, line: str
) -> None:
    with app.app_context():
        factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    answer = nora.get(f"/practices/address?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert line.lower().removeprefix("taken. ") in answer.text.lower()
    assert bool(line) == bool(answer.text)


def test_preview_address_is_for_whoever_is_signed_in(client: FlaskClient) -> None:
    assert client.get("/practices/address?name=x").location.startswith("/sign-in")


def test_the_ways_in_stand_on_the_first_pages(nora: FlaskClient, app: Flask) -> None:
    visitor = app.test_client()
    for browser, page in (
        (visitor, "/"),
        (visitor, "/sign-up"),
        (nora, "/account"),
        (nora, "/start"),
    ):
        assert 'href="/practices/new"' in browser.get(page).text, page


def test_show_account_lists_own_practices(app: Flask, nora: FlaskClient) -> None:
    opened(nora)
    page = nora.get("/account").text
    assert "Nora Vik Mentoring" in page and "/practice/profile?practice=" in page


def test_change_practice_stores_what_the_owner_says(app: Flask, nora: FlaskClient) -> None:
    opened(nora)
    fields = {
        **FIELDS,
        "slug": "vik",
        "email": NORA,
        "about_md": "I *listen*.",
        "place_name": "Oslo",
    }
    answer = submit(nora, PROFILE, page=PROFILE, **fields)
    assert answer.status_code == 303
    assert practices(app) == [("Nora Vik Mentoring", "vik", "nok", "Europe/Oslo")]
    page = nora.get(answer.location).text
    assert "I *listen*." in page and 'value="vik"' in page


def test_change_practice_in_two_tabs_tells_the_second(app: Flask, nora: FlaskClient) -> None:
    opened(nora)
    seen = version_on(nora.get(PROFILE).text)
    fields = {**FIELDS, "slug": "vik", "email": NORA, "place_name": ""}
    submit(nora, PROFILE, page=PROFILE, **fields, about_md="The first tab's.")
    second = submit(nora, PROFILE, page=PROFILE, **fields, about_md="The second's.", version=seen)
    assert second.status_code == 422
    assert "The first tab&#39;s." in second.text and "The second&#39;s." in second.text
    with app.app_context():
        assert db.session.scalars(select(Practice.about_md)).all() == ["The first tab's."]
    again = version_on(second.text)
    kept = submit(nora, PROFILE, page=PROFILE, **fields, about_md="The second's.", version=again)
    assert kept.status_code == 303


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"slug": "admin"}, "slug", "one of our own"),
        ({"slug": "elsewhere"}, "slug", "taken"),
        ({"email": "nobody"}, "email", "does not look like an email address"),
        ({"about_md": "x" * 4001}, "about_md", "at most 4000 characters"),
    ],
)
def test_change_practice_refuses_beside_the_field(
    app: Flask, nora: FlaskClient, changed: dict[str, str], field: str, message: str
) -> None:
    opened(nora)
    with app.app_context():
        factories.practice(mentor_email="rival@example.org", name="Elsewhere")
    fields = {**FIELDS, "slug": "vik", "email": NORA, "about_md": "", "place_name": "Bergen"}
    answer = submit(nora, PROFILE, page=PROFILE, **{**fields, **changed})
    assert answer.status_code == 422
    assert message in beside(answer.text, field)
    assert 'value="Bergen"' in answer.text
    assert practices(app)[0][1] == "nora-vik-mentoring"


def test_change_practice_is_the_owners(app: Flask, nora: FlaskClient) -> None:
    with app.app_context():
        other = opening.practice("rival@example.org", "Rival").public_id
    assert nora.get(PROFILE).status_code == 404
    assert nora.get(f"{PROFILE}?practice={other}").status_code == 404
    sent = submit(nora, f"{PROFILE}?practice={other}", page="/account", **FIELDS, email=NORA)
    assert sent.status_code == 404
    assert app.test_client().get(PROFILE).location.startswith("/sign-in")
    with app.app_context():
        assert db.session.scalar(select(func.count(Practice.id))) == 1
