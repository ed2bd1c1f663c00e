"""Calls to Stripe: answers become plain values, troubles one of two errors, never inside a transaction."""

from typing import Any

import pytest
import stripe as official
from flask import Flask

from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.payments.rules.failures import (
    StripeDisconnected,
    StripeFailed,
    StripeLockedOut,
    StripeRefused,
    StripeUnavailable,
)
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway import sessions as stripe_sessions
from mentorhub.payments.stripe_gateway.sessions import CheckoutSessionData
from tests.support.rehearsing import pay_rehearsals
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")

PARAMETERS: dict[str, Any] = {
    "mode": "payment",
    "success_url": "http://localhost/",
    "line_items": [
        {
            "quantity": 1,
            "price_data": {
                "currency": "eur",
                "unit_amount": 64000,
                "product_data": {"name": "A seat"},
            },
        }
    ],
}


def _open(key: str = "one", **changes: Any) -> CheckoutSessionData:
    return stripe_sessions.open_session(account="", key=key, parameters=PARAMETERS | changes)


def test_a_session_becomes_plain_values(stripe: StripeClient) -> None:
    data = _open("values")
    assert (data.status, data.payment_status, data.payment_intent) == (
        "open",
        "unpaid",
        None,
    )
    assert (data.amount_total, data.currency) == (64000, "eur")
    assert not data.is_paid
    assert not data.has_failed
    stripe.pay(data.id)
    paid = stripe_sessions.session(data.id, account="")
    assert paid.is_paid
    assert (paid.intent_status, paid.url) == ("succeeded", "")
    assert paid.payment_intent is not None


def test_the_same_key_gives_the_same_session(stripe: StripeClient) -> None:
    assert _open("same").id == _open("same").id


def test_the_same_key_with_other_parameters_is_refused(stripe: StripeClient) -> None:
    _open("mixed")
    with pytest.raises(StripeRefused):
        _open("mixed", success_url="http://localhost/elsewhere")


def test_what_stripe_does_not_know_is_refused(stripe: StripeClient) -> None:
    with pytest.raises(StripeRefused) as refusal:
        _open("old", payment_method_types=["card"])
    assert refusal.value.code == "parameter_unknown"
    with pytest.raises(StripeRefused):
        stripe_sessions.session("cs_test_unknown", account="")


def test_expiring_says_what_is_true(stripe: StripeClient) -> None:
    data = _open("expire")
    assert stripe_sessions.expire_session(data.id, account="").status == "expired"
    assert stripe_sessions.expire_session(data.id, account="").status == "expired"
    paid = _open("expire paid")
    stripe.pay(paid.id)
    assert stripe_sessions.expire_session(paid.id, account="").status == "complete"


def test_another_account_does_not_see_the_session(stripe: StripeClient) -> None:
    data = _open("account")
    stripe.connect("acct_other")
    with pytest.raises(StripeRefused):
        stripe_sessions.session(data.id, account="acct_other")


def test_a_refund_becomes_plain_values(stripe: StripeClient) -> None:
    data = _open("refund")
    stripe.pay(data.id)
    intent = stripe_sessions.session(data.id, account="").payment_intent
    assert intent is not None
    made = stripe_refunds.refund(
        account="", key="r", payment_intent=intent, amount_minor=100, reference="ours"
    )
    assert (made.status, made.failure_reason, made.amount_minor) == ("succeeded", "", 100)
    stripe.refund_by_hand(intent, 200)
    found = stripe_refunds.refunds_of(intent, account="")
    assert [(one.amount_minor, one.currency, one.reference) for one in found] == [
        (200, "eur", ""),
        (100, "eur", "ours"),
    ]
    with pytest.raises(StripeRefused):
        stripe_refunds.refund(
            account="", key="r2", payment_intent=intent, amount_minor=64000, reference="more"
        )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (official.APIConnectionError("down"), StripeUnavailable),  # type: ignore[no-untyped-call]
        (official.RateLimitError("slow down", http_status=429), StripeUnavailable),
        (official.APIError("oops", http_status=500), StripeFailed),
        (official.APIError("upstream", http_status=502), StripeUnavailable),
        (official.APIError("maintenance", http_status=503), StripeUnavailable),
        (official.APIError("too slow", http_status=504), StripeUnavailable),
        (official.IdempotencyError("in use", http_status=409), StripeUnavailable),
        (official.AuthenticationError("who?", http_status=401), StripeLockedOut),
        (official.PermissionError("not yours", http_status=403), StripeLockedOut),
        (official.InvalidRequestError("no", "amount", http_status=400), StripeRefused),  # type: ignore[no-untyped-call]
    ],
)
def test_a_trouble_is_either_for_later_or_for_good(
    monkeypatch: pytest.MonkeyPatch, error: Exception, expected: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(official.checkout._session_service.SessionService, "retrieve", fail)
    with pytest.raises(expected) as raised:
        stripe_sessions.session("cs_test_1", account="")
    assert type(raised.value) is expected


def test_no_call_is_made_inside_a_transaction(stripe: StripeClient) -> None:
    with transaction(viewer=SYSTEM), pytest.raises(RuntimeError, match="network"):
        _open("inside")


def test_rehearsals_have_a_client_of_their_own(app: Flask, stripe: StripeClient) -> None:
    pay_rehearsals(app)
    data = stripe_sessions.open_session(account=REHEARSAL, key="own", parameters=PARAMETERS)
    assert stripe_sessions.session(data.id, account=REHEARSAL).status == "open"
    with pytest.raises(StripeRefused):
        stripe_sessions.session(data.id, account="")
    assert stripe.second.session(data.id)["id"] == data.id


def test_without_their_key_they_are_out_of_reach(stripe: StripeClient) -> None:
    assert stripe.url
    with pytest.raises(StripeDisconnected):
        stripe_sessions.session("cs_x", account=REHEARSAL)
