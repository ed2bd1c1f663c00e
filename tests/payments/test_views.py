"""Stripe's webhook: 204 for what is signed, 400 for what is not, no CSRF token asked for."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.payments.models.events import StripeEvent
from tests.payments.test_actions_events import EVENT
from tests.support.stripe_client import signed


def _post(client: FlaskClient, body: bytes, signature: str) -> int:
    return client.post(
        "/stripe/events", data=body, headers={"Stripe-Signature": signature}
    ).status_code


def test_a_signed_event_is_stored_and_answered(app: Flask, client: FlaskClient) -> None:
    assert [_post(client, *signed(EVENT)) for _ in range(2)] == [204, 204]
    with app.app_context():
        assert len(db.session.scalars(select(StripeEvent)).all()) == 1


def test_a_forged_event_is_refused(app: Flask, client: FlaskClient) -> None:
    body, _ = signed(EVENT)
    assert _post(client, body, "t=1,v1=00") == 400
    assert client.post("/stripe/events", data=body).status_code == 400
    with app.app_context():
        assert db.session.scalars(select(StripeEvent)).all() == []
