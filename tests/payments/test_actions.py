"""Events are stored once and never forged; refunds go out once, whatever gets lost on the way."""

import copy
import time
from typing import Any

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments import actions, stripe_gateway
from mentorhub.payments.models import Payment, Refund, StripeEvent
from mentorhub.payments.rules import RefundState
from mentorhub.payments.stripe_gateway import RefundFacts, StripeRefused, StripeUnavailable
from tests.payments.seatless import seatless_payment
from tests.till import Till, signed

pytestmark = pytest.mark.usefixtures("in_app")

EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "checkout.session.completed",
    "api_version": "2026-10-28.endive",
    "livemode": False,
    "created": 1,
    "data": {"object": {"id": "cs_test_1", "object": "checkout.session"}},
}


def _stored() -> list[StripeEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(StripeEvent).order_by(StripeEvent.id)))


def _changed(**fields: Any) -> dict[str, Any]:
    return copy.deepcopy(EVENT) | fields


def test_an_event_is_stored_with_its_facts() -> None:
    actions.receive_event(*signed(EVENT))
    (event,) = _stored()
    assert (event.event_id, event.type, event.object_id) == ("evt_1", EVENT["type"], "cs_test_1")
    assert event.state.value == "received"
    assert event.payload == EVENT


def test_an_event_delivered_again_is_stored_once() -> None:
    for _ in range(5):
        actions.receive_event(*signed(EVENT))
    assert len(_stored()) == 1


def test_two_deliveries_at_once_are_stored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.receive_event(*signed(EVENT))
    store = actions._store

    def blind(session: Any, facts: Any, *, now: Any) -> None:
        monkeypatch.setattr(session, "scalar", lambda *_: None)
        store(session, facts, now=now)

    monkeypatch.setattr(actions, "_store", blind)
    actions.receive_event(*signed(EVENT))
    assert len(_stored()) == 1


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"livemode": True}, "other mode"), ({"api_version": "2020-08-27"}, "other API version")],
)
def test_a_foreign_event_is_kept_as_ignored(fields: dict[str, Any], reason: str) -> None:
    actions.receive_event(*signed(_changed(**fields)))
    (event,) = _stored()
    assert (event.state.value, event.reason) == ("ignored", reason)


@pytest.mark.failure_mode(10)
def test_a_forged_event_is_stored_nowhere() -> None:
    body, signature = signed(EVENT)
    forged = [
        (body, ""),
        (body, "t=1,v1=0"),
        (body + b" ", signature),
        (body, signed(EVENT, secret="whsec_other")[1]),
        (body, signed(EVENT, at=time.time() - 301)[1]),
        (b"\xff", signature),
        signed({"not": "an event"}),
        signed({**EVENT, "data": []}),
    ]
    for one in forged:
        with pytest.raises(actions.ForgedEvent):
            actions.receive_event(*one)
    assert _stored() == []


def test_an_event_is_finished_once() -> None:
    actions.receive_event(*signed(EVENT))
    (event,) = _stored()
    actions.finish_event(event.id)
    actions.finish_event(event.id, reason="too late")
    assert [(one.state.value, one.reason) for one in _stored()] == [("applied", "")]


def test_a_failing_event_waits_longer_each_time() -> None:
    waits = [actions.retry_after(attempts).total_seconds() for attempts in (1, 2, 3, 20)]
    assert waits == [30, 60, 120, 3600]


def _refund() -> Refund:
    db.session.rollback()
    return db.session.scalars(select(Refund)).one()


def test_a_refund_is_sent_once(stripe: Till) -> None:
    refund_id = seatless_payment(stripe)
    for _ in range(3):
        actions.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    assert [one["amount"] for one in stripe.refunds(intent)] == [64000]


def test_a_lost_answer_is_asked_for_with_the_same_key(
    stripe: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)
    ask = stripe_gateway.refund

    def lose(**asked: Any) -> RefundFacts:
        ask(**asked)
        raise StripeUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(stripe_gateway, "refund", lose)
        actions.send_refund(refund_id)
    waiting = _refund()
    assert (waiting.state, waiting.attempts) == (RefundState.QUEUED, 1)
    assert waiting.due_at > clock.now()
    actions.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    assert len(stripe.refunds(intent)) == 1


def test_a_refused_refund_waits_for_a_hand(stripe: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    refund_id = seatless_payment(stripe)

    def refuse(**_: Any) -> RefundFacts:
        raise StripeRefused("charge_disputed", "no")

    monkeypatch.setattr(stripe_gateway, "refund", refuse)
    actions.send_refund(refund_id)
    refund = _refund()
    assert (refund.state, refund.failure_reason) == (RefundState.FAILED, "charge_disputed")
    assert [found.kind for found in db.session.scalars(select(Finding))] == ["refund_failed"]
    monkeypatch.undo()
    actions.send_refund(refund_id)
    assert _refund().state == RefundState.FAILED


@pytest.mark.parametrize(
    ("status", "state"),
    [("pending", RefundState.PENDING), ("canceled", RefundState.CANCELLED)],
)
def test_a_refund_follows_what_stripe_says(
    stripe: Till, monkeypatch: pytest.MonkeyPatch, status: str, state: RefundState
) -> None:
    refund_id = seatless_payment(stripe)
    monkeypatch.setattr(stripe_gateway, "refund", lambda **_: RefundFacts("re_1", status, ""))
    actions.send_refund(refund_id)
    assert _refund().state == state


def test_two_answers_to_one_refund_are_stored_once(
    stripe: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)

    def twice(**_: Any) -> RefundFacts:
        actions._store_refund(refund_id, "re_1", "succeeded", "")
        return RefundFacts("re_1", "succeeded", "")

    monkeypatch.setattr(stripe_gateway, "refund", twice)
    actions.send_refund(refund_id)
    assert _refund().stripe_refund == "re_1"
