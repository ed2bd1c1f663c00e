"""The account's home: who one is, in which zone and theme; and the way to every other page of the account."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from mentorhub.accounts.actions.practices import create_practice
from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.names import clean_name
from tests.support import factories
from tests.support.forms import submit, version_on

PAGE, SAVE = "/account", "/account/profile"
GOOD = {"name": "Amara N. Nwosu", "timezone": "Africa/Lagos", "locale": "en_US", "theme": "dark"}
OTHERS = ("messages", "email", "password", "factors", "devices")


@pytest.fixture
def amara(app: Flask, client: FlaskClient) -> int:
    """Amara, signed in, in Oslo."""
    with app.app_context():
        made = factories.user("amara@example.org", "Amara Nwosu", timezone="Europe/Oslo")
    factories.sign_in(client, "amara@example.org")
    return made


def stored(app: Flask, user_id: int) -> dict[str, str]:
    """What stands in the database."""
    with app.app_context():
        found = select(User.name, User.timezone, User.locale, User.theme).where(User.id == user_id)
        return dict(db.session.execute(found).one()._mapping)


def theme_of(client: FlaskClient, path: str) -> str:
    """What <html> says."""
    found = re.search(r'<html[^>]*?(?: data-theme="(\w+)")?>', client.get(path).text)
    assert found
    return found.group(1) or ""


def test_money_is_written_in_the_practices_currency_else_in_the_locales_own(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    page = client.get(PAGE).text
    assert "£12.50" in page and "$12.50" in page  # British, American
    with app.app_context():
        create_practice(name="Kaffe", email="amara@example.org", owner_id=amara, currency="nok")
    page = client.get(PAGE).text
    assert "NOK\xa012.50" in page and "£" not in page and "$" not in page
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(Practice).values(currency="jpy"))
    assert "¥1,250" in client.get("/practice/profile").text
    assert "¥1,250" in submit(client, SAVE, page=PAGE, **{**GOOD, "name": ""}).text


def test_show_account_shows_what_holds(client: FlaskClient, amara: int) -> None:
    page = client.get(PAGE).text
    assert 'value="Amara Nwosu"' in page
    assert '<option selected value="Europe/Oslo">Oslo</option>' in page
    assert '<optgroup label="Europe">' in page
    assert re.search(
        r'<option selected value="en_GB">United Kingdom: \w+ \d+ \w+, \d\d:\d\d, £12', page
    )
    assert re.search(r"United States: \w+, \w+ \d+, \d+:\d\d\s[AP]M, \$12", page)
    assert "amara@example.org" in page
    assert "data-suggests" not in page


def test_every_page_of_the_account_is_found_from_every_other(
    client: FlaskClient, amara: int
) -> None:
    paths = {f"{PAGE}/{name}" for name in OTHERS}
    for path in (PAGE, *paths):
        links = set(re.findall(r'href="(/account[^"?]*)"', client.get(path).text))
        assert links >= paths - {path}, path
        assert PAGE in links, path


def test_the_menu_names_the_account_and_leads_to_it(client: FlaskClient, amara: int) -> None:
    menu = re.search(r'<div class="menu".*?</div>', client.get("/").text, re.DOTALL)
    assert menu and f'href="{PAGE}"' in menu.group() and "Amara Nwosu" in menu.group()


def test_change_profile_keeps_it(app: Flask, client: FlaskClient, amara: int) -> None:
    answer = submit(client, SAVE, page=PAGE, **GOOD)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert stored(app, amara) == GOOD
    page = client.get(PAGE).text
    assert "Saved." in page
    assert '<option selected value="Africa/Lagos">Lagos</option>' in page


def test_change_profile_over_a_newer_one_shows_both_and_replaces_it_only_knowingly(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    opened = version_on(client.get(PAGE).text)
    submit(client, SAVE, page=PAGE, **GOOD)
    typed = GOOD | {"name": "Amara in another window", "timezone": "Europe/Oslo"}
    for unread in (opened, ""):
        refused = submit(client, SAVE, page=PAGE, version=unread, **typed)
        assert refused.status_code == 422
        assert "<dt>Your name</dt><dd>Amara N. Nwosu</dd>" in refused.text
        assert "<dt>Your time zone</dt><dd>Lagos</dd>" in refused.text
        assert 'value="Amara in another window"' in refused.text
        assert stored(app, amara) == GOOD
    assert submit(client, SAVE, page=PAGE, version=opened, **GOOD).status_code == 303
    version = version_on(refused.text)
    assert submit(client, SAVE, page=PAGE, version=version, **typed).status_code == 303
    assert stored(app, amara) == typed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Please give the name you go by."),
        ({"name": "\u3164\u200b\u2800"}, "Please give the name you go by."),
        ({"name": "x" * 201}, "200 characters at most"),
        ({"timezone": "Europe/Atlantis"}, "Not a valid choice"),
        ({"timezone": "../../etc/passwd"}, "Not a valid choice"),
        ({"locale": "xx_XX"}, "Not a valid choice"),
        ({"theme": "pink"}, "Not a valid choice"),
    ],
)
def test_change_profile_says_beside_the_field_why_not(
    app: Flask, client: FlaskClient, amara: int, wrong: dict[str, str], said: str
) -> None:
    before = stored(app, amara)
    answer = submit(client, SAVE, page=PAGE, **{**GOOD, **wrong})
    assert answer.status_code == 422
    (field,) = wrong
    assert re.search(rf'id="{field}-error">.*?{said}', answer.text)
    typed = clean_name(wrong.get("name", GOOD["name"]))
    assert f'value="{typed}"' in answer.text
    assert answer.text.count("wrong-note") == 1
    assert stored(app, amara) == before


def test_a_name_keeps_its_words_apart_and_turns_nothing_round(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    submit(client, SAVE, page=PAGE, **{**GOOD, "name": "\u202eAmara\tN.\r\nNwosu\u200b"})
    assert stored(app, amara) == GOOD


def test_a_zone_and_a_place_that_are_not_on_offer_stay(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    own = {"timezone": "US/Eastern", "locale": "nb_NO"}
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.execute(update(User).where(User.id == amara).values(**own))
    assert '<option selected value="US/Eastern">' in client.get(PAGE).text
    assert submit(client, SAVE, page=PAGE, **{**GOOD, **own}).status_code == 303
    assert stored(app, amara) == {**GOOD, **own}


def test_a_zone_is_suggested_to_who_never_chose_one(app: Flask, amara: int) -> None:
    with app.app_context():
        factories.user("new@example.org")
    browser = app.test_client()
    factories.sign_in(browser, "new@example.org")
    assert 'data-suggests="zone-suggested"' in browser.get(PAGE).text
    refused = submit(browser, SAVE, page=PAGE, **{**GOOD, "name": ""})
    assert "data-suggests" not in refused.text  # what was chosen is not chosen over


def test_a_theme_holds_on_every_page_and_every_device(
    app: Flask, client: FlaskClient, amara: int
) -> None:
    client.set_cookie("theme", "light")  # chosen once in this browser
    submit(client, SAVE, page=PAGE, **GOOD)
    assert client.get_cookie("theme") is None
    other = app.test_client()
    factories.sign_in(other, "amara@example.org")
    for browser in (client, other):
        assert {theme_of(browser, path) for path in ("/", PAGE, "/nowhere")} == {"dark"}
    assert theme_of(app.test_client(), "/") == ""
    client.set_cookie("theme", "light")
    submit(client, SAVE, page=PAGE, **GOOD)  # the same choice again leaves this browser as it is
    assert (theme_of(client, PAGE), theme_of(other, PAGE)) == ("light", "dark")
    submit(client, SAVE, page=PAGE, **{**GOOD, "theme": ""})
    assert (theme_of(client, PAGE), theme_of(other, PAGE)) == ("", "")


def test_a_profile_is_for_the_signed_in(app: Flask, client: FlaskClient, amara: int) -> None:
    visitor = app.test_client()
    assert visitor.get(PAGE).location == "/sign-in?next=/account"
    assert submit(visitor, SAVE, page="/sign-in", **GOOD).location.startswith("/sign-in")
    assert client.post(SAVE, data=GOOD).status_code == 400
    assert stored(app, amara)["name"] == "Amara Nwosu"
