"""A practice's own account: its state by what Stripe says, what is missing, the platform's part of a payment."""

import pytest

from mentorhub.accounts.rules.practices import CHARGES, CHARGING, StripeState
from mentorhub.payments.rules.connections import (
    CountryNotServed,
    Missing,
    Requirement,
    account_key,
    application_fee,
    connection_verb,
    refuse_country,
    requirement,
    without_repeats,
)

S = StripeState


@pytest.mark.parametrize(
    ("state", "is_active", "is_closed", "after"),
    [
        (S.PENDING, False, False, S.PENDING),
        (S.PENDING, True, False, S.READY),
        (S.READY, True, False, S.READY),
        (S.READY, False, False, S.BLOCKED),
        (S.BLOCKED, False, False, S.BLOCKED),
        (S.BLOCKED, True, False, S.READY),
        (S.PENDING, False, True, S.DISCONNECTED),
        (S.READY, True, True, S.DISCONNECTED),
        (S.BLOCKED, False, True, S.DISCONNECTED),
        (S.DISCONNECTED, True, False, S.DISCONNECTED),
        (S.DISCONNECTED, False, True, S.DISCONNECTED),
    ],
)
def test_an_account_is_brought_to_what_stripe_says(
    state: StripeState, after: StripeState, *, is_active: bool, is_closed: bool
) -> None:
    verb = connection_verb(state, is_active=is_active, is_closed=is_closed)
    assert (CHARGES.after(verb, state) if verb else state) == after


def test_only_the_platforms_account_and_one_that_is_ready_can_be_paid() -> None:
    assert set(CHARGING) == {S.PLATFORM, S.READY}


@pytest.mark.parametrize(
    ("description", "kind"),
    [
        ("identity.individual.date_of_birth.day", Missing.PERSON),
        ("identity.business_details.product_description", Missing.BUSINESS),
        ("configuration.merchant.support.phone", Missing.BUSINESS),
        ("configuration.merchant.statement_descriptor.descriptor", Missing.BUSINESS),
        ("identity.individual.documents.primary_verification", Missing.DOCUMENT),
        ("external_account", Missing.BANK_ACCOUNT),
        ("identity.attestations.terms_of_service.account.date", Missing.TERMS),
        ("something.new", Missing.OTHER),
    ],
)
def test_what_stripe_asks_for_is_told_in_kinds(description: str, kind: Missing) -> None:
    assert requirement(description, words="No.") == Requirement(kind, "No.")


def test_the_same_kind_is_told_once_and_the_person_first() -> None:
    asked = ["external_account", "identity.individual.name", "identity.individual.address.city"]
    found = without_repeats(requirement(one) for one in asked)
    assert [one.kind for one in found] == [Missing.PERSON, Missing.BANK_ACCOUNT]


@pytest.mark.parametrize(
    ("amount", "basis_points", "account", "fee"),
    [
        (64000, 250, "acct_1", 1600),
        (64000, 250, "", 0),
        (64000, 0, "acct_1", 0),
        (99, 250, "acct_1", 2),  # 2.475, rounded down
        (30, 250, "acct_1", 0),
        (0, 250, "acct_1", 0),
        (64000, 5000, "acct_1", 32000),
    ],
)
def test_the_platforms_part_is_of_what_is_paid_on_a_practices_own_account(
    amount: int, basis_points: int, account: str, fee: int
) -> None:
    assert application_fee(amount, basis_points=basis_points, account=account) == fee


def test_a_practices_accounts_have_keys_of_their_own() -> None:
    assert account_key("abc", 1) != account_key("abc", 2)


def test_stripe_opens_accounts_in_some_countries() -> None:
    refuse_country("NO")
    for country in ("", "no", "AQ", "NOR"):
        with pytest.raises(CountryNotServed):
            refuse_country(country)
