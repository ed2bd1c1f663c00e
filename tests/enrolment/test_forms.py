"""Amounts as people type them become minor units of the payment's own currency, or are refused with an example."""

import pytest
from flask import Flask

from mentorhub.enrolment.forms.money import RefundForm

TYPED = [
    ("eur", "320", 32000),
    ("eur", "320.5", 32050),
    ("eur", "320,50", 32050),
    ("eur", " €0.01 ", 1),
    ("jpy", "500", 500),
    ("kwd", "1.230", 1230),
    ("kwd", "1.2", 1200),
    ("isk", "500", 50000),
]
REFUSED = [
    ("eur", "1,000", "320.00"),  # a thousand, or one with three digits?
    ("eur", "1 000", "320.00"),
    ("eur", "0.001", "320.00"),
    ("eur", "NaN", "320.00"),
    ("jpy", "500.5", "32000"),
    ("jpy", "500.00", "32000"),
    ("kwd", "1,234", "32.000"),
    ("kwd", "1.234", "32.000"),  # Stripe takes multiples of ten
    ("isk", "500.50", "320.00"),
]


def _form(app: Flask, currency: str, amount: str) -> RefundForm:
    with app.test_request_context(method="POST", data={"how_much": "part", "amount": amount}):
        form = RefundForm()
        form.offer(64000, currency, by_terms_minor=0)
        form.validate()
        return form


@pytest.mark.parametrize(("currency", "typed", "minor"), TYPED)
def test_an_amount_is_read_to_the_last_digit(
    app: Flask, currency: str, typed: str, minor: int
) -> None:
    form = _form(app, currency, typed)
    assert (form.errors, form.chosen_minor) == ({}, minor)


@pytest.mark.parametrize(("currency", "typed", "example"), REFUSED)
def test_what_could_be_read_in_two_ways_or_not_be_sent_is_refused(
    app: Flask, currency: str, typed: str, example: str
) -> None:
    form = _form(app, currency, typed)
    assert form.errors == {"amount": [f"Please write an amount such as {example}."]}


def test_an_amount_left_behind_is_not_read_where_all_goes_back(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"how_much": "all", "amount": "x"}):
        form = RefundForm()
        form.offer(64000, "eur", by_terms_minor=0)
        assert form.validate()
        assert form.chosen_minor == 64000
