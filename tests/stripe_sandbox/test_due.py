"""What time does by itself: checkouts expire, debits settle or fail, once."""

import pytest
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import Receiver, connected, open_checkout, pay, sdk, types


def test_a_checkout_expires_when_its_time_is_over(
    running: RunningSandbox, client: V1Services
) -> None:
    checkout = open_checkout(client)
    running.move_clock(86_400 - 60)
    assert client.checkout.sessions.retrieve(checkout.id).status == "open"
    running.move_clock(60)
    assert client.checkout.sessions.retrieve(checkout.id).status == "expired"
    running.move_clock(86_400)
    assert types(client) == ["checkout.session.expired"]


def test_a_checkout_expires_and_emits_it_though_nobody_asks(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    open_checkout(buyer)
    listening.sandbox.clock.advance(86_400)
    listening.sandbox.tick()
    assert listening.wait_until_idle()
    assert receiver.types() == ["checkout.session.expired"]


def test_a_paid_checkout_does_not_expire(running: RunningSandbox, client: V1Services) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id)
    running.move_clock(2 * 86_400)
    assert client.checkout.sessions.retrieve(checkout.id).status == "complete"
    assert "checkout.session.expired" not in types(client)


def test_a_connected_accounts_checkout_expires_there(running: RunningSandbox) -> None:
    mentor = connected(running, "acct_mentor")
    open_checkout(mentor)
    running.move_clock(86_400)
    assert types(mentor) == ["checkout.session.expired"]
    assert types(sdk(running.url)) == []


@pytest.mark.parametrize(
    ("token", "payment_status", "emitted"),
    [
        ("pm_sepaDebit_success", "paid", "checkout.session.async_payment_succeeded"),
        ("pm_sepaDebit_insufficientFunds", "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_a_debit_is_decided_after_a_while(
    running: RunningSandbox, client: V1Services, token: str, payment_status: str, emitted: str
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, token)
    assert client.checkout.sessions.retrieve(checkout.id).payment_status == "unpaid"
    assert types(client)[-1] == "checkout.session.completed"
    running.move_clock(61)
    decided = client.checkout.sessions.retrieve(checkout.id)
    assert (decided.status, decided.payment_status) == ("complete", payment_status)
    running.move_clock(86_400)
    assert types(client)[-1] == emitted
