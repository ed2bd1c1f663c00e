"""Which accounts the platform reaches, and which of them take money."""

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from mentorhub.stripe_sandbox.account_access import can_charge, check_access
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import new_account
from tests.support.shop import (
    connected,
    control,
    given,
    item,
    open_checkout,
    pay_on,
    sdk,
)


@pytest.mark.parametrize("change", [{"closed": True}, {"disconnected": True}, None])
def test_an_account_out_of_reach_answers_403_on_everything(
    running: RunningSandbox, change: dict[str, Any] | None
) -> None:
    mentor = connected(running, "acct_ines") if change else sdk(running.url, account="acct_ines")
    if change:
        checkout = open_checkout(mentor)
        control(running, "accounts/acct_ines", **change)
    else:
        checkout = open_checkout(sdk(running.url))
    asked: tuple[Callable[[], object], ...] = (
        lambda: mentor.checkout.sessions.retrieve(checkout.id),
        lambda: mentor.checkout.sessions.expire(checkout.id),
        mentor.events.list,
        lambda: mentor.customers.create(params={"email": "nobody"}),
        lambda: mentor.payment_intents.create(params={"amount": 5000, "currency": "eur"}),
        mentor.refunds.list,
    )
    for ask in asked:
        with pytest.raises(stripe.PermissionError) as refused:
            ask()
        assert refused.value.http_status == 403
        body: Any = refused.value.json_body
        assert body["error"]["code"] == "account_invalid"
        assert "does not have access to account 'acct_ines'" in body["error"]["message"]


def test_an_account_that_was_connected_again_is_where_it_was(running: RunningSandbox) -> None:
    mentor = connected(running, "acct_ines")
    checkout = open_checkout(mentor)
    control(running, "accounts/acct_ines", disconnected=True)
    control(running, "accounts/acct_ines", disconnected=False)
    assert mentor.checkout.sessions.retrieve(checkout.id).status == "open"


def test_the_platforms_own_account_is_always_in_reach(running: RunningSandbox) -> None:
    assert open_checkout(sdk(running.url, account="")).status == "open"
    with running.sandbox.calling() as call:
        check_access(call)
        assert can_charge(call)


@pytest.mark.parametrize("status", ["pending", "restricted"])
def test_an_account_that_may_take_no_cards_takes_none(running: RunningSandbox, status: str) -> None:
    mentor = connected(running, "acct_ines")
    checkout = open_checkout(mentor)
    params: Any = {"amount": 5000, "currency": "eur", "payment_method": "pm_card_visa"}
    intent = mentor.payment_intents.create(params=params)
    control(running, "accounts/acct_ines", card_payments=status)
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        open_checkout(mentor)
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        mentor.payment_intents.confirm(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="cannot currently make charges"):
        mentor.payment_intents.create(params=given(**params, confirm=True))
    refused = pay_on(running, "acct_ines", checkout.id)
    assert refused.status_code == 400
    assert "cannot currently make charges" in refused.json()["error"]["message"]
    assert mentor.checkout.sessions.retrieve(checkout.id).payment_intent is None
    assert mentor.charges.list().data == []
    control(running, "accounts/acct_ines", card_payments="active")
    assert pay_on(running, "acct_ines", checkout.id).status_code == 200


def test_what_was_paid_before_can_be_refunded_while_no_cards_are_taken(
    running: RunningSandbox,
) -> None:
    mentor = connected(running, "acct_ines")
    checkout = open_checkout(mentor)
    pay_on(running, "acct_ines", checkout.id)
    control(running, "accounts/acct_ines", card_payments="restricted")
    intent = mentor.checkout.sessions.retrieve(checkout.id).payment_intent
    assert mentor.refunds.create(params=given(payment_intent=intent)).status == "succeeded"


def test_an_account_that_was_only_begun_cannot_sell(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    mentor = sdk(running.url, account=new_account(platform).id)
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        open_checkout(mentor, line_items=[item(5000)])
