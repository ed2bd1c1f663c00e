"""Whoever is signed in can sign out on every page there is, the account's own and "nothing here" among them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.foundation.database.viewers import USER
from mentorhub.workspace.actions.notebook import open_workspace
from tests.architecture.test_templates import PAGES
from tests.architecture.tree import PACKAGES, TEMPLATES
from tests.support import factories
from tests.support.account_closing import close
from tests.support.personas import (
    Personas,
    address,
    behind,
    personas,
    rules_of,
    verbs,
)

SIGN_OUT = re.compile(
    r'<form[^>]* action="/sign-out" method="post">.*?name="csrf_token"', re.DOTALL
)
HEAD = re.compile(r'<header class="letterhead">.*?</header>', re.DOTALL)
# Whose head has the menu of whoever is signed in; or, where an account is closing and nothing else opens, the button.
WITH_IT = {
    "layouts/mentee.html",
    "layouts/mentor.html",
    "layouts/visitor.html",
    "layouts/aloof.html",
}
BY_ITSELF = {"accounts/show_restoration.html"}


@pytest.fixture
def everybody(app: Flask) -> Personas:
    """An owner who mentors, and their mentee, who has a notebook; each with a line to look at."""
    people = personas(app)
    with app.app_context():
        people.line()
        open_workspace(viewer=USER(people.mentee_id))
    return people


def _pages(people: Personas, browser: FlaskClient) -> dict[str, str]:
    """What this browser is shown, by address, of all that can be looked at."""
    shown = {"/no-such-page": browser.get("/no-such-page").text}
    for rule in rules_of(people.app, *PACKAGES):
        kinds = behind(rule).values()
        if "GET" not in verbs(rule) or not set(kinds) <= set(people.names):
            continue
        if rule.endpoint == "programs.show_embed":  # stands on other sites, the same for everybody
            continue
        given = {name: found[0] for name, found in people.arguments(rule).items()}
        answer = browser.get(address(rule, given))
        if answer.status_code in {200, 404, 410} and answer.mimetype == "text/html":
            shown[rule.rule] = answer.text
    return shown


@pytest.mark.parametrize("who", ["owner", "mentee"])
def test_every_page_of_the_signed_in_has_its_way_out(everybody: Personas, who: str) -> None:
    pages = _pages(everybody, everybody.browsers[who])
    heads = {path: "".join(HEAD.findall(page)) for path, page in pages.items()}
    assert [path for path, head in heads.items() if not SIGN_OUT.search(head)] == []
    assert len(pages) > 25
    assert {"/account", "/account/password", "/account/devices", "/account/data"} <= set(pages)


def test_the_signed_out_have_none(everybody: Personas) -> None:
    pages = _pages(everybody, everybody.browsers["stranger"])
    assert [path for path, page in pages.items() if "/sign-out" in page] == []


def test_who_is_asked_to_sign_in_again_may_sign_out_instead(everybody: Personas) -> None:
    page = everybody.browsers["owner"].get("/sign-in/again").text
    assert SIGN_OUT.search(HEAD.findall(page)[0])


def test_while_an_account_is_closing_its_one_page_signs_out(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        user_id = factories.user("amara@example.org")
    factories.sign_in(client, "amara@example.org")
    with app.app_context():
        close(user_id)
    factories.sign_in(client, "amara@example.org")
    assert SIGN_OUT.search(HEAD.findall(client.get("/account/restoration").text)[0])


def test_each_page_stands_in_a_layout_with_the_way_out() -> None:
    whole = [
        path
        for path in PAGES
        if "block main" in path.read_text() or "block words" in path.read_text()
    ]
    names = {str(path.relative_to(TEMPLATES)): path.read_text() for path in whole}
    without = [
        name
        for name, text in names.items()
        if not any(f'extends "{layout}"' in text for layout in WITH_IT)
        and not name.startswith(("layouts/", "stripe_sandbox/"))
        and "/emails/" not in name
    ]
    assert set(without) == BY_ITSELF
