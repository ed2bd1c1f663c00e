"""What happens to an account, and which events say so."""

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.account_states import DOCUMENT, UNREADABLE
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import card_payments, new_account
from tests.support.shop import Receiver, connected, control, open_checkout, sdk, sdk_client

REQUIREMENTS = "v2.core.account[requirements].updated"
CARD = {"card_number": "4242424242424242", "expiry": "12 / 34", "cvc": "123"}
CAPABILITY = "v2.core.account[configuration.merchant].capability_status_updated"


def _since_made(platform: stripe.StripeClient, account_id: str) -> list[str]:
    found = platform.v2.core.events.list(params={"object_id": account_id}).data
    return [str(event.type) for event in found][-2::-1]  # the oldest says that it was made


def test_an_onboarded_account_takes_cards_and_says_so(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    control(running, f"accounts/{account.id}", onboarded=True)
    ready = platform.v2.core.accounts.retrieve(
        account.id, params={"include": ["configuration.merchant", "requirements"]}
    )
    assert card_payments(ready) == "active"
    assert ready.requirements is not None
    assert (ready.requirements.entries, ready.requirements.summary) == ([], None)
    assert _since_made(platform, account.id) == [REQUIREMENTS, CAPABILITY, CAPABILITY]
    control(running, f"accounts/{account.id}", onboarded=True)
    assert len(_since_made(platform, account.id)) == 3  # nothing changed


def test_a_restriction_names_what_is_wrong_in_words(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    path = f"accounts/{account.id}"
    control(running, path, card_payments="restricted", error="The photo is too dark.")
    assert _entries(platform, account.id) == [(DOCUMENT, "user", ["The photo is too dark."])]
    control(running, path, card_payments="restricted", requirement="external_account")
    assert _entries(platform, account.id) == [("external_account", "user", [UNREADABLE])]
    control(running, path, card_payments="pending")
    assert _entries(platform, account.id) == [(DOCUMENT, "stripe", [])]


def _entries(platform: stripe.StripeClient, account_id: str) -> list[tuple[str, str, list[str]]]:
    account = platform.v2.core.accounts.retrieve(account_id, params={"include": ["requirements"]})
    assert account.requirements is not None
    return [
        (entry.description, entry.awaiting_action_from, [one.description for one in entry.errors])
        for entry in account.requirements.entries or []
    ]


@pytest.mark.parametrize("given", [{"card_payments": "active"}, {"onboarded": True}])
def test_a_closed_account_never_takes_cards_again(
    running: RunningSandbox, given: dict[str, object]
) -> None:
    connected(running, "acct_ines")
    assert control(running, "accounts/acct_ines", closed=True)["closed"]
    with pytest.raises(AssertionError, match="This account is closed"):
        control(running, "accounts/acct_ines", **given)


def test_a_disconnection_is_told_to_those_who_listen_to_connected_accounts_alone(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    connected(listening, "acct_ines")
    control(listening, "accounts/acct_ines", disconnected=True)
    control(listening, "accounts/acct_ines", disconnected=False)
    assert listening.wait_until_idle()
    _, connect, _ = "whsec_sandbox whsec_sandbox_connect whsec_sandbox_thin".split()
    told = receiver.events(connect)
    assert [(event.type, event.account) for event in told] == [
        ("account.application.deauthorized", "acct_ines"),
        ("account.application.authorized", "acct_ines"),
    ]
    assert told[0].data.object["object"] == "application"
    assert sdk(listening.url).events.list().data == []  # nothing of the platform's own


def test_the_closing_of_an_account_is_a_thin_event(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    platform = sdk_client(listening.url)
    account = new_account(platform)
    platform.v2.core.accounts.close(account.id)
    assert listening.wait_until_idle()
    assert [event["type"] for event in receiver.thin_events()] == ["v2.core.account.closed"]


def test_of_a_disconnected_account_the_platform_hears_nothing(
    listening: RunningSandbox, receiver: Receiver
) -> None:
    mentor = connected(listening, "acct_ines")
    checkout = open_checkout(mentor)
    control(listening, "accounts/acct_ines", disconnected=True)
    assert listening.wait_until_idle()
    receiver.received.clear()
    requests.post(
        str(checkout.url),
        data={**CARD, "email": "ada@example.com"},
        timeout=10,
        allow_redirects=False,
    )
    control(listening, "accounts/acct_ines", card_payments="restricted")
    control(listening, "accounts/acct_ines", closed=True)
    assert listening.wait_until_idle()
    assert receiver.received == []
    with listening.sandbox.calling(account="acct_ines") as call:
        assert call.find("checkout.session", checkout.id)["status"] == "complete"
