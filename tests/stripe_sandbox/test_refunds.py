"""Refunds: whole, in parts, never more than was paid, and failing late."""

from typing import Any

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control, given, open_checkout, pay, types


@pytest.fixture
def charge(running: RunningSandbox, client: V1Services) -> stripe.Charge:
    """A paid charge of 120.00 EUR."""
    pay(running, open_checkout(client).id)
    return client.charges.list().data[0]


@pytest.mark.parametrize("by", ["charge", "payment_intent"])
def test_a_whole_refund_returns_everything(
    client: V1Services, charge: stripe.Charge, by: str
) -> None:
    params: Any = {by: charge.id if by == "charge" else charge.payment_intent}
    refund = client.refunds.create(
        params=given(**params, metadata={"hold": "h1"}, reason="requested_by_customer")
    )
    assert (refund.status, refund.amount, refund.charge) == ("succeeded", 12_000, charge.id)
    assert refund.metadata is not None
    assert refund.metadata.to_dict() == {"hold": "h1"}
    refunded = client.charges.retrieve(charge.id)
    assert (refunded.amount_refunded, refunded.refunded) == (12_000, True)
    assert types(client)[-2:] == ["refund.created", "charge.refunded"]
    with pytest.raises(stripe.InvalidRequestError) as again:
        client.refunds.create(params=params)
    assert (again.value.http_status, again.value.code) == (400, "charge_already_refunded")


def test_parts_add_up_and_stop_at_the_whole(client: V1Services, charge: stripe.Charge) -> None:
    for amount in (5000, 6000):
        client.refunds.create(params={"charge": charge.id, "amount": amount})
    partly = client.charges.retrieve(charge.id)
    assert (partly.amount_refunded, partly.refunded) == (11_000, False)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded") as refused:
        client.refunds.create(params={"charge": charge.id, "amount": 1001})
    assert refused.value.param == "amount"
    assert client.refunds.create(params={"charge": charge.id}).amount == 1000
    listed = client.refunds.list(params={"charge": charge.id}).data
    assert [refund.amount for refund in listed] == [1000, 6000, 5000]


def test_a_refund_may_fail_after_it_succeeded(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge
) -> None:
    refund = client.refunds.create(params={"charge": charge.id})
    control(running, f"refunds/{refund.id}", status="failed", reason="lost_or_stolen_card")
    failed = client.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    restored = client.charges.retrieve(charge.id)
    assert (restored.amount_refunded, restored.refunded) == (0, False)
    assert types(client)[-3:] == ["refund.updated", "charge.refund.updated", "refund.failed"]
    assert client.refunds.create(params={"charge": charge.id}).status == "succeeded"


def test_a_refund_may_be_pending_for_a_while(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge
) -> None:
    refund = client.refunds.create(params={"charge": charge.id})
    control(running, f"refunds/{refund.id}", status="pending")
    pending = client.refunds.retrieve(refund.id)
    assert (pending.status, pending.pending_reason) == ("pending", "processing")
    assert client.charges.retrieve(charge.id).refunded is True
    control(running, f"refunds/{refund.id}", status="succeeded")
    assert client.refunds.retrieve(refund.id).pending_reason is None


@pytest.mark.parametrize("status", ["succeeded", "sings"])
def test_a_failed_refund_stays_failed(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge, status: str
) -> None:
    refund = client.refunds.create(params={"charge": charge.id})
    control(running, f"refunds/{refund.id}", status="failed")
    url = f"{running.url}/_sandbox/refunds/{refund.id}"
    assert requests.post(url, json={"status": status}, timeout=10).status_code == 400


@pytest.mark.parametrize(
    ("params", "param", "status"),
    [
        ({}, None, 400),
        ({"charge": "ch_none"}, "charge", 404),
        ({"payment_intent": "pi_none"}, "payment_intent", 404),
        ({"charge": "ch_1", "payment_intent": "pi_1"}, "charge", 400),
        ({"charge": "ch_1", "amount": 0}, "amount", 400),
        ({"charge": "ch_1", "reason": "whim"}, "reason", 400),
    ],
)
def test_a_refund_of_nothing_is_refused(
    stranger: V1Services, params: Any, param: str | None, status: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        stranger.refunds.create(params=params)
    assert (refused.value.param, refused.value.http_status) == (param, status)


def test_what_was_never_paid_cannot_be_refunded(
    running: RunningSandbox, client: V1Services
) -> None:
    pay(running, open_checkout(client).id, "pm_card_chargeDeclined")
    (failed,) = client.charges.list().data
    for params in ({"charge": failed.id}, {"payment_intent": failed.payment_intent}):
        with pytest.raises(stripe.InvalidRequestError):
            client.refunds.create(params=given(**params))
    assert client.refunds.list().data == []
