"""Which accounts the platform reaches, and which of them take money."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.account_access import can_charge, check_access
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import new_account, new_link
from tests.support.shop import (
    connected,
    control,
    given,
    item,
    open_checkout,
    pay_on,
    sdk,
    sdk_client,
)

CARD = {
    "email": "ada@example.com",
    "card_number": "4242424242424242",
    "expiry": "12 / 34",
    "cvc": "123",
}


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
    assert [one.id for one in mentor.payment_intents.list().data] == [intent.id]
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


def test_the_pay_page_says_that_the_account_takes_no_cards(running: RunningSandbox) -> None:
    checkout = open_checkout(connected(running, "acct_ines"))
    control(running, "accounts/acct_ines", closed=True)
    refused = requests.post(str(checkout.url), data=CARD, timeout=10)
    assert (refused.status_code, "cannot currently make charges" in refused.text) == (422, True)
    with running.sandbox.calling(account="acct_ines") as call:
        assert call.find("checkout.session", checkout.id)["status"] == "open"


def test_a_challenge_that_is_passed_too_late_takes_nothing(running: RunningSandbox) -> None:
    mentor = connected(running, "acct_ines")
    checkout = open_checkout(mentor)
    pay_on(running, "acct_ines", checkout.id, "pm_card_authenticationRequired")
    control(running, "accounts/acct_ines", card_payments="restricted")
    (intent,) = mentor.payment_intents.list().data
    challenge = f"{running.url}/c/challenge/{intent.id}"
    requests.post(challenge, data={"result": "pass"}, timeout=10, allow_redirects=False)
    assert mentor.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    assert mentor.checkout.sessions.retrieve(checkout.id).status == "open"


def test_an_account_makes_no_link_for_another(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    connected(running, "acct_ines")
    other = new_account(platform)
    theirs = sdk_client(running.url, account="acct_ines")
    with pytest.raises(stripe.InvalidRequestError, match="No such account"):
        new_link(theirs, other.id)
    with pytest.raises(stripe.InvalidRequestError, match="No such account"):
        theirs.v2.core.accounts.close(other.id)
