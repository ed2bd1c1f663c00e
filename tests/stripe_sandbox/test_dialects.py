"""Where v2 differs from v1: what a key remembers, how a mistake is named, which account is meant."""

from typing import Any

import pytest
import requests
import stripe

from mentorhub.stripe_sandbox.objects import account as shapes
from mentorhub.stripe_sandbox.serve import RunningSandbox
from tests.support.connecting import account_params, new_account
from tests.support.shop import KEY, connected, control, sdk_client

KEYED: Any = {"idempotency_key": "practice-1"}
A_DAY = 24 * 60 * 60


def _create(platform: stripe.StripeClient, **changes: Any) -> Any:
    return platform.v2.core.accounts.create(params=account_params(**changes), options=KEYED)


def _made(platform: stripe.StripeClient) -> list[str]:
    return [account.id for account in platform.v2.core.accounts.list().data]


def test_the_same_request_again_makes_one_account(platform: stripe.StripeClient) -> None:
    first = _create(platform)
    assert _create(platform).id == first.id
    assert _made(platform) == [first.id]


def test_a_request_that_failed_runs_again(
    platform: stripe.StripeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = shapes.account

    def fail(**_: Any) -> Any:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(shapes, "account", fail)
    with pytest.raises(stripe.APIError) as failed:
        _create(platform)
    assert failed.value.http_status == 500
    headers: Any = failed.value.headers
    assert headers["Stripe-Should-Retry"] == "true"
    monkeypatch.setattr(shapes, "account", make)
    assert _made(platform) == []
    assert _made(platform) == [] != [_create(platform).id]


def test_a_refusal_is_not_remembered(
    running: RunningSandbox, platform: stripe.StripeClient
) -> None:
    account = new_account(platform)
    control(running, f"accounts/{account.id}", disconnected=True)
    update = platform.v2.core.accounts.update
    with pytest.raises(stripe.PermissionError):
        update(account.id, params={"display_name": "Holm"}, options=KEYED)
    control(running, f"accounts/{account.id}", disconnected=False)
    changed = update(account.id, params={"display_name": "Holm"}, options=KEYED)
    assert changed.display_name == "Holm"


def test_a_key_with_other_parameters_is_refused(platform: stripe.StripeClient) -> None:
    first = _create(platform)
    with pytest.raises(stripe.IdempotencyError) as refused:
        _create(platform, display_name="Another")
    assert refused.value.http_status == 409
    assert _made(platform) == [first.id]


@pytest.mark.parametrize(("days", "made"), [(2, 1), (29, 1), (30, 2)])
def test_a_key_is_remembered_for_thirty_days(
    running: RunningSandbox, platform: stripe.StripeClient, days: int, made: int
) -> None:
    _create(platform)
    running.move_clock(days * A_DAY)
    platform.v1.customers.create(options={"idempotency_key": "of-v1"})  # v1 forgets its own only
    _create(platform)
    assert len(_made(platform)) == made


def test_each_namespace_has_its_own_keys(platform: stripe.StripeClient) -> None:
    customer = platform.v1.customers.create(options=KEYED)
    account = _create(platform)
    assert platform.v1.customers.create(options=KEYED).id == customer.id
    assert _create(platform).id == account.id


def test_a_deletion_is_keyed_too(running: RunningSandbox, platform: stripe.StripeClient) -> None:
    destination = platform.v2.core.event_destinations.create(
        params={
            "name": "App",
            "type": "webhook_endpoint",
            "event_payload": "thin",
            "enabled_events": ["v2.core.account.closed"],
            "webhook_endpoint": {"url": "http://127.0.0.1:9/"},
        }
    )
    for _ in range(2):
        gone = platform.v2.core.event_destinations.delete(destination.id, options=KEYED)
        assert gone.id == destination.id
    with pytest.raises(stripe.InvalidRequestError):
        platform.v2.core.event_destinations.delete(destination.id)


@pytest.mark.parametrize(
    ("fault", "is_made"),
    [
        ({"kind": "status", "status": 500}, False),
        ({"kind": "status", "status": 500, "stage": "before"}, False),
        ({"kind": "status", "status": 500, "stage": "after"}, True),
        ({"kind": "status", "status": 503, "stage": "after"}, True),
        ({"kind": "reset", "stage": "after"}, True),
        ({"kind": "reset", "stage": "before"}, False),
        ({"kind": "status", "status": 429}, False),
    ],
)
def test_whatever_went_wrong_asking_again_makes_one(
    running: RunningSandbox, platform: stripe.StripeClient, fault: dict[str, Any], is_made: bool
) -> None:
    control(running, "faults", path="/v2/core/accounts$", method="POST", **fault)
    with pytest.raises(stripe.StripeError):
        _create(platform)
    assert bool(_made(platform)) == is_made
    account = _create(platform)
    assert _made(platform) == [account.id]


def test_the_sdk_gets_over_a_fault_by_itself(running: RunningSandbox) -> None:
    platform = sdk_client(running.url, retries=2)
    control(running, "faults", path="/v2", kind="status", status=500, stage="after")
    assert _made(platform) == []
    account = new_account(platform)
    assert _made(platform) == [account.id]


def test_a_mistake_is_named_by_its_path_with_dots(shared: RunningSandbox) -> None:
    body = {"configuration": {"merchant": {"colour": "red"}}}
    url = f"{shared.url}/v2/core/accounts"
    answer = requests.post(url, json=body, auth=(KEY, ""), timeout=10)
    assert (answer.status_code, answer.json()) == (
        400,
        {
            "error": {
                "code": "parameter_unknown",
                "message": "Received unknown parameter: configuration.merchant.colour",
                "param": "configuration.merchant.colour",
                "type": "invalid_request_error",
            }
        },
    )


def test_a_connected_account_has_no_accounts(running: RunningSandbox) -> None:
    connected(running, "acct_ines")
    theirs = sdk_client(running.url, account="acct_ines")
    assert theirs.v2.core.accounts.list().data == []
    for account_id in ("acct_ines", "acct_none"):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            theirs.v2.core.accounts.retrieve(account_id)
        assert (refused.value.http_status, refused.value.code) == (404, "not_found")
    strangers = sdk_client(running.url, account="acct_none")
    with pytest.raises(stripe.PermissionError):
        strangers.v2.core.accounts.list()


def test_v1_takes_no_json_for_parameters(shared: RunningSandbox) -> None:
    url = f"{shared.url}/v1/refunds"
    answer = requests.post(url, json={"charge": "ch_1"}, auth=(KEY, ""), timeout=10)
    assert answer.json()["error"]["code"] == "parameter_missing"
