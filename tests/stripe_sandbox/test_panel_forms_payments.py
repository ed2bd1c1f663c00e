"""The buttons beside a payment: refunds, disputes, debits, saved cards."""

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.stripe_sandbox.test_panel_forms import done, submit_form
from tests.support.shop import KEY, open_checkout, pay


@pytest.fixture
def paid(running: RunningSandbox, client: V1Services) -> str:
    """The PaymentIntent of a paid checkout."""
    pay(running, open_checkout(client).id)
    return client.payment_intents.list().data[0].id


def test_a_payment_is_refunded_in_part_then_whole_and_the_bank_may_refuse_later(
    running: RunningSandbox, client: V1Services, paid: str
) -> None:
    done(running, f"payments/{paid}/refunds", amount="20.5")
    done(running, f"payments/{paid}/refunds")
    whole, part = client.refunds.list().data
    assert (part.amount, whole.amount) == (2050, 9950)
    for status in ("pending", "failed"):
        done(running, f"refunds/{whole.id}", status=status)
        assert client.refunds.retrieve(whole.id).status == status


@pytest.mark.parametrize("amount", ["", "much", "0", "-5", "10.001", "nan", "500"])
def test_a_part_that_cannot_be_refunded_is_refused_on_the_panel(
    running: RunningSandbox, client: V1Services, paid: str, amount: str
) -> None:
    answer = submit_form(running, f"payments/{paid}/refunds", amount=amount)
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text
    assert client.refunds.list().data == []


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_dispute_is_opened_and_ends(
    running: RunningSandbox, client: V1Services, paid: str, end: str
) -> None:
    done(running, f"payments/{paid}/disputes")
    (dispute,) = client.disputes.list().data
    done(running, f"disputes/{dispute.id}", status=end)
    assert client.disputes.retrieve(dispute.id).status == end
    assert submit_form(running, f"disputes/{dispute.id}", status="won").status_code == 422


@pytest.mark.parametrize(("debit", "status"), [("settled", "paid"), ("failed", "unpaid")])
def test_a_debit_on_its_way_is_answered(
    running: RunningSandbox, client: V1Services, debit: str, status: str
) -> None:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_sepaDebit_processing")
    (intent,) = client.payment_intents.list().data
    done(running, f"payments/{intent.id}/debit", debit=debit)
    assert client.checkout.sessions.retrieve(checkout.id).payment_status == status


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("generic_decline", "card_declined"),
        ("always_challenge", "authentication_required"),
        ("pays", None),
    ],
)
def test_a_saved_card_answers_as_it_is_set(
    running: RunningSandbox, client: V1Services, behaviour: str, code: str | None
) -> None:
    customer = client.customers.create()
    keeping = {"setup_future_usage": "off_session"}
    pay(running, open_checkout(client, customer=customer.id, payment_intent_data=keeping).id)
    method = str(client.payment_intents.list().data[0].payment_method)
    done(running, f"payment_methods/{method}", behaviour=behaviour)
    data = {
        "amount": "500",
        "currency": "eur",
        "customer": customer.id,
        "payment_method": method,
        "confirm": "true",
        "off_session": "true",
    }
    url, auth = f"{running.url}/v1/payment_intents", (KEY, "")
    answer = requests.post(url, data=data, auth=auth, timeout=10).json()
    assert answer.get("error", {}).get("code") == code
