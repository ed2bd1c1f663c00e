"""What the panel reads: each payment with what can still become of it, each event with its deliveries."""

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox import panel_rows
from mentorhub.stripe_sandbox.panel_rows import Payment
from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.store import Doc
from tests.support.connecting import new_link
from tests.support.shop import (
    Receiver,
    connected,
    control,
    given,
    open_checkout,
    pay,
    sdk_client,
)


def payments(running: RunningSandbox) -> list[Payment]:
    """The payments as the panel reads them."""
    with running.sandbox.store.changing():
        return panel_rows.payments(running.sandbox.store)


def events(running: RunningSandbox) -> list[Doc]:
    """The events as the panel reads them."""
    with running.sandbox.store.changing():
        return panel_rows.events(running.sandbox.store)


@pytest.mark.parametrize(
    ("method", "state", "left"),
    [
        ("pm_card_visa", "paid", "120.00 EUR"),
        ("pm_card_chargeDeclined", "refused", ""),
        ("pm_card_authenticationRequired", "waits for the buyer to confirm it", ""),
        ("pm_sepaDebit_processing", "on its way: a bank debit that is not settled", ""),
    ],
)
def test_a_payment_says_how_it_stands(
    running: RunningSandbox, client: V1Services, method: str, state: str, left: str
) -> None:
    pay(running, open_checkout(client).id, method, email="ada@example.com")
    (payment,) = payments(running)
    assert (payment.state, payment.left, payment.amount) == (state, left, "120.00 EUR")
    assert payment.is_on_its_way == (method == "pm_sepaDebit_processing")
    assert payment.is_disputable == bool(left)
    assert payment.card is None


def test_what_is_left_shrinks_with_refunds_and_is_nothing_while_disputed(
    running: RunningSandbox, client: V1Services
) -> None:
    pay(running, open_checkout(client).id)
    (intent,) = client.payment_intents.list().data
    refund = client.refunds.create(params={"payment_intent": intent.id, "amount": 2000})
    (payment,) = payments(running)
    assert payment.left == "100.00 EUR"
    assert payment.refunds == [{"id": refund.id, "amount": "20.00 EUR", "status": "succeeded"}]
    control(running, "disputes", charge=intent.latest_charge)
    (payment,) = payments(running)
    assert (payment.left, payment.is_disputable) == ("", False)
    (dispute,) = payment.disputes
    assert (dispute["status"], dispute["is_open"]) == ("needs response", True)


def test_a_saved_card_is_shown_and_a_card_used_once_is_not(
    running: RunningSandbox, client: V1Services
) -> None:
    customer = client.customers.create()
    keeping = {"setup_future_usage": "off_session"}
    saving = open_checkout(client, customer=customer.id, payment_intent_data=keeping)
    pay(running, saving.id)
    pay(running, open_checkout(client).id)
    once, saved = payments(running)
    assert once.card is None
    assert saved.card is not None
    assert (saved.card["last4"], saved.card["behaviour"]) == ("4242", "pays")


def test_connected_accounts_payments_are_shown_with_their_account(running: RunningSandbox) -> None:
    pay_at = connected(running, "acct_mentor")
    checkout = open_checkout(pay_at)
    requests.post(
        str(checkout.url),
        data={
            "email": "ada@example.com",
            "card_number": "4242424242424242",
            "expiry": "12/34",
            "cvc": "123",
        },
        timeout=10,
        allow_redirects=False,
    )
    (payment,) = payments(running)
    assert (payment.account, payment.payer) == ("acct_mentor", "ada@example.com")


def test_an_event_says_what_became_of_its_delivery(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    receiver.statuses = [200, 503]
    for _ in range(2):
        buyer.customers.create()
    assert listening.wait_until_idle()
    control(listening, "deliveries/faults", reorder=True)
    buyer.customers.create()
    control(listening, "deliveries/faults", drop="all")
    buyer.customers.create()
    lost, held, refused, taken = [event["tries"][0] for event in events(listening)]
    assert (lost, held, taken) == ("failed (lost by a fault)", "held back", "delivered")
    assert refused.startswith("waits until ")
    assert refused.endswith("(503)")


def test_an_event_that_nobody_wants_says_so(running: RunningSandbox, client: V1Services) -> None:
    client.customers.create()
    (event,) = events(running)
    assert (event["type"], event["tries"]) == ("customer.created", ["no endpoint"])


def test_the_lists_are_short_and_the_newest_come_first(
    running: RunningSandbox, client: V1Services
) -> None:
    for amount in range(1000, 1025):
        client.payment_intents.create(params=given(amount=amount, currency="eur"))
    for _ in range(10):
        client.customers.create()
    shown = payments(running)
    assert len(shown) == panel_rows.PAYMENTS_SHOWN
    assert shown[0].amount == "10.24 EUR"
    assert len(events(running)) == panel_rows.EVENTS_SHOWN


def test_the_queue_counts_what_waits_and_what_is_held(
    listening: RunningSandbox, receiver: Receiver, buyer: V1Services
) -> None:
    control(listening, "deliveries/faults", delay_seconds=600)
    buyer.customers.create()
    control(listening, "deliveries/faults", reorder=True)
    buyer.customers.create()
    with listening.sandbox.store.changing():
        queue = panel_rows.queue(listening.sandbox.store)
    assert queue == {"waiting": 2, "held": 1, "urls": [receiver.url]}


def test_thin_events_stand_among_the_others_with_what_they_are_about(
    listening: RunningSandbox,
) -> None:
    mentor = connected(listening, "acct_mentor")
    customer = mentor.customers.create()
    link = new_link(sdk_client(listening.url), "acct_mentor")
    requests.post(requests.get(link.url, timeout=10).url, timeout=10, allow_redirects=False)
    assert listening.wait_until_idle()
    store = listening.sandbox.store
    with store.changing():
        shown = {event["type"]: event for event in panel_rows.events(store)}
        queue = panel_rows.queue(store)
    assert shown["customer.created"]["about"] == f"{customer.id} on acct_mentor"
    assert shown["v2.core.account[requirements].updated"]["about"] == "acct_mentor"
    assert shown["v2.core.account_link.returned"]["about"] == "acct_mentor"
    assert shown["v2.core.account_link.returned"]["tries"] == ["delivered"]
    assert shown["v2.core.account.created"]["tries"] == ["no endpoint"]
    assert len(queue["urls"]) == 1  # three listen at one address


def test_an_account_is_shown_with_its_state(running: RunningSandbox) -> None:
    connected(running, "acct_mentor", name="Ines")
    store = running.sandbox.store
    with store.changing():
        (account,) = panel_rows.accounts(store)
    assert (account["name"], account["state"]) == ("Ines", "takes cards")
