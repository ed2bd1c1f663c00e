"""Links that nobody was sent: one character off, cut, made for something else, superseded. All are answered alike."""

import datetime as dt
import re
import string

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.enrolment.models.applicants import LINK, WELCOME, Enrolment
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.tables import db
from tests.support.personas import (
    Personas,
    address,
    personas,
    rules_of,
    verbs,
)
from tests.support.stored_rows import changed, tables

BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
NOBODYS = "a-link-that-nobody-has"
# The welcome's page opens for any link of ours; whether it is still good is known when its button is submitted.
ROUTES = {"enrolments": "", "welcome": "POST"}


@pytest.fixture
def everybody(app: Flask) -> Personas:
    """The people of one line."""
    made = personas(app)
    made.line()
    return made


def asked(everybody: Personas, word: str, token: str, *, method: str = "") -> set[tuple[int, str]]:
    """What all routes of `/<word>/<token>` answer a stranger: code, and the page without what is new each time."""
    answers = set()
    browser, csrf = everybody.browsers["stranger"], everybody.tokens["stranger"]
    modules = [
        one for one in rules_of(everybody.app, "enrolment") if f"/{word}/<token>" in one.rule
    ]
    for rule in modules:
        for verb in {method} & set(verbs(rule)) if method else verbs(rule):
            path = address(rule, {"token": token})
            answer = browser.open(path, method=verb, headers={"X-CSRFToken": csrf})
            page = re.sub(r'nonce="[^"]+"|value="[^"]+"', "", answer.text).replace(f"/{token}", "")
            answers.add((answer.status_code, page))
    assert answers
    return answers


def one_off(token: str) -> list[str]:
    """The token with each of its characters changed in turn, so that no bits of it stay what they were."""
    return [
        token[:at]
        + (BASE64[(BASE64.index(one) + 32) % 64] if one in BASE64 else "A")
        + token[at + 1 :]
        for at, one in enumerate(token)
    ]


@pytest.mark.parametrize("word", ROUTES)
def test_a_link_with_one_character_changed_opens_nothing(everybody: Personas, word: str) -> None:
    token = everybody.names["token" if word == "enrolments" else "welcome"][1]
    before = tables(everybody.app)
    unknown = asked(everybody, word, NOBODYS, method="GET")
    for changed_ in one_off(token):
        assert asked(everybody, word, changed_, method="GET") == unknown, changed_
    assert changed(everybody.app, before) == []


@pytest.mark.parametrize(("word", "method"), ROUTES.items())
def test_a_link_made_for_something_else_or_superseded_opens_nothing(
    everybody: Personas, word: str, method: str
) -> None:
    before = tables(everybody.app)
    unknown = asked(everybody, word, NOBODYS, method=method)
    for token in _misused(everybody, word):
        assert asked(everybody, word, token, method=method) == unknown, token
    assert {code for code, _ in unknown} == ({404} if word == "enrolments" else {410})
    assert changed(everybody.app, before) == []


def test_raising_the_version_ends_every_link_at_once(everybody: Personas) -> None:
    held = everybody.names["token"][1]
    assert 200 in {code for code, _ in asked(everybody, "enrolments", held, method="GET")}
    with everybody.app.app_context():
        for row in db.session.scalars(select(Enrolment)):
            row.link_version += 1
        db.session.commit()
    for word, method in ROUTES.items():
        unknown = asked(everybody, word, NOBODYS, method=method)
        for token in everybody.names["token" if word == "enrolments" else "welcome"]:
            assert asked(everybody, word, token, method=method) == unknown


def _misused(everybody: Personas, word: str) -> list[str]:
    held = everybody.names["enrolment"][1]
    with everybody.app.app_context():
        until = clock.now() + dt.timedelta(days=1)
        past = clock.now() - dt.timedelta(seconds=1)
        good = links.sign(held, 0, purpose=LINK)
        dated = links.sign_dated(held, 0, purpose=WELCOME, until=until)
        found = [good[:length] for length in range(1, len(good), 5)]
        found += [
            good + "A",
            good + "=",
            good + "[]",
            "." + good,
            good.replace(".", "..", 1),
            good.upper(),
            good[::-1],
        ]
        found += [
            good + good,
            dated + dated,
            good.partition(".")[0] + "." + dated.rpartition(".")[2],
        ]
        found += [
            links.sign(held, 0, purpose=other) for other in ("sign-in", "reset", "browser", "")
        ]
        found += [links.sign_dated(held, 0, purpose=LINK, until=until)]
        found += [links.sign_dated(held, 0, purpose=WELCOME, until=past)]
        found += [links.sign_dated(held, 1, purpose=WELCOME, until=until)]
        found += [links.sign(held, version, purpose=LINK) for version in (1, -1, 2**31 - 1)]
        found += [links.sign("no such place", 0, purpose=LINK)]
        found += [links.sign(everybody.names["cohort"][0], 0, purpose=LINK)]
        return [*found, dated if word == "enrolments" else good]
