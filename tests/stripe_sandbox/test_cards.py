"""Stripe's test cards behave as Stripe documents them."""

import pytest

from mentorhub.stripe_sandbox.cards import CARDS, REFUSALS, Card, passes_luhn
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.shop import open_checkout, pay, sdk


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.number)
def test_a_test_cards_number_is_well_formed(card: Card) -> None:
    assert passes_luhn(card.number)


@pytest.mark.parametrize("number", ["4242424242424241", "42", "abcd", "", "4" * 20])
def test_a_mistyped_number_is_seen(number: str) -> None:
    assert not passes_luhn(number)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.token)
def test_a_card_does_what_it_is_documented_to_do(shared: RunningSandbox, card: Card) -> None:
    checkout = open_checkout(sdk(shared.url))
    response = pay(shared, checkout.id, card.token)
    if card.behaviour in REFUSALS:
        error, refusal = response.json()["error"], REFUSALS[card.behaviour]
        assert response.status_code == 402
        assert (error["type"], error["code"]) == ("card_error", refusal["code"])
        assert (error["message"], error["decline_code"]) == (
            refusal["message"],
            refusal["decline_code"],
        )
    else:
        assert response.json()["status"] == ("complete" if card.behaviour == "pays" else "open")
