"""Stripe's side of a test, over HTTP: the buyer at the pay page, the bank, the events it would send."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import requests

from mentorhub.stripe_sandbox.settings import SECOND_KEY

KEY = ("sk_test_sandbox", "")
SECRET = "whsec_sandbox"


@dataclass(frozen=True)
class StripeClient:
    """The sandbox at `url`, on one account: '' is the own one of the key, the platform's unless another is given."""

    url: str
    account: str = ""
    key: str = KEY[0]

    def on(self, account: str) -> "StripeClient":
        """Stripe's side of a connected account, e.g. acct_ines; `connect` makes one."""
        return replace(self, account=account)

    @property
    def second(self) -> "StripeClient":
        """Stripe's side of the second account, at which rehearsals are paid."""
        return replace(self, key=SECOND_KEY)

    def pay(self, session_id: str, method: str = "pm_card_visa", **typed: str) -> dict[str, Any]:
        """The buyer confirms at the pay page, e.g. `email=…`; answers what Stripe said, a decline included."""
        page = f"/v1/payment_pages/{session_id}/confirm"
        return self._post(page, payment_method=method, **typed)

    def expire(self, session_id: str) -> dict[str, Any]:
        """The session ends, as by its timer or the dashboard."""
        return self._post(f"/v1/checkout/sessions/{session_id}/expire")

    def session(self, session_id: str) -> dict[str, Any]:
        """The session as it is now."""
        return self._get(f"/v1/checkout/sessions/{session_id}")

    def refunds(self, payment_intent: str) -> list[dict[str, Any]]:
        """Every refund of a payment."""
        found: list[dict[str, Any]] = self._get("/v1/refunds", payment_intent=payment_intent)[
            "data"
        ]
        return found

    def listed(self, kind: str) -> Iterator[dict[str, Any]]:
        """All there are of a kind, e.g. `payment_intents`, the newest first; as many are asked for as are looked at."""
        cursor: dict[str, str] = {}
        while True:
            page = self._get(f"/v1/{kind}", limit="20", **cursor)
            yield from page["data"]
            if not page["has_more"]:
                return
            cursor = {"starting_after": page["data"][-1]["id"]}

    def refund_by_hand(
        self, payment_intent: str, amount: int | None = None, *, reference: str = ""
    ) -> dict[str, Any]:
        """A refund as made in Stripe's dashboard; with a `reference`, one of ours whose answer was lost."""
        fields = {"payment_intent": payment_intent}
        if amount is not None:
            fields["amount"] = str(amount)
        if reference:
            fields["metadata[refund]"] = reference
        return self._post("/v1/refunds", **fields)

    def create(self, kind: str, **fields: str) -> dict[str, Any]:
        """What the practice makes by hand at Stripe, e.g. `coupons`."""
        return self._post(f"/v1/{kind}", **fields)

    def charge_of(self, payment_intent: str) -> str:
        """The charge that a payment became."""
        return str(self._get(f"/v1/payment_intents/{payment_intent}")["latest_charge"])

    def events(self, type_: str, object_id: str) -> list[dict[str, Any]]:
        """The events of one type about one object, newest first."""
        found = self._get("/v1/events", type=type_, limit="100")["data"]
        return [event for event in found if event["data"]["object"]["id"] == object_id]

    def events_after(self, event_id: str) -> list[dict[str, Any]]:
        """What has happened since that event ('' is the beginning), the oldest first."""
        found: list[dict[str, Any]] = []
        while True:
            cursor = {"ending_before": event_id} if event_id else {}
            page = self._get("/v1/events", limit="100", **cursor)
            if not event_id:
                return list(reversed(page["data"]))
            found += reversed(page["data"])
            if not page["has_more"]:
                return found
            event_id = found[-1]["id"]

    def control_if_allowed(self, route: str, **given: Any) -> bool:
        """As `control`; False where the sandbox says that this cannot happen now."""
        answer = requests.post(f"{self.url}/_sandbox/{route}", json=given, timeout=10)
        return answer.ok

    def control(self, route: str, **given: Any) -> dict[str, Any]:
        """POST to the sandbox's control API."""
        response = requests.post(f"{self.url}/_sandbox/{route}", json=given, timeout=10)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer

    def connect(self, account: str, **state: Any) -> dict[str, Any]:
        """A connected account of that id, e.g. acct_ines, that takes cards; with ready=False one that was begun."""
        return self.control("accounts", id=account, **state)

    def fault(self, **given: Any) -> dict[str, Any]:
        """Switch a fault of calls on (`docs/sandbox.md`), e.g. kind="reset", stage="after"; answers what is on."""
        return self.control("faults", **given)

    def delivery_faults(self, **given: Any) -> dict[str, Any]:
        """Change switches of the deliveries, e.g. twin=True; answers all of them."""
        return self.control("deliveries/faults", **given)

    def faults_left(self) -> list[dict[str, Any]]:
        """The faults of calls that nobody has met yet, or not as often as they were set for."""
        answer = requests.get(f"{self.url}/_sandbox/faults", timeout=10)
        found: list[dict[str, Any]] = answer.json()["faults"]
        return found

    def clear_faults(self) -> None:
        """Switch every fault off, of calls and of deliveries; what was held back is sent."""
        for route in ("faults", "deliveries/faults"):
            requests.delete(f"{self.url}/_sandbox/{route}", timeout=30).raise_for_status()

    def send_again(self, event_id: str) -> int:
        """Send an event once more to all who listen, as the dashboard's button does; answers to how many."""
        return int(self.control(f"events/{event_id}/deliveries")["queued"])

    def _post(self, path: str, **fields: str) -> dict[str, Any]:
        answer: dict[str, Any] = requests.post(
            self.url + path, data=fields, auth=(self.key, ""), headers=self._headers(), timeout=10
        ).json()
        return answer

    def _get(self, path: str, **fields: str) -> dict[str, Any]:
        answer: dict[str, Any] = requests.get(
            self.url + path, params=fields, auth=(self.key, ""), headers=self._headers(), timeout=10
        ).json()
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Stripe-Account": self.account} if self.account else {}


def signed(
    event: dict[str, Any], *, secret: str = SECRET, at: float | None = None
) -> tuple[bytes, str]:
    """(body, Stripe-Signature) as Stripe sends them: HMAC-SHA256 over `t.body`."""
    body = json.dumps(event).encode()
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, f"t={moment},v1={mac}"
