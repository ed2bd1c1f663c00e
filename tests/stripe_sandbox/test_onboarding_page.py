"""The hosted onboarding page: what it shows, its two ways on, and what stays shut."""

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox import onboarding_page
from mentorhub.stripe_sandbox.account_states import ASKED_AT_FIRST, DOCUMENT
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import RETURN, card_payments, new_account, new_link
from tests.support.shop import control, given

RETURNED = "v2.core.account_link.returned"


def _opened(platform: stripe.StripeClient, account_id: str) -> requests.Response:
    return requests.get(new_link(platform, account_id).url, timeout=10)


def _answer(setup: str, answer: str) -> requests.Response:
    return requests.post(setup, data={"answer": answer}, timeout=10, allow_redirects=False)


def _status(platform: stripe.StripeClient, account_id: str) -> str:
    include = given(include=["configuration.merchant"])
    return card_payments(platform.v2.core.accounts.retrieve(account_id, params=include))


def test_the_page_shows_what_is_missing(platform: stripe.StripeClient) -> None:
    page = _opened(platform, new_account(platform).id)
    assert page.status_code == 200
    assert "Set up payments for Ines Holm" in page.text
    for name in ASKED_AT_FIRST.split():
        assert onboarding_page.LABELS[name] in page.text
    assert "<script" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.endswith("form-action 'self' http://127.0.0.1:9")
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store",
        "no-referrer",
    )


@pytest.mark.parametrize(("answer", "status"), [("fill", "active"), ("later", "restricted")])
def test_either_way_leads_back_and_says_so(
    platform: stripe.StripeClient, answer: str, status: str
) -> None:
    account = new_account(platform)
    left = _answer(_opened(platform, account.id).url, answer)
    assert (left.status_code, left.headers["Location"]) == (303, RETURN)
    assert _status(platform, account.id) == status
    (event,) = platform.v2.core.events.list(params={"types": [RETURNED]}).data
    assert event["data"].to_dict() == {
        "account_id": account.id,
        "configurations": ["merchant"],
        "use_case": "account_onboarding",
    }


def test_the_page_is_there_until_it_is_left(platform: stripe.StripeClient) -> None:
    account = new_account(platform)
    setup = _opened(platform, account.id).url
    assert requests.get(setup, timeout=10).status_code == 200
    _answer(setup, "later")
    assert requests.get(setup, timeout=10).status_code == 404
    assert _answer(setup, "fill").status_code == 404
    assert _status(platform, account.id) == "restricted"


def test_a_ready_account_misses_nothing(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    control(running, f"accounts/{account.id}", onboarded=True)
    page = _opened(platform, account.id)
    assert "Nothing is missing" in page.text
    assert "Fill in with test data" not in page.text
    assert _answer(page.url, "fill").headers["Location"] == RETURN


def test_what_was_wrong_is_said_beside_what_is_asked(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    said = "The photo is <b>too dark</b>."
    control(running, f"accounts/{account.id}", card_payments="restricted", error=said)
    page = _opened(platform, account.id)
    assert onboarding_page.LABELS[DOCUMENT] in page.text
    assert "The photo is &lt;b&gt;too dark&lt;/b&gt;." in page.text


def test_a_link_without_a_way_back_ends_on_a_page(platform: stripe.StripeClient) -> None:
    flow = {"refresh_url": "http://127.0.0.1:9/r"}
    account = new_account(platform)
    link = platform.v2.core.account_links.create(
        params=given(
            account=account.id,
            use_case={"type": "account_onboarding", "account_onboarding": flow},
        )
    )
    left = _answer(requests.get(link.url, timeout=10).url, "fill")
    assert (left.status_code, "You can close this page" in left.text) == (200, True)


@pytest.mark.parametrize("change", ["closed", "disconnected"])
def test_an_account_that_ended_meanwhile_cannot_be_set_up(
    running: RunningSandbox, platform: stripe.StripeClient, change: str
) -> None:
    account = new_account(platform)
    setup = _opened(platform, account.id).url
    control(running, f"accounts/{account.id}", **{change: True})
    for answer in (requests.get(setup, timeout=10), _answer(setup, "fill")):
        assert (answer.status_code, "cannot be set up" in answer.text) == (410, True)


@pytest.mark.parametrize("path", ["connect/none", "connect/setup/none"])
def test_an_address_that_nobody_was_given_is_404(shared: RunningSandbox, path: str) -> None:
    assert requests.get(f"{shared.url}/{path}", timeout=10).status_code == 404


def test_another_sites_form_is_refused(platform: stripe.StripeClient) -> None:
    setup = _opened(platform, new_account(platform).id).url
    headers = {"Sec-Fetch-Site": "cross-site"}
    refused = requests.post(setup, data={"answer": "fill"}, headers=headers, timeout=10)
    assert refused.status_code == 403
