"""Account links: for whom they are made, and that each is used once, within its minutes."""

from typing import Any

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.account_links import LASTS_SECONDS
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import REFRESH, RETURN, new_account, new_link
from tests.support.shop import control, given


def _follow(url: str) -> str:
    """Where opening an address leads to."""
    answer = requests.get(url, timeout=10, allow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_link_names_its_account_and_flow(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    link = new_link(platform, account.id)
    assert link.account == account.id
    assert link.url.startswith(f"{running.url}/connect/")
    assert link.expires_at > link.created
    assert link.use_case.type == "account_onboarding"
    assert link.use_case.account_onboarding is not None
    assert link.use_case.account_onboarding.return_url == RETURN
    assert "id" not in link
    assert new_link(platform, account.id).url != link.url


@pytest.mark.parametrize("kind", ["account_onboarding", "account_update"])
def test_a_link_works_once(platform: stripe.StripeClient, kind: str) -> None:
    link = new_link(platform, new_account(platform).id, kind)
    assert _follow(link.url).startswith("/connect/setup/")
    assert _follow(link.url) == REFRESH


@pytest.mark.parametrize(("seconds", "works"), [(LASTS_SECONDS - 2, True), (LASTS_SECONDS, False)])
def test_a_link_expires_after_some_minutes(
    running: RunningSandbox, platform: stripe.StripeClient, seconds: int, works: bool
) -> None:
    link = new_link(platform, new_account(platform).id)
    running.move_clock(seconds)
    assert _follow(link.url).startswith("/connect/setup/") == works


@pytest.mark.parametrize(
    ("use_case", "param"),
    [
        ({"type": "account_onboarding"}, "use_case.account_onboarding"),
        ({"type": "account_tour"}, "use_case.type"),
        (
            {"type": "account_onboarding", "account_onboarding": {"return_url": RETURN}},
            "use_case.account_onboarding.refresh_url",
        ),
        (
            {"type": "account_onboarding", "account_onboarding": {"refresh_url": "back"}},
            "use_case.account_onboarding.refresh_url",
        ),
        (
            {
                "type": "account_onboarding",
                "account_onboarding": {"refresh_url": REFRESH, "configurations": ["merchant"]},
            },
            "use_case.account_onboarding.configurations",
        ),
        (
            {
                "type": "account_update",
                "account_onboarding": {"refresh_url": REFRESH},
                "account_update": {"refresh_url": REFRESH},
            },
            "use_case.account_onboarding",
        ),
    ],
)
def test_a_link_that_could_not_work_is_refused(
    platform: stripe.StripeClient, use_case: dict[str, Any], param: str
) -> None:
    account = new_account(platform)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        platform.v2.core.account_links.create(params=given(account=account.id, use_case=use_case))
    assert (refused.value.http_status, refused.value.param) == (400, param)


@pytest.mark.parametrize(
    ("change", "status"), [({"closed": True}, 400), ({"disconnected": True}, 403), (None, 404)]
)
def test_an_account_out_of_reach_gets_no_link(
    running: RunningSandbox,
    platform: stripe.StripeClient,
    change: dict[str, Any] | None,
    status: int,
) -> None:
    account_id = new_account(platform).id if change else "acct_none"
    if change:
        control(running, f"accounts/{account_id}", **change)
    with pytest.raises(stripe.StripeError) as refused:
        new_link(platform, account_id)
    assert refused.value.http_status == status
