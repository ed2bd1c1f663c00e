"""Connected accounts through v2: how they begin, what they refuse, how they end."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import stripe

from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import card_payments, new_account
from tests.support.shop import control, given

MERCHANT: Any = {"include": ["configuration.merchant", "requirements", "defaults", "identity"]}


def test_a_new_account_is_restricted_until_what_is_missing_is_given(
    platform: stripe.StripeClient,
) -> None:
    account = new_account(platform)
    assert re.fullmatch(r"acct_[A-Za-z0-9]{16}", account.id)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", account.created)
    assert account.applied_configurations == ["merchant"]
    assert (account.closed, account.livemode, account.dashboard) == (False, False, "full")
    assert (account.contact_email, account.display_name) == ("ines@example.com", "Ines Holm")
    assert account.identity is not None
    assert account.identity.country == "no"
    assert card_payments(account) == "restricted"
    assert account.requirements is not None
    entries = account.requirements.entries or []
    assert len(entries) == 10
    assert {entry.awaiting_action_from for entry in entries} == {"user"}
    assert "identity.individual.given_name" in {entry.description for entry in entries}
    assert account.requirements.summary is not None
    assert account.requirements.summary.minimum_deadline is not None
    assert account.requirements.summary.minimum_deadline.status == "past_due"


def test_what_is_not_included_is_null(platform: stripe.StripeClient) -> None:
    account = new_account(platform, include=None)
    names = ("configuration", "defaults", "future_requirements", "identity", "requirements")
    assert [account[name] for name in names] == [None] * 5
    again = platform.v2.core.accounts.retrieve(
        account.id, params={"include": ["configuration.merchant"]}
    )
    assert card_payments(again) == "restricted"
    assert again.configuration is not None
    assert again.configuration["recipient"] is None
    assert (again.identity, again.requirements) == (None, None)
    everything = platform.v2.core.accounts.retrieve(account.id, params=MERCHANT)
    assert everything.defaults is not None
    assert everything.defaults.currency == "nok"
    assert everything.defaults.responsibilities.requirements_collector == "stripe"


def test_an_account_that_asks_for_nothing_may_do_nothing(platform: stripe.StripeClient) -> None:
    account = platform.v2.core.accounts.create(params=MERCHANT)
    assert account.applied_configurations == []
    assert account.configuration is not None
    assert account.configuration["merchant"] is None
    asked = platform.v2.core.accounts.update(
        account.id,
        params=given(
            **MERCHANT,
            identity={"country": "SE"},
            configuration={"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
        ),
    )
    assert card_payments(asked) == "restricted"
    assert asked.identity is not None
    assert asked.identity.country == "se"


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"colour": "red"}, "colour", "parameter_unknown"),
        ({"configuration": {"recipient": {}}}, "configuration.recipient", "parameter_unknown"),
        (
            {"configuration": {"merchant": {"capabilities": {"link_payments": {"requested": True}}}}},
            "configuration.merchant.capabilities.link_payments",
            "parameter_unknown",
        ),
        (
            {"configuration": {"merchant": {"capabilities": {"card_payments": {}}}}},
            "configuration.merchant.capabilities.card_payments.requested",
            "parameter_missing",
        ),
        (
            {"configuration": {"merchant": {"capabilities": {"card_payments": {"requested": "true"}}}}},
            "configuration.merchant.capabilities.card_payments.requested",
            None,
        ),
        (
            {"configuration": {"merchant": {"capabilities": {"card_payments": {"requested": False}}}}},
            "configuration.merchant.capabilities.card_payments.requested",
            None,
        ),
        ({"dashboard": "express"}, "dashboard", None),
        (
            {"defaults": {"responsibilities": {"fees_collector": "stripe", "losses_collector": "application"}}},
            "defaults.responsibilities.losses_collector",
            None,
        ),
        ({"defaults": {"currency": "zzz"}}, "defaults.currency", None),
        ({"contact_email": "ines"}, "contact_email", "email_invalid"),
        ({"contact_email": 5}, "contact_email", None),
        ({"identity": {"country": "KP"}}, "identity.country", "country_unsupported"),
        ({"include": ["everything"]}, "include.0", None),
        ({"metadata": {"practice": 5}}, "metadata.practice", None),
        ({"identity": "NO"}, "identity", None),
    ],
)  # fmt: skip
def test_an_account_stripe_would_refuse_is_refused(
    platform: stripe.StripeClient, changes: dict[str, Any], param: str, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        new_account(platform, **changes)
    assert (refused.value.http_status, refused.value.param, refused.value.code) == (
        400,
        param,
        code,
    )
    assert platform.v2.core.accounts.list().data == []


def test_an_update_changes_what_is_given_and_nothing_else(platform: stripe.StripeClient) -> None:
    account = new_account(platform, metadata={"practice": "p1", "kept": "yes"})
    changed = platform.v2.core.accounts.update(
        account.id,
        params=given(
            display_name="Holm & Co",
            metadata={"practice": None, "plan": "year"},
            defaults={"profile": {"product_description": "Twelve weeks"}},
            **MERCHANT,
        ),
    )
    assert (changed.display_name, changed.contact_email) == ("Holm & Co", "ines@example.com")
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"kept": "yes", "plan": "year"}
    assert changed.defaults is not None
    assert changed.defaults.profile is not None
    assert changed.defaults.profile.product_description == "Twelve weeks"
    with pytest.raises(stripe.InvalidRequestError, match="country"):
        platform.v2.core.accounts.update(account.id, params={"identity": {"country": "SE"}})


def test_accounts_are_listed_by_pages_open_ones_first_of_all(
    platform: stripe.StripeClient,
) -> None:
    made = [new_account(platform, display_name=f"n{number}").id for number in range(5)]
    accounts = platform.v2.core.accounts
    accounts.close(made[0], params={"applied_configurations": ["merchant"]})
    first = accounts.list(params={"limit": 2, "applied_configurations": ["merchant"]})
    assert [one.id for one in first.data] == [made[4], made[3]]
    assert first.next_page_url is not None
    assert first.next_page_url.startswith("/v2/core/accounts?")
    assert [one.id for one in first.auto_paging_iter()] == made[:0:-1]
    assert [one.id for one in accounts.list(params={"closed": True}).data] == made[:1]
    assert accounts.list(params={"applied_configurations": ["customer"]}).data == []


def test_a_closed_account_tells_little_and_cannot_be_changed(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    control(running, f"accounts/{account.id}", onboarded=True)
    with pytest.raises(stripe.InvalidRequestError, match="All configurations"):
        platform.v2.core.accounts.close(account.id, params={"applied_configurations": ["customer"]})
    platform.v2.core.accounts.close(account.id)
    closed = platform.v2.core.accounts.retrieve(account.id)
    assert (closed.closed, closed.display_name, closed.contact_email) == (True, None, None)
    acts: tuple[Callable[[], object], ...] = (
        lambda: platform.v2.core.accounts.update(account.id, params={"display_name": "x"}),
        lambda: platform.v2.core.accounts.close(account.id),
    )
    for act in acts:
        with pytest.raises(stripe.InvalidRequestError) as refused:
            act()
        assert refused.value.code == "account_closed"


def test_a_disconnected_account_is_not_to_be_read(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    control(running, f"accounts/{account.id}", disconnected=True)
    acts: tuple[Callable[[], object], ...] = (
        lambda: platform.v2.core.accounts.retrieve(account.id),
        lambda: platform.v2.core.accounts.update(account.id, params={"display_name": "x"}),
        lambda: platform.v2.core.accounts.close(account.id),
    )
    for act in acts:
        with pytest.raises(stripe.PermissionError) as refused:
            act()
        assert refused.value.http_status == 403
    assert platform.v2.core.accounts.list().data == []
