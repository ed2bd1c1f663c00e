"""Refunds that Stripe failed at: its error stays the answer to the key, so they are searched for, then sent again."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from mentorhub.foundation import clock
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.findings import Finding
from mentorhub.payments.actions import refunds
from mentorhub.payments.models.ledger import Payment, Refund
from mentorhub.payments.rules.failures import StripeRefused, StripeUnavailable
from mentorhub.payments.rules.refunds import LOOKED_AGAIN_AFTER, RefundState
from mentorhub.payments.stripe_gateway import refunds as stripe_refunds
from mentorhub.payments.stripe_gateway.refunds import RefundData
from tests.support.seatless import seatless_payment
from tests.support.stripe_client import StripeClient

pytestmark = pytest.mark.usefixtures("in_app")
REFUNDS = "/v1/refunds$"


def _refund() -> Refund:
    db.session.rollback()
    return db.session.scalars(select(Refund)).one()


def _at_stripe(stripe: StripeClient) -> list[int]:
    intent = db.session.scalars(select(Payment.payment_intent)).one()
    assert intent is not None
    return [one["amount"] for one in stripe.refunds(intent)]


@pytest.fixture
def send_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, float], None]:
    """Send a refund so many minutes after it was first asked for."""
    began = clock.now()

    def send(refund_id: int, minutes: float) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: began + dt.timedelta(minutes=minutes))
            refunds.send_refund(refund_id)

    return send


@pytest.fixture(autouse=True)
def without_faults(stripe: StripeClient) -> Iterator[None]:
    """Others share the stand-in."""
    yield
    stripe.clear_faults()


@pytest.mark.failure_mode(21)
def test_what_stripe_failed_at_goes_out_once_under_a_new_key(
    stripe: StripeClient, send_after: Callable[[int, float], None]
) -> None:
    refund_id = seatless_payment(stripe)
    stripe.fault(kind="status", status=500, stage="during", method="POST", path=REFUNDS)
    send_after(refund_id, 0)
    lost = _refund()
    assert (lost.state, lost.key_number) == (RefundState.QUEUED, 0)
    assert lost.lost_at is not None
    assert lost.due_at - lost.lost_at == LOOKED_AGAIN_AFTER
    send_after(refund_id, 4.9)  # too early for another key: it is only looked for
    assert _at_stripe(stripe) == []
    for minutes in (5, 6, 7):
        send_after(refund_id, minutes)
    sent = _refund()
    assert (sent.state, sent.key_number, sent.lost_at) == (RefundState.SUCCEEDED, 1, None)
    assert _at_stripe(stripe) == [64000]


@pytest.mark.failure_mode(21)
def test_what_stripe_did_although_it_failed_is_found_at_once(stripe: StripeClient) -> None:
    refund_id = seatless_payment(stripe)
    stripe.fault(kind="status", status=500, stage="after", method="POST", path=REFUNDS)
    refunds.send_refund(refund_id)
    found = _refund()
    assert (found.state, found.key_number, found.lost_at) == (RefundState.SUCCEEDED, 0, None)
    assert _at_stripe(stripe) == [64000]


def test_a_search_that_fails_as_well_is_made_again_before_anything_is_sent(
    stripe: StripeClient, send_after: Callable[[int, float], None]
) -> None:
    refund_id = seatless_payment(stripe)
    stripe.fault(kind="status", status=500, stage="after", method="POST", path=REFUNDS)
    stripe.fault(kind="status", status=500, stage="before", method="GET", path=REFUNDS, times=None)
    send_after(refund_id, 0)
    assert _refund().lost_at is not None
    send_after(refund_id, 6)  # no search, no new key
    assert (_refund().state, _refund().key_number) == (RefundState.QUEUED, 0)
    stripe.clear_faults()
    send_after(refund_id, 7)
    assert _refund().state == RefundState.SUCCEEDED
    assert _at_stripe(stripe) == [64000]


def test_a_search_that_is_refused_fails_no_refund(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)

    def silent(**_: object) -> RefundData:
        raise StripeUnavailable

    def refuse(_intent: str, *, account: str) -> list[RefundData]:
        raise StripeRefused("resource_missing", account)

    monkeypatch.setattr(stripe_refunds, "refund", silent)
    refunds.send_refund(refund_id)
    monkeypatch.setattr(stripe_refunds, "refunds_of", refuse)
    refunds.send_refund(refund_id)
    assert _refund().state == RefundState.QUEUED


def test_a_refund_that_was_asked_for_before_is_searched_for_first(
    stripe: StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day later Stripe has forgotten the key, and would take the same call for a new one."""
    refund_id = seatless_payment(stripe)
    ask = stripe_refunds.refund

    def lose(**asked: object) -> RefundData:
        ask(**asked)  # type: ignore[arg-type]
        raise StripeUnavailable

    monkeypatch.setattr(stripe_refunds, "refund", lose)
    refunds.send_refund(refund_id)
    monkeypatch.setattr(stripe_refunds, "refund", None)  # nobody asks again
    refunds.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    assert _at_stripe(stripe) == [64000]


@pytest.mark.parametrize("status", [401, 409, 429, 502, 503, 504])
def test_what_says_later_leaves_the_refund_and_its_key_as_they_are(
    stripe: StripeClient, status: int
) -> None:
    refund_id = seatless_payment(stripe)
    stripe.fault(kind="status", status=status, stage="before", method="POST", path=REFUNDS, times=3)
    refunds.send_refund(refund_id)
    waiting = _refund()
    assert (waiting.state, waiting.key_number, waiting.lost_at) == (RefundState.QUEUED, 0, None)
    assert db.session.scalars(select(Finding.kind)).all() == []
    stripe.clear_faults()
    refunds.send_refund(refund_id)
    assert _refund().state == RefundState.SUCCEEDED
    assert _at_stripe(stripe) == [64000]


def test_two_who_send_what_was_lost_use_one_new_key(
    stripe: StripeClient, send_after: Callable[[int, float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_id = seatless_payment(stripe)
    stripe.fault(kind="status", status=500, stage="during", method="POST", path=REFUNDS)
    send_after(refund_id, 0)
    keys: list[object] = []
    ask = stripe_refunds.refund

    def meanwhile(**asked: object) -> RefundData:
        keys.append(asked["key"])
        if len(keys) == 1:
            send_after(refund_id, 6)
        return ask(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(stripe_refunds, "refund", meanwhile)
    send_after(refund_id, 6)
    assert len(set(keys)) == 1
    assert _at_stripe(stripe) == [64000]


def test_a_refund_that_was_found_meanwhile_keeps_its_key_and_is_not_lost(
    stripe: StripeClient,
) -> None:
    refund_id = seatless_payment(stripe)
    assert refunds._next_key(refund_id) == _refund().key_number  # another worker has found it
    refunds.send_refund(refund_id)
    assert _refund().state != RefundState.QUEUED
    refunds._mark_lost(refund_id)
    assert _refund().lost_at is None
