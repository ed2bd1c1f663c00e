"""Disputes: the money leaves when one opens, and comes back when it is won."""

import pytest
import requests
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import control, open_checkout, pay, types


@pytest.fixture
def charge(running: RunningSandbox, client: V1Services) -> stripe.Charge:
    """A paid charge."""
    pay(running, open_checkout(client).id)
    return client.charges.list().data[0]


def test_opening_withdraws_the_money_and_stops_refunds(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge
) -> None:
    opened = control(running, "disputes", charge=charge.id, reason="product_not_received")
    dispute = client.disputes.retrieve(opened["id"])
    assert (dispute.status, dispute.amount) == ("needs_response", 12_000)
    assert dispute.reason == "product_not_received"
    assert client.charges.retrieve(charge.id).disputed is True
    assert types(client)[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.refunds.create(params={"charge": charge.id})
    assert refused.value.code == "charge_disputed"
    assert [one.id for one in client.disputes.list(params={"charge": charge.id}).data] == [
        dispute.id
    ]


@pytest.mark.parametrize(
    ("status", "emitted"),
    [
        ("under_review", ["charge.dispute.updated"]),
        ("lost", ["charge.dispute.closed"]),
        ("won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"]),
    ],
)
def test_a_dispute_moves_and_emits_it(
    running: RunningSandbox,
    client: V1Services,
    charge: stripe.Charge,
    status: str,
    emitted: list[str],
) -> None:
    opened = control(running, "disputes", charge=charge.id)
    control(running, f"disputes/{opened['id']}", status=status)
    assert client.disputes.retrieve(opened["id"]).status == status
    assert types(client)[-len(emitted) :] == emitted
    assert client.charges.retrieve(charge.id).disputed is (status != "won")


def test_a_decided_dispute_stays_decided(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge
) -> None:
    opened = control(running, "disputes", charge=charge.id)
    control(running, f"disputes/{opened['id']}", status="lost")
    url = f"{running.url}/_sandbox/disputes/{opened['id']}"
    assert requests.post(url, json={"status": "won"}, timeout=10).status_code == 400


def test_a_fully_refunded_charge_cannot_be_disputed(
    running: RunningSandbox, client: V1Services, charge: stripe.Charge
) -> None:
    client.refunds.create(params={"charge": charge.id})
    url = f"{running.url}/_sandbox/disputes"
    assert requests.post(url, json={"charge": charge.id}, timeout=10).status_code == 400
