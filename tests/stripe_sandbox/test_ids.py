"""Identifiers look like Stripe's and cannot be guessed."""

import re

import pytest

from mentorhub.stripe_sandbox.ids import new_id


@pytest.mark.parametrize(
    ("prefix", "form"),
    [("pi", r"pi_[A-Za-z0-9]{24}"), ("cs_test", r"cs_test_[A-Za-z0-9]{58}")],
)
def test_an_id_is_its_prefix_and_random_characters(prefix: str, form: str) -> None:
    assert re.fullmatch(form, new_id(prefix))


def test_no_two_ids_are_the_same() -> None:
    assert len({new_id("evt") for _ in range(1000)}) == 1000
