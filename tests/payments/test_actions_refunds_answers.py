"""What is asked of Stripe for a refund, each time alike; what is stored of its answer, and of a refusal."""

from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import refunds
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.events import retry_after
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.rules.refunds import RefundState
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from tests.support.seatless import seatless_payment
from tests.support.still_time import stand_at
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")


def _refund() -> Refund:
    db.session.rollback()
    return db.session.scalars(select(Refund)).one()


def test_every_try_asks_the_same_and_waits_longer(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)
    now, asked = clock.now(), list[dict[str, Any]]()

    def silent(**given: Any) -> RefundData:
        asked.append(given)
        raise StripeUnavailable

    stand_at(monkeypatch, now)
    monkeypatch.setattr(stripe_refunds, "refund", silent)
    for attempts in (1, 2, 3):
        refunds.send_refund(refund_id)
        one = _refund()
        assert (one.attempts, one.due_at) == (attempts, now + retry_after(attempts))
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    right = {
        "account": "",
        "key": f"refund-{one.public_id}",
        "payment_intent": intent,
        "amount_minor": 64000,
        "reference": one.public_id,
        "has_fee": False,
    }
    assert asked == [right] * 3


def test_a_refund_is_known_by_what_stripe_calls_it(stripe: StripeClient) -> None:
    refunds.send_refund(seatless_payment(stripe))
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    (there,) = stripe.refunds(intent)
    one = _refund()
    assert (one.stripe_refund, one.failure_reason) == (there["id"], "")
    assert there["metadata"]["refund"] == one.public_id
    assert db.session.scalars(select(Finding)).all() == []


@pytest.mark.parametrize("is_refused", [True, False])
def test_a_refund_that_does_not_go_through_says_whose_it_is_and_why(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch, *, is_refused: bool
) -> None:
    refund_id = seatless_payment(stripe)

    def fail(**_: Any) -> RefundData:
        if is_refused:
            raise StripeRefused("charge_disputed", "no")
        return RefundData("re_1", "failed", "lost_or_stolen_card", 64000, "eur", "")

    monkeypatch.setattr(stripe_refunds, "refund", fail)
    refunds.send_refund(refund_id)
    why, known = ("charge_disputed", None) if is_refused else ("lost_or_stolen_card", "re_1")
    one = _refund()
    assert (one.state, one.stripe_refund) == (RefundState.FAILED, known)
    found = db.session.scalars(select(Finding)).one()
    assert (found.kind, found.subject_type) == ("refund_failed", "refund")
    assert (found.subject_public_id, found.practice_id) == (one.public_id, one.practice_id)
    assert (found.detail, one.failure_reason) == (why, why)
