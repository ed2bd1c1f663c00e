"""Refunds go out once, whatever gets lost on the way."""

from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import refunds
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.rules.refunds import RefundState
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _refund() -> Refund:
    db.session.rollback()
    return db.session.scalars(select(Refund)).one()


def test_a_refund_is_sent_once(stripe: StripeClient) -> None:
    refund_id = seatless_payment(stripe)
    for _ in range(3):
        refunds.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    assert [one["amount"] for one in stripe.refunds(intent)] == [64000]


def test_a_lost_answer_is_asked_for_with_the_same_key(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)
    ask = stripe_refunds.refund

    def lose(**asked: Any) -> RefundData:
        ask(**asked)
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_refunds, "refund", lose)
        refunds.send_refund(refund_id)
    waiting = _refund()
    assert (waiting.state, waiting.attempts) == (RefundState.QUEUED, 1)
    assert waiting.due_at > clock.now()
    refunds.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    assert len(stripe.refunds(intent)) == 1


def test_a_refused_refund_opens_a_finding(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)

    def refuse(**_: Any) -> RefundData:
        raise StripeRefused("charge_disputed", "no")

    monkeypatch.setattr(stripe_refunds, "refund", refuse)
    refunds.send_refund(refund_id)
    refund = _refund()
    assert (refund.state, refund.failure_reason) == (RefundState.FAILED, "charge_disputed")
    assert [found.kind for found in db.session.scalars(select(Finding))] == ["refund_failed"]
    monkeypatch.undo()
    refunds.send_refund(refund_id)
    assert _refund().state == RefundState.FAILED


@pytest.mark.parametrize(
    ("status", "state"),
    [("pending", RefundState.PENDING), ("canceled", RefundState.CANCELLED)],
)
def test_a_refund_follows_what_stripe_says(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch, status: str, state: RefundState
) -> None:
    refund_id = seatless_payment(stripe)
    monkeypatch.setattr(
        stripe_refunds, "refund", lambda **_: RefundData("re_1", status, "", 64000, "eur", "")
    )
    refunds.send_refund(refund_id)
    assert _refund().state == state


def test_two_answers_to_one_refund_are_stored_once(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)

    def twice(**_: Any) -> RefundData:
        refunds._store_refund(refund_id, "re_1", "succeeded", "")
        return RefundData("re_1", "succeeded", "", 64000, "eur", "")

    monkeypatch.setattr(stripe_refunds, "refund", twice)
    refunds.send_refund(refund_id)
    assert _refund().stripe_refund == "re_1"
