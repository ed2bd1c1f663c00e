"""No route for programs shows or changes what is another's: every token but its owner's, every id; and no cookie."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from mentorhub.accounts.models.people import User
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.foundation import clock, repeats
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM, USER
from tests.isolation.full_practice import Everybody, everybody, theirs
from tests.isolation.notebook import PRIVATE
from tests.isolation.people import ACTORS
from tests.isolation.test_isolation_rows import racing, seen
from tests.support import api, factories
from tests.support.personas import address, behind, verbs

__all__ = ["racing"]  # a fixture
ASKING = (
    "account_only",
    "neighbour",
    "colleague",
)  # without a notebook; of the same circle; a mentor there
# Bodies that are in order, so that only whose it is stands in the way; {person} is one of the insiders':
BODIES: dict[str, dict[str, Any]] = {
    "create_person": {"name": "Mine"},
    "create_person_tags": {"tags": ["Mine"]},
    "create_conversation": {"people": [{"id": "{person}"}], "is_two_way": True},
    "create_give": {"person": "{person}", "direction": "gave"},
    "create_follow_up": {"person": "{person}", "due_on": "{day}"},
    "create_promise": {"person": "{person}", "what": "Mine"},
    "move_follow_up": {"due_on": "{day}"},
    "update_tag": {"name": "Mine"},
    "create_search": {"name": "Mine now", "q": "mine"},
    "update_search": {"name": "Mine now"},
}
OWN = {"list_people", "create_person", "list_conversations", "list_gives", "list_follow_ups"}
OWN |= {"list_promises", "list_tags", "list_imports", "create_import", "download_people"}
OWN |= {"list_searches", "create_search", "download_people_table"}


@dataclass
class Programs:
    """The practice, and a token of each who asks."""

    everything: Everybody
    tokens: dict[str, str]

    def ask(self, actor: str, verb: str, path: str, sent: Any) -> Any:
        """As this one's program."""
        client = self.everything.app.test_client(use_cookies=False)
        said = {"Authorization": f"Bearer {self.tokens[actor]}"}
        return client.open(path, method=verb, headers=said, json=sent, buffered=True)


@pytest.fixture
def programs(app: Flask) -> Programs:
    """The practice with everything in it."""
    everything = everybody(app)
    with app.app_context():
        users = {
            actor: USER(
                db.session.scalars(select(User.id).where(User.email.startswith(actor))).one()
            )
            for actor in ASKING
        }
        tokens = {actor: api.token_of(viewer) for actor, viewer in users.items()}
        tokens["mentee"] = api.token_of(USER(everything.insiders["mentee"]))
    return Programs(everything, tokens)


def rules(app: Flask) -> list[Rule]:
    """Every route for programs."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("workspace_api.")]


def paths(programs: Programs, rule: Rule) -> Iterator[str]:
    """With the first id of each kind."""
    names = {name: programs.everything.names[kind][0] for name, kind in behind(rule).items()}
    yield address(rule, names)


def filled(programs: Programs, value: Any) -> Any:
    """A body with the ids of the practice's in it."""
    if isinstance(value, dict):
        return {name: filled(programs, one) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(programs, one) for one in value]
    person = programs.everything.names["person"][0]
    with programs.everything.app.app_context():
        soon = (clock.now().date() + dt.timedelta(days=7)).isoformat()
    return {"{person}": person, "{day}": soon}.get(str(value), value)


def test_isolation_holds_at_every_route_for_programs(programs: Programs) -> None:
    app, found, checks = programs.everything.app, [], 0
    before = theirs(programs.everything)
    for rule, actor in product(rules(app), ASKING):
        name = rule.endpoint.partition(".")[2]
        for verb, path in product(verbs(rule), paths(programs, rule)):
            sent = filled(programs, BODIES.get(name, {})) if verb != "GET" else None
            answer = programs.ask(actor, verb, path, sent)
            checks += 1
            expected = {404} if name not in OWN or actor == "account_only" else {200, 201, 415}
            if name == "create_import":
                expected = {415}  # a file is sent in its own test
            shown = [word for word in PRIVATE if word in answer.text]
            if answer.status_code not in expected or shown:
                found.append(f"{actor} {verb} {path}: {answer.status_code} {shown}")
    assert found == [] and checks > 130
    assert theirs(programs.everything) == before


def test_isolation_of_programs_from_cookies(programs: Programs) -> None:
    answered = {
        (actor, client.open(path, method=verb).status_code)
        for rule in rules(programs.everything.app)
        for verb, path in product(verbs(rule), paths(programs, rule))
        for actor, client in programs.everything.browsers.items()
        if actor in {"stranger", "neighbour"}
    }
    assert answered == {("stranger", 401), ("neighbour", 401)} and ACTORS[0] == "stranger"


def test_an_owner_is_answered_with_what_is_theirs(programs: Programs) -> None:
    """Else the others would be refused for another reason than whose it is."""
    silent = [
        rule.rule
        for rule in rules(programs.everything.app)
        if "GET" in (rule.methods or ())
        for path in paths(programs, rule)
        if programs.ask("mentee", "GET", path, None).status_code != 200
    ]
    assert silent == []


@pytest.mark.database
def test_rows_of_tokens_and_answers_are_their_owners_alone(racing: Flask) -> None:
    with racing.app_context():
        amara, bo = (USER(factories.user(f"{name}@example.org")) for name in ("amara", "bo"))
        for viewer in (amara, bo):
            api.token_of(viewer)
            repeats.begin("k" * 64, "a" * 64, viewer=viewer)
        mine = {"api_token": 1, "repeated_request": 1}
        tables = (ApiToken, repeats.RepeatedRequest)
        assert seen(amara, *tables) == mine
        assert seen(SYSTEM, *tables) == dict.fromkeys(mine, 2)
        assert seen(PUBLIC, *tables) == dict.fromkeys(mine, 0)
