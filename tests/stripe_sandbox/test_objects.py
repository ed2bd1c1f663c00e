"""Every object the sandbox returns is what the SDK's own annotations declare: all fields, legal values."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from stripe._v1_services import V1Services

from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from tests.support.sdk_types import problems_of
from tests.support.shop import KEY, SEAT, control, given, item, open_checkout, pay, sdk

Scenario = Callable[[RunningSandbox, V1Services], Any]


@pytest.fixture(scope="module")
def world() -> Iterator[RunningSandbox]:
    """One sandbox for all scenarios: they only add to it."""
    with start() as sandbox:
        yield sandbox


def _paid(running: RunningSandbox, client: V1Services, **changes: Any) -> Any:
    checkout = open_checkout(client, **changes)
    assert pay(running, checkout.id, changes.pop("method", "pm_card_visa")).status_code == 200
    return client.checkout.sessions.retrieve(checkout.id)


def _open(running: RunningSandbox, client: V1Services) -> Any:
    recovery = {"recovery": {"enabled": False}}
    open_checkout(client, after_expiration=recovery, metadata={"env": "test"})


def _declined(running: RunningSandbox, client: V1Services) -> Any:
    assert pay(running, open_checkout(client).id, "pm_card_chargeDeclined").status_code == 402


def _challenged(running: RunningSandbox, client: V1Services) -> Any:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_card_authenticationRequired")
    intent = client.checkout.sessions.retrieve(checkout.id).payment_intent
    requests.post(
        f"{running.url}/c/challenge/{intent}",
        data={"result": "pass"},
        timeout=10,
        allow_redirects=False,
    )


def _expired(running: RunningSandbox, client: V1Services) -> Any:
    checkout = open_checkout(client)
    pay(running, checkout.id, "pm_card_chargeDeclined")
    client.checkout.sessions.expire(checkout.id)


def _debited(running: RunningSandbox, client: V1Services) -> Any:
    for currency, token in (("eur", "sepaDebit"), ("usd", "usBankAccount"), ("gbp", "bacsDebit")):
        for outcome in ("settled", "failed"):
            checkout = open_checkout(client, line_items=[item(5000, currency=currency)])
            pay(running, checkout.id, f"pm_{token}_processing")
            intent = client.checkout.sessions.retrieve(checkout.id).payment_intent
            control(running, f"payment_intents/{intent}", debit=outcome)


def _refunded(running: RunningSandbox, client: V1Services) -> Any:
    intent = _paid(running, client).payment_intent
    refund = client.refunds.create(params={"payment_intent": intent, "amount": 100})
    control(running, f"refunds/{refund.id}", status="pending")
    control(running, f"refunds/{refund.id}", status="failed", reason="lost_or_stolen_card")


def _disputed(running: RunningSandbox, client: V1Services) -> Any:
    for status in ("won", "lost"):
        intent = client.payment_intents.retrieve(_paid(running, client).payment_intent)
        dispute = control(running, "disputes", charge=intent.latest_charge)
        control(running, f"disputes/{dispute['id']}", status="under_review")
        control(running, f"disputes/{dispute['id']}", status=status)


def _saved(running: RunningSandbox, client: V1Services) -> Any:
    address = {"city": "Bern", "country": "CH"}
    customer = client.customers.create(params=given(email="ada@example.com", address=address))
    data = {"setup_future_usage": "off_session", "transfer_data": {"destination": "acct_1"}}
    checkout = _paid(running, client, customer=customer.id, payment_intent_data=data)
    method = client.payment_intents.retrieve(checkout.payment_intent).payment_method
    client.payment_intents.create(
        params=given(
            amount=5000,
            currency="eur",
            customer=customer.id,
            payment_method=method,
            off_session=True,
            confirm=True,
            automatic_payment_methods={"enabled": True},
        )
    )
    client.customers.update(customer.id, params={"name": "Ada", "metadata": {"a": "b"}})


def _cancelled(running: RunningSandbox, client: V1Services) -> Any:
    params: Any = {"amount": 5000, "currency": "eur", "payment_method": "pm_card_visa"}
    intent = client.payment_intents.create(params=params)
    client.payment_intents.cancel(intent.id, params={"cancellation_reason": "abandoned"})


def _promoted(running: RunningSandbox, client: V1Services) -> Any:
    coupon = client.coupons.create(params={"percent_off": 100, "name": "Friends"})
    client.coupons.create(params={"amount_off": 500, "currency": "eur"})
    params: Any = {"promotion": {"type": "coupon", "coupon": coupon.id}}
    code = client.promotion_codes.create(params=params)
    _paid(running, client, discounts=[{"promotion_code": code.id}], line_items=[SEAT, item(700)])


def _endpoint(running: RunningSandbox, client: V1Services) -> Any:
    params: Any = {"url": f"{running.url}/nowhere", "enabled_events": ["*"]}
    endpoint = client.webhook_endpoints.create(params=params)
    client.webhook_endpoints.update(endpoint.id, params={"disabled": True})


SCENARIOS: tuple[Scenario, ...] = (
    _open, _paid, _declined, _challenged, _expired, _debited, _refunded, _disputed, _saved,
    _cancelled, _promoted, _endpoint,
)  # fmt: skip


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__.strip("_"))
def test_every_stored_object_is_as_the_sdk_declares(
    world: RunningSandbox, scenario: Scenario
) -> None:
    """Events hold the objects as they were, so that each state a scenario passes is judged too."""
    with world.sandbox.store.changing():
        before = world.sandbox.store.run("SELECT coalesce(max(seq), 0) AS seq FROM objects")[0][
            "seq"
        ]
    scenario(world, sdk(world.url))
    docs = _documents(world, after=before)
    assert docs
    snapshots = [doc["data"]["object"] for doc in docs if doc["object"] == "event"]
    assert [problem for doc in docs + snapshots for problem in problems_of(doc)] == []
    assert [doc["id"] for doc in docs + snapshots if doc.get("livemode", False) is not False] == []
    assert "livemode" in docs[0]


@pytest.mark.parametrize(
    ("path", "expands"),
    [
        ("checkout/sessions", ["data.line_items", "data.customer", "data.payment_intent"]),
        ("payment_intents", ["data.latest_charge", "data.payment_method", "data.customer"]),
        ("charges", ["data.refunds", "data.payment_intent"]),
        ("refunds", ["data.charge"]),
        ("disputes", ["data.charge", "data.payment_intent"]),
    ],
)
def test_expanded_objects_are_as_the_sdk_declares(
    world: RunningSandbox, path: str, expands: list[str]
) -> None:
    for scenario in (_saved, _refunded, _disputed):
        scenario(world, sdk(world.url))
    answer = _get(world, path, params={"limit": 100, "expand[]": expands})
    assert answer["data"]
    assert [problem for doc in answer["data"] for problem in problems_of(doc)] == []


def test_a_deleted_customer_is_a_stub(world: RunningSandbox) -> None:
    client = sdk(world.url)
    customer = client.customers.create()
    client.customers.delete(customer.id)
    stub = {"id": customer.id, "object": "customer", "deleted": True}
    assert _get(world, f"customers/{customer.id}", params={}) == stub


def test_the_judge_sees_missing_unknown_and_illegal_values(world: RunningSandbox) -> None:
    refund = {"object": "refund", "status": None, "reason": "whim", "amount": True, "colour": "red"}
    problems = problems_of(refund)
    assert "refund.charge: missing" in problems
    assert "customer.deleted: null" in problems_of({"object": "customer", "deleted": None})
    assert "refund.colour: unknown" in problems
    assert "refund.reason: 'whim' is not one of the enum" in problems
    assert "refund.amount: True is not int" in problems


def _documents(world: RunningSandbox, *, after: int) -> list[dict[str, Any]]:
    """Everything stored since, as the API answers it."""
    paths = {
        "checkout.session": "checkout/sessions", "payment_intent": "payment_intents",
        "charge": "charges", "refund": "refunds", "dispute": "disputes", "customer": "customers",
        "payment_method": "payment_methods", "event": "events", "coupon": "coupons",
        "webhook_endpoint": "webhook_endpoints", "promotion_code": "promotion_codes",
    }  # fmt: skip
    with world.sandbox.store.changing():
        rows = world.sandbox.store.run("SELECT kind, id FROM objects WHERE seq > ?", after)
    return [_get(world, f"{paths[row['kind']]}/{row['id']}", params={}) for row in rows]


def _get(world: RunningSandbox, path: str, *, params: dict[str, Any]) -> Any:
    response = requests.get(f"{world.url}/v1/{path}", params=params, auth=(KEY, ""), timeout=10)
    assert response.status_code == 200, response.text
    return response.json()
