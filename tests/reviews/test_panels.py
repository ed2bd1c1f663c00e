"""Every page of a signed-in user shows the main navigation, a mentor's with how many check-ins wait; no other does."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.practices import add_member
from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.foundation.errors import Busy
from mentorhub.workspace.actions.notebook import open_workspace
from tests.architecture.tree import PACKAGES
from tests.support import courses, factories
from tests.support.forms import submit
from tests.support.personas import (
    Personas,
    address,
    behind,
    personas,
    rules_of,
    verbs,
)

NAV = re.compile(r'<nav class="mainnav".*?</nav>', re.DOTALL)
TALLY = re.compile(r'<span class="tally">(\d+)<span')
FIRST_LINK = {"owner": "/review", "rival": "/review", "mentee": "/today"}


@pytest.fixture
def everybody(app: Flask) -> Personas:
    """Two owners who mentor, and a mentee who has a notebook; each with a line to see."""
    people = personas(app)
    with app.app_context():
        people.line()
        open_workspace(viewer=USER(people.mentee_id))
    return people


def _pages(people: Personas, browser: FlaskClient) -> dict[str, str]:
    """The HTML of every page that this browser can open, by path; "not found" pages, too."""
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


@pytest.mark.parametrize("who", FIRST_LINK)
def test_every_page_of_the_signed_in_shows_the_navigation(everybody: Personas, who: str) -> None:
    pages = _pages(everybody, everybody.browsers[who])
    navs = {path: NAV.findall(page) for path, page in pages.items()}
    assert [path for path, found in navs.items() if len(found) != 1] == []
    assert {"/", "/programs/<slug>", "/account", "/account/password", "/no-such-page"} <= set(navs)
    of_public = NAV.findall(pages["/programs/<slug>"])[0]
    assert f'href="{FIRST_LINK[who]}"' in of_public


def test_nobody_else_is_shown_one(everybody: Personas) -> None:
    pages = _pages(everybody, everybody.browsers["stranger"])
    assert len(pages) > 8
    assert [path for path, page in pages.items() if "mainnav" in page] == []


def test_a_cached_page_holds_nobodys_navigation(everybody: Personas) -> None:
    everybody.app.config["PAGES_KEPT_SECONDS"] = 60.0
    path = f"/programs/{everybody.names['slug'][0]}"
    cached = everybody.browsers["stranger"].get(path).text
    assert NAV.search(everybody.browsers["owner"].get(path).text)
    assert NAV.search(everybody.browsers["mentee"].get(path).text)
    again = everybody.browsers["stranger"].get(path).text
    assert "mainnav" not in cached and "mainnav" not in again


def test_an_account_with_nothing_yet_has_its_menu_alone(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("new@example.org", "New Here")
    factories.sign_in(client, "new@example.org")
    page = client.get("/").text
    assert "mainnav" not in page and 'id="account-menu"' in page


def test_how_many_pages_wait_stands_on_every_page_of_a_mentor(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        amara = courses.course()
        courses.sent(amara, week=3)
    factories.sign_in(client, "ines@example.org")
    counts = {}
    for rule in rules_of(app, *PACKAGES):
        if rule.arguments or "GET" not in verbs(rule):
            continue
        answer = client.get(rule.rule)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            counts[rule.rule] = TALLY.findall(answer.text)
    assert {"/", "/practice/cohorts", "/practice/members", "/operations", "/review"} <= set(counts)
    assert {path: found for path, found in counts.items() if found != ["1"]} == {}
    assert TALLY.findall(client.get("/no-such-page").text) == ["1"]


def test_who_assists_is_led_to_no_mentees_page_and_told_no_number(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        amara = courses.course()
        courses.sent(amara, week=3)
        helper_id = factories.user("helper@example.org")
        add_member(amara.scene.practice_id, user_id=helper_id, role=Role.ASSISTANT, viewer=SYSTEM)
    factories.sign_in(client, "helper@example.org")
    for path in ("/", "/practice/cohorts", "/account", "/no-such-page"):
        (nav,) = NAV.findall(client.get(path).text)
        assert 'href="/practice/cohorts"' in nav
        assert "/review" not in nav and "/mentees" not in nav and "tally" not in nav


def test_where_something_is_busy_or_broke_nothing_more_is_asked(
    app: Flask, client: FlaskClient
) -> None:
    def busy() -> str:
        raise Busy

    app.add_url_rule("/busy", view_func=busy)
    with app.app_context():
        factories.practice()
    factories.sign_in(client, "ines@example.org")
    answer = client.get("/busy")
    assert answer.status_code == 503
    assert "mainnav" not in answer.text and 'id="account-menu"' in answer.text
    refused = submit(client, "/no-such-page", page="/operations")
    assert refused.status_code == 404 and NAV.search(refused.text)
