"""Every refusal a person can meet has words of its own, and none shows what it is called inside."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.enrolment.rules.refusals import (
    CannotLeave,
    CheckoutUnderway,
    HoldElsewhere,
    NoLongerOpen,
    NothingToPay,
    NotOpenYet,
    TooLateToPay,
)
from mentorhub.enrolment.views.blueprint import why
from mentorhub.foundation.errors import Refusal

NOW = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
REFUSALS: list[Refusal] = [
    NotOpenYet(NOW),
    NoLongerOpen(NOW),
    HoldElsewhere(),
    NothingToPay(),
    TooLateToPay(),
    CheckoutUnderway(),
    CannotLeave(),
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_has_its_own_words(app: Flask, refusal: Refusal) -> None:
    with app.test_request_context():
        assert why(refusal) != why(Refusal())
        assert type(refusal).__name__ not in why(refusal)


def test_what_has_no_words_is_still_answered(app: Flask) -> None:
    with app.test_request_context():
        assert why(Refusal()) == "This cannot be done now."
