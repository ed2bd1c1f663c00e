"""Every route of the line, as the URL map has them, under input nobody should send: never a 500, never a change.

A POST that is accepted (3xx) may have been valid input; then every invariant of the install must hold afterwards.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import Rule

from mentorhub.web.csrf import EXEMPT
from mentorhub.web.route_fallbacks import READING, page_of
from tests.support.applicants import assert_in_order
from tests.support.malformed_input import (
    METHODS,
    TEXTS,
    bad_segments,
    bodies,
    calm,
    fields_of,
    names_of,
    send,
)
from tests.support.personas import (
    Personas,
    address,
    personas,
    rules_of,
    verbs,
)
from tests.support.stored_rows import changed, tables
from tests.support.stripe_client import StripeClient

PACKAGES = ("enrolment", "payments")
Draw = st.DrawFn


@pytest.fixture
def everybody(app: Flask, stripe: StripeClient) -> Personas:
    """The people of one line; Stripe answers, should anything ask it."""
    return personas(app)


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    """How many requests each route gets: fewer where each costs more."""
    return 3 if request.config.getoption("--database") == "postgresql" else 9


def test_an_address_nobody_was_given_changes_nothing(everybody: Personas, examples: int) -> None:
    def check(rule: Rule, asked: dict[str, Any], before: dict[str, str]) -> None:
        answer = send(
            everybody.browsers[asked["who"]], token=everybody.tokens[asked["who"]], **sent(asked)
        )
        assert answer.status_code < 500
        assert changed(everybody.app, before) == []

    for rule in _rules(everybody):
        if rule.arguments:
            _try(everybody, rule, _misaddressed(rule, everybody), examples, check)


def test_without_the_pages_token_nothing_is_done(everybody: Personas, examples: int) -> None:
    def check(rule: Rule, asked: dict[str, Any], before: dict[str, str]) -> None:
        given_ = sent(asked) | {"method": "POST"}
        answer = send(everybody.browsers[asked["who"]], token=asked["forged"], **given_)
        assert answer.status_code in {400, 413}
        assert changed(everybody.app, before) == []

    for rule in _rules(everybody):
        if "POST" in (rule.methods or ()) and rule.endpoint not in EXEMPT:
            _try(everybody, rule, _addressed(rule, everybody), examples, check)


def test_a_get_changes_nothing_whatever_it_asks_for(everybody: Personas, examples: int) -> None:
    def check(rule: Rule, asked: dict[str, Any], before: dict[str, str]) -> None:
        given_ = sent(asked) | {"method": "GET"}
        answer = send(everybody.browsers[asked["who"]], token="", **given_)
        assert answer.status_code < 500
        assert changed(everybody.app, before) == []

    for rule in _rules(everybody):
        if "GET" in (rule.methods or ()):
            _try(everybody, rule, _addressed(rule, everybody), examples, check)


def test_a_refused_form_changes_nothing_and_an_accepted_one_breaks_no_invariant(
    everybody: Personas, examples: int
) -> None:
    def check(rule: Rule, asked: dict[str, Any], before: dict[str, str]) -> None:
        given_ = sent(asked) | {"method": "POST"}
        answer = send(
            everybody.browsers[asked["who"]], token=everybody.tokens[asked["who"]], **given_
        )
        assert answer.status_code < 500
        assert answer.status_code < 400 or changed(everybody.app, before) == []

    for rule in _rules(everybody):
        if "POST" in (rule.methods or ()):
            _try(everybody, rule, _addressed(rule, everybody), examples, check)
    with everybody.app.app_context():
        assert_in_order()


def test_every_known_nuisance_is_survived_wherever_it_can_be_written(everybody: Personas) -> None:
    everybody.line()
    names = names_of(*PACKAGES)
    for rule in _rules(everybody):
        real = {name: some[0] for name, some in everybody.arguments(rule).items()}
        for nuisance in TEXTS:
            written = quote(nuisance, safe="")
            places = [real, *({**real, name: written} for name in real if nuisance.strip())]
            for number, place in enumerate(places):
                who = ("owner", "mentee", "stranger")[number % 3]
                answer = send(
                    everybody.browsers[who],
                    address(rule, place),
                    method=verbs(rule)[-1],
                    fields=dict.fromkeys(names, nuisance),
                    body=None,
                    token=everybody.tokens[who],
                )
                assert answer.status_code < 500, (rule.rule, place, nuisance)


def test_what_is_anothers_looks_like_what_does_not_exist(everybody: Personas) -> None:
    everybody.line()
    before = tables(everybody.app)
    for rule in _rules(everybody):
        guard = getattr(everybody.app.view_functions[rule.endpoint], "guard", "")
        if guard in {"", "by_link", "by_return", "by_mentee"} or not rule.arguments:
            continue  # open to everybody, or to whoever holds the link: test_bad_input_tokens
        real = {name: some[0] for name, some in everybody.arguments(rule).items()}
        unknown = dict.fromkeys(real, "A" * 22)
        for who in ("rival", "stranger"):
            browser = everybody.browsers[who]
            headers = {"X-CSRFToken": everybody.tokens[who]}
            codes = {
                browser.open(address(rule, of), method=verb, headers=headers).status_code
                for of in (real, unknown)
                for verb in verbs(rule)
            }
            assert codes == ({404} if who == "rival" else {303}), (rule.rule, codes)
    assert changed(everybody.app, before) == []


def test_a_method_that_no_route_has_is_refused(everybody: Personas) -> None:
    everybody.line()
    before = tables(everybody.app)
    known: dict[str, set[str]] = {}
    rules: dict[str, Rule] = {}
    for rule in _rules(everybody):
        real = {name: some[0] for name, some in everybody.arguments(rule).items()}
        known.setdefault(address(rule, real), set()).update(rule.methods or ())
        rules[address(rule, real)] = rule
    headers = {"X-CSRFToken": everybody.tokens["owner"]}
    for path, methods in known.items():
        for method in set(METHODS) - methods:
            answer = everybody.browsers["owner"].open(path, method=method, headers=headers)
            with everybody.app.app_context():
                is_led = method in READING and page_of(rules[path]) is not None
            assert answer.status_code in ({303} if is_led else {404, 405}), (method, path)
    assert changed(everybody.app, before) == []


def sent(asked: dict[str, Any]) -> dict[str, Any]:
    """What of a drawn request goes over the wire."""
    return {name: asked[name] for name in ("path", "method", "fields", "body")}


def _rules(everybody: Personas) -> list[Rule]:
    return rules_of(everybody.app, *PACKAGES)


def _try(
    everybody: Personas,
    rule: Rule,
    strategy: st.SearchStrategy[dict[str, Any]],
    examples: int,
    check: Callable[[Rule, dict[str, Any], dict[str, str]], None],
) -> None:
    """Check the route with so many requests."""
    state = {"before": tables(everybody.app)}

    @calm(examples)
    @given(asked=strategy)
    def run(asked: dict[str, Any]) -> None:
        try:
            check(rule, asked, state["before"])
        finally:  # while a failing request is made smaller, each try starts from what it finds
            state["before"] = tables(everybody.app)

    run()


@st.composite
def _asked(draw: Draw, rule: Rule, everybody: Personas) -> dict[str, Any]:
    return {
        "who": draw(st.sampled_from(sorted(everybody.browsers))),
        "method": draw(st.sampled_from(verbs(rule))),
        "fields": draw(fields_of(*PACKAGES)),
        "body": draw(st.one_of(st.none(), st.none(), bodies)),
        "forged": draw(st.sampled_from(("", "x", "0" * 90, "ImFiYyI.x.y"))),
    }


def _addressed(rule: Rule, everybody: Personas) -> st.SearchStrategy[dict[str, Any]]:
    everybody.line()
    real = everybody.arguments(rule)
    named = st.fixed_dictionaries({name: st.sampled_from(some) for name, some in real.items()})
    return st.builds(
        lambda asked, of: asked | {"path": address(rule, of)}, _asked(rule, everybody), named
    )


def _misaddressed(rule: Rule, everybody: Personas) -> st.SearchStrategy[dict[str, Any]]:
    everybody.line()
    real = everybody.arguments(rule)
    bad = st.sampled_from(sorted(real)).flatmap(
        lambda wrong: st.fixed_dictionaries(
            {
                name: bad_segments(some) if name == wrong else st.sampled_from(some)
                for name, some in real.items()
            }
        )
    )
    return st.builds(
        lambda asked, of: asked | {"path": address(rule, of)}, _asked(rule, everybody), bad
    )
