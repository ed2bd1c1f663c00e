"""The webhook under input that Stripe never sends: what is unsigned leaves no trace, what is signed does no harm."""

import copy
import hashlib
import hmac
import json
import time
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.events import StripeEvent
from tests.support import factories
from tests.support.applicants import assert_in_order, checkout_session, enrolment, place_applicant
from tests.support.malformed_input import (
    TEXTS,
    calm,
)
from tests.support.stored_rows import changed, tables
from tests.support.stripe_client import SECRET, StripeClient, signed

WEBHOOK = "/stripe/events"
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "account": None,
    "type": "checkout.session.completed",
    "api_version": "2026-10-28.endive",
    "livemode": False,
    "created": 1,
    "data": {"object": {"id": "cs_test_1", "object": "checkout.session", "metadata": {}}},
}
PATHS = [
    ("id",), ("account",), ("type",), ("api_version",), ("livemode",), ("created",), ("data",), ("data", "object"),
    ("data", "object", "id"), ("data", "object", "metadata"), ("data", "object", "payment_intent"),
    ("data", "object", "client_reference_id"), ("data", "object", "metadata", "environment"),
]  # fmt: skip
ODD = (float("nan"), "a\0b", "x" * 5000, ["x"], {"x": "y"}, 10**40, -1, True, None)
TYPES = (
    "checkout.session.completed", "checkout.session.expired", "charge.refunded", "refund.created", "refund.failed",
    "charge.dispute.created", "charge.dispute.closed", "payment_intent.succeeded", "payment_intent.payment_failed",
    "customer.created", "account.updated",
)  # fmt: skip
_plain = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.sampled_from(TEXTS), st.text(max_size=20)
)  # fmt: skip
_values = st.recursive(
    _plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
_changes = st.lists(st.tuples(st.sampled_from(PATHS), _values), min_size=1, max_size=3)


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    """How many bodies are sent: fewer where each costs more."""
    return 25 if request.config.getoption("--database") == "postgresql" else 100


def send(client: FlaskClient, body: bytes, signature: str) -> int:
    """The status that the webhook answers with."""
    headers = {"Stripe-Signature": signature}
    return client.post(WEBHOOK, data=body, headers=headers).status_code


def test_what_is_not_signed_leaves_no_trace(app: Flask, client: FlaskClient, examples: int) -> None:
    before = tables(app)
    body, good = signed(EVENT)
    stamp, _, mac = good.partition(",v1=")
    odd = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
    forged = st.one_of(odd, st.just(""), st.integers().map(lambda t: f"t={t},v1={mac}"))
    halves = st.sampled_from(
        (stamp, f"v1={mac}", f"{stamp},v0={mac}", f"{stamp},v1={mac[:-1]}", f"t=,v1={mac}")
    )

    @calm(examples)
    @given(st.one_of(st.binary(max_size=90), st.just(body)), st.one_of(forged, halves))
    def run(sent: bytes, signature: str) -> None:
        assert send(client, sent, signature) == 400

    run()
    assert send(client, body + b" ", good) == 400
    assert changed(app, before) == []


def test_an_old_or_anothers_signature_is_no_signature(app: Flask, client: FlaskClient) -> None:
    before = tables(app)
    assert send(client, *signed(EVENT, at=time.time() - 301)) == 400
    assert send(client, *signed(EVENT, secret="whsec_another")) == 400
    body, _ = signed(EVENT)
    _, anothers = signed(EVENT | {"id": "evt_2"})
    assert send(client, body, anothers) == 400
    assert changed(app, before) == []


def test_a_signed_body_without_sense_moves_no_seat_and_no_money(
    app: Flask, client: FlaskClient, stripe: StripeClient, examples: int
) -> None:
    with app.app_context():
        ada = place_applicant(factories.scene(), "ada")
        _, session_id = checkout_session(ada)
    before = tables(app)
    numbers = iter(range(10**6))

    @calm(examples)
    @given(st.sampled_from(TYPES), st.booleans(), _changes)
    def run(type_: str, is_ours: bool, changes: list[tuple[tuple[str, ...], Any]]) -> None:
        event = copy.deepcopy(EVENT) | {"id": f"evt_{next(numbers)}", "type": type_}
        event["data"]["object"]["id"] = session_id if is_ours else "cs_test_1"
        for path, value in changes:
            _put(event, path, value)
        assert send(client, *signed(event)) in {204, 400}

    run()
    app.extensions["mentorhub.jobs"].run("stripe-events")
    assert set(changed(app, before)) <= {"stripe_event", "finding", "task_run"}
    with app.app_context():
        assert_in_order()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"1",
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe",
        b"\x00",
        b'{"id":"\\u0000"}',
    ],
)
def test_a_signed_body_that_is_no_event_is_refused(
    app: Flask, client: FlaskClient, body: bytes
) -> None:
    before = tables(app)
    assert send(client, *signed_bytes(body)) == 400
    assert changed(app, before) == []


@pytest.mark.parametrize("odd", ["\\ud800", "\\udc00\\ud800", "\\u0000", "a\\ud83dz"])
def test_what_no_database_stores_as_text_does_not_block_its_event(
    app: Flask, client: FlaskClient, odd: str
) -> None:
    """In a name and in the name of a field, of ours and of Stripe's: the rest of the event counts."""
    event = copy.deepcopy(EVENT) | {"id": "evt_odd"}
    event["data"]["object"] |= {
        "customer_details": {"ODD": "ODD"},
        "metadata": {"enrolment": "ODD"},
    }
    body = json.dumps(event).replace("ODD", odd).encode()
    assert send(client, *signed_bytes(body)) == 204
    app.extensions["mentorhub.jobs"].run("stripe-events")
    with app.app_context():
        (stored,) = db.session.scalars(select(StripeEvent)).all()
        assert "\ufffd" in stored.payload["data"]["object"]["metadata"]["enrolment"]
        assert stored.state.value == "ignored"


def test_a_signed_event_with_one_odd_value_is_stored_or_refused(
    app: Flask, client: FlaskClient
) -> None:
    for number, (path, value) in enumerate(product(PATHS, ODD)):
        event = copy.deepcopy(EVENT) | {"id": f"evt_odd_{number}"}
        _put(event, path, value)
        assert send(client, *signed(event)) in {204, 400}, (path, value)
    app.extensions["mentorhub.jobs"].run("stripe-events")
    with app.app_context():
        assert_in_order()


def test_an_event_sent_again_and_again_is_one_event(
    app: Flask, client: FlaskClient, stripe: StripeClient
) -> None:
    with app.app_context():
        ada = place_applicant(factories.scene(), "ada")
        _, session_id = checkout_session(ada)
    stripe.pay(session_id)
    (event,) = stripe.events("checkout.session.completed", session_id)
    assert send(client, *signed(event)) == 204
    app.extensions["mentorhub.jobs"].run("stripe-events")
    with app.app_context():
        assert enrolment(ada).state.value == "enrolled"
    before = tables(app)
    assert [send(client, *signed(event)) for _ in range(5)] == [204] * 5
    app.extensions["mentorhub.jobs"].run("stripe-events")
    assert set(changed(app, before)) <= {"task_run"}


def signed_bytes(body: bytes) -> tuple[bytes, str]:
    """Any body, signed as Stripe signs."""
    stamp = int(time.time())
    mac = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return body, f"t={stamp},v1={mac}"


def _put(event: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value deep inside, as far as the way there still exists."""
    for step in path[:-1]:
        inner = event.get(step)
        if not isinstance(inner, dict):
            return
        event = inner
    event[path[-1]] = value
