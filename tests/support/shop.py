"""What the tests of the sandbox share: the SDK's client, a checkout to pay, and a webhook receiver."""

import json
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

import requests
import stripe
from stripe._v1_services import V1Services
from stripe.checkout import Session as CheckoutSession
from werkzeug import Request, Response
from werkzeug.serving import make_server

from mentorhub.stripe_sandbox.serve import RunningSandbox
from mentorhub.stripe_sandbox.settings import THIN_SECRET, WEBHOOK_SECRETS

KEY = "sk_test_shop"
SUCCESS = "http://127.0.0.1:9/thanks?checkout={CHECKOUT_SESSION_ID}"
CANCEL = "http://127.0.0.1:9/back"
SEAT = {
    "price_data": {
        "currency": "eur",
        "unit_amount": 12_000,
        "product_data": {"name": "A seat in Listening"},
    },
    "quantity": 1,
}


def sdk(url: str, *, key: str = KEY, account: str | None = None, retries: int = 0) -> V1Services:
    """The official client of v1, pointed at the sandbox."""
    return sdk_client(url, key=key, account=account, retries=retries).v1


def sdk_client(
    url: str, *, key: str = KEY, account: str | None = None, retries: int = 0
) -> stripe.StripeClient:
    """The official client of both namespaces, pointed at the sandbox."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": url},
        stripe_account=account,
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=10),
    )


def connected(running: RunningSandbox, account_id: str, **state: Any) -> V1Services:
    """The official client of a connected account that takes cards, made here under an id of the test's choice."""
    control(running, "accounts", id=account_id, **state)
    return sdk(running.url, account=account_id)


def checkout_params(**changes: Any) -> Any:
    """Parameters of a checkout for one seat; `changes` replace, None removes."""
    params = {
        "mode": "payment",
        "success_url": SUCCESS,
        "cancel_url": CANCEL,
        "line_items": [SEAT],
        **changes,
    }
    return {name: value for name, value in params.items() if value is not None}


def given(**values: Any) -> Any:
    """Parameters for the SDK that its TypedDicts would not let a test put together from parts."""
    return values


def open_checkout(client: V1Services, **changes: Any) -> CheckoutSession:
    """Create a checkout for one seat."""
    return client.checkout.sessions.create(params=checkout_params(**changes))


def item(amount: int, *, currency: str = "eur") -> dict[str, Any]:
    """A line item of that amount in minor units."""
    data = {**SEAT["price_data"], "unit_amount": amount, "currency": currency}  # type: ignore[dict-item]
    return {**SEAT, "price_data": data}


def pay(
    running: RunningSandbox, checkout_id: str, method: str = "pm_card_visa", **more: Any
) -> requests.Response:
    """Pay by the endpoint for programs."""
    data = {"payment_method": method, **more}
    url = f"{running.url}/v1/payment_pages/{checkout_id}/confirm"
    return requests.post(url, data=data, auth=(KEY, ""), timeout=10)


def pay_on(
    running: RunningSandbox, account: str, checkout_id: str, method: str = "pm_card_visa"
) -> requests.Response:
    """Pay a checkout of a connected account by the endpoint for programs."""
    url = f"{running.url}/v1/payment_pages/{checkout_id}/confirm"
    headers = {"Stripe-Account": account}
    data = {"payment_method": method}
    return requests.post(url, data=data, auth=(KEY, ""), headers=headers, timeout=10)


def call(running: RunningSandbox, path: str, data: Mapping[str, Any] | None = None) -> Any:
    """POST to the API without the SDK, which would refuse to send some mistakes; return the JSON."""
    url = f"{running.url}/v1/{path}"
    return requests.post(url, data=data, auth=(KEY, ""), timeout=10).json()


def control(running: RunningSandbox, path: str, /, **given: Any) -> Any:
    """POST to the control API; return the JSON."""
    response = requests.post(f"{running.url}/_sandbox/{path}", json=given, timeout=10)
    assert response.status_code == 200, response.text
    return response.json()


def types(client: V1Services) -> list[str]:
    """The types of all events so far, oldest first."""
    return [str(event.type) for event in client.events.list(params={"limit": 100}).data][::-1]


def secret_of(body: bytes, header: str, *, among: str) -> str:
    """The one of the comma-separated secrets that signed the body; the last of them if none did."""
    first, _, others = among.partition(",")
    try:
        stripe.WebhookSignature.verify_header(body.decode(), header, first, 300)
    except stripe.SignatureVerificationError:
        return secret_of(body, header, among=others) if others else first
    return first


class Receiver:
    """A webhook endpoint that stores what it is sent and answers with the given statuses, then 200."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, str]] = []
        self.statuses: list[int] = []
        self.on_event: Callable[[], object] = lambda: None
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/stripe/events"

    def events(self, secret: str = WEBHOOK_SECRETS) -> list[stripe.Event]:
        """The events that hold their object, each verified by the SDK with one of the comma-separated secrets."""
        return [
            stripe.Webhook.construct_event(body, header, secret_of(body, header, among=secret))
            for body, header in self.received
            if json.loads(body)["object"] == "event"
        ]

    def thin_events(self, secret: str = THIN_SECRET) -> list[dict[str, Any]]:
        """The thin events that arrived, each verified by the SDK."""
        found = []
        for body, header in self.received:
            event: dict[str, Any] = json.loads(body)
            if event["object"] == "v2.core.event":
                stripe.WebhookSignature.verify_header(body.decode(), header, secret, 300)
                found.append(event)
        return found

    def types(self) -> list[str]:
        """The types of what arrived, in the order of arrival."""
        return [event.type for event in self.events()]

    def _answer(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self.received.append((request.get_data(), request.headers["Stripe-Signature"]))
        self.on_event()
        status = self.statuses.pop(0) if self.statuses else 200
        return Response("", status=status)(environ, start_response)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
