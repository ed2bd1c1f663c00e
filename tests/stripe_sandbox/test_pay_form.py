"""What the buyer may type, and what is said beside the field."""

from typing import Any

import pytest

from mentorhub.stripe_sandbox.pay_form import blank, offered_debit, read

NOW = 1_795_000_000  # November 2026
CHECKOUT = {
    "amount_total": 12_000,
    "currency": "eur",
    "customer_email": None,
    "payment_method_types": ["card", "sepa_debit"],
}
GOOD = {
    "email": "ada@example.com",
    "name": "Ada",
    "card_number": "4242 4242 4242 4242",
    "expiry": "12 / 34",
    "cvc": "123",
}


def test_a_good_card_is_read() -> None:
    form = read(GOOD, checkout=CHECKOUT, now=NOW)
    assert form.errors == {}
    assert form.card is not None
    assert (form.card.last4, form.expiry) == ("4242", (12, 2034))
    assert form.payer == {"email": "ada@example.com", "name": "Ada"}


@pytest.mark.parametrize("expiry", ["1234", "12/34", "12 / 2034", "11/26"])
def test_an_expiry_may_be_typed_in_several_ways(expiry: str) -> None:
    assert read({**GOOD, "expiry": expiry}, checkout=CHECKOUT, now=NOW).errors == {}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("email", "ada", "Enter an email address"),
        ("email", "", "Enter an email address"),
        ("card_number", "4242 4242 4242 4241", "card number is not valid"),
        ("card_number", "", "card number is not valid"),
        ("expiry", "13/34", "MM / YY"),
        ("expiry", "soon", "MM / YY"),
        ("expiry", "10/26", "in the past"),
        ("cvc", "12", "security code"),
        ("cvc", "abc", "security code"),
    ],
)
def test_a_mistake_is_shown_beside_its_field(field: str, typed: str, said: str) -> None:
    form = read({**GOOD, field: typed}, checkout=CHECKOUT, now=NOW)
    assert list(form.errors) == [field]
    assert said in form.errors[field]
    assert form.values[field] == typed


def test_a_card_that_is_no_test_card_is_marked_as_refused() -> None:
    form = read({**GOOD, "card_number": "4111111111111111"}, checkout=CHECKOUT, now=NOW)
    assert form.card is not None
    assert form.card.behaviour == "not_a_test_card"


@pytest.mark.parametrize(("typed", "behaviour"), [("fails", "fails"), ("sings", "settles")])
def test_a_debit_is_read_without_a_card(typed: str, behaviour: str) -> None:
    given = {"email": "ada@example.com", "method": "debit", "debit_result": typed}
    form = read(given, checkout=CHECKOUT, now=NOW)
    assert (form.errors, form.debit, form.card) == ({}, "sepa_debit", None)
    assert form.values["debit_result"] == behaviour


def test_a_debit_where_only_cards_are_taken_is_refused() -> None:
    cards_only: dict[str, Any] = {**CHECKOUT, "payment_method_types": ["card"]}
    given = {"email": "ada@example.com", "method": "debit"}
    assert offered_debit(cards_only) is None
    assert read(given, checkout=cards_only, now=NOW).errors


def test_nothing_due_asks_for_the_address_only() -> None:
    free = {**CHECKOUT, "amount_total": 0}
    assert read({"email": "ada@example.com"}, checkout=free, now=NOW).errors == {}


def test_the_form_opens_with_the_address_the_shop_knows() -> None:
    assert blank({**CHECKOUT, "customer_email": "a@b.example"}).values["email"] == "a@b.example"
