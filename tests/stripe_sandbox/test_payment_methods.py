"""Payment methods: from tokens, found again, attached."""

import pytest
import stripe
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.cards import DEBIT_TOKENS
from mentorhub.stripe_sandbox.payment_methods import debit_of
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import given, open_checkout, pay


def test_a_paid_cards_method_can_be_read(running: RunningSandbox, client: V1Services) -> None:
    pay(running, open_checkout(client).id, "pm_card_mastercard", email="ada@example.com")
    (charge,) = client.charges.list().data
    method = client.payment_methods.retrieve(str(charge.payment_method))
    assert method.card is not None
    assert (method.type, method.card.brand, method.card.last4) == ("card", "mastercard", "4444")
    assert method.billing_details.email == "ada@example.com"


def test_an_unknown_method_is_404(client: V1Services) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.payment_methods.retrieve("pm_none")
    assert refused.value.http_status == 404


@pytest.mark.parametrize(("token", "kind"), [(t, parts[0]) for t, parts in DEBIT_TOKENS.items()])
def test_a_debit_token_names_its_method(
    running: RunningSandbox, client: V1Services, token: str, kind: str
) -> None:
    params = given(amount=5000, currency="eur", payment_method=token, confirm=True)
    intent = client.payment_intents.create(params=params)
    assert intent.status == "processing"
    assert client.payment_methods.retrieve(str(intent.payment_method)).type == kind


def test_a_currency_without_a_debit_has_none() -> None:
    assert (debit_of("eur"), debit_of("chf")) == ("sepa_debit", None)
