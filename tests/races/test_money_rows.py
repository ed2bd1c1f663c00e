"""One event or refund in two hands at once: who comes second waits for the first, and goes by what that has done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from mentorhub.foundation.database.tables import db
from mentorhub.payments.actions import events, refunds
from mentorhub.payments.models.events import StripeEvent
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.events import API_VERSION, EventState
from mentorhub.payments.rules.refunds import RefundState
from tests.races.waiting import before
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient, signed

Row = TypeVar("Row", StripeEvent, Refund)


def _hold(
    app: Flask, model: type[Row], id_: int, second: Callable[[], object]
) -> AbstractContextManager[Row]:
    """The row in the first's hand, while the second waits for it."""
    return before(app, second, lambda session: session.get_one(model, id_, with_for_update=True))


def _event(app: Flask) -> int:
    context = {
        "id": "evt_1",
        "type": "checkout.session.completed",
        "api_version": API_VERSION,
        "livemode": False,
        "created": 1,
        "data": {"object": {"id": "cs_1"}},
    }
    with app.app_context():
        events.receive_event(*signed(context))
        return db.session.scalars(select(StripeEvent.id)).one()


def test_an_event_that_was_applied_meanwhile_stays_so(racing: Flask) -> None:
    id_ = _event(racing)
    late = partial(events.finish_event, id_, reason="no checkout of ours")
    with _hold(racing, StripeEvent, id_, late) as row:
        row.finish("apply", now=row.received_at)
    with racing.app_context():
        one = db.session.get_one(StripeEvent, id_)
        assert (one.state, one.reason) == (EventState.APPLIED, "")


def test_an_event_that_is_put_off_twice_at_once_counts_both(racing: Flask) -> None:
    id_ = _event(racing)
    with _hold(racing, StripeEvent, id_, partial(events.put_off_event, id_)) as row:
        row.attempts += 1
    with racing.app_context():
        assert db.session.get_one(StripeEvent, id_).attempts == 2


@pytest.fixture
def refund_id(racing: Flask, stripe: StripeClient) -> int:
    """One that is queued."""
    with racing.app_context():
        return seatless_payment(stripe)


def test_a_refund_that_is_dropped_while_it_would_be_sent_is_not_sent(
    racing: Flask, stripe: StripeClient, refund_id: int
) -> None:
    with _hold(racing, Refund, refund_id, partial(refunds.send_refund, refund_id)) as row:
        row.move("cancel")
    with racing.app_context():
        assert db.session.get_one(Refund, refund_id).state == RefundState.CANCELLED
        intent = db.session.scalars(select(Payment.payment_intent)).one()
        assert stripe.refunds(str(intent)) == []


def test_the_first_answer_to_a_refund_is_the_one_that_is_kept(
    racing: Flask, refund_id: int
) -> None:
    late = partial(refunds._store_refund, refund_id, "re_1", "failed", "lost")
    with _hold(racing, Refund, refund_id, late) as row:
        row.stripe_refund = "re_1"
        row.move("succeed")
    with racing.app_context():
        one = db.session.get_one(Refund, refund_id)
        assert (one.state, one.failure_reason) == (RefundState.SUCCEEDED, "")
