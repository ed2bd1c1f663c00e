"""Sends events to webhook endpoints and event destinations: signed afresh each time, retried for three days."""

import hashlib
import hmac
import json
import sqlite3
import time
from dataclasses import dataclass

import requests  # noqa: TID251 - Stripe calls the app

from mentorhub.stripe_sandbox.clock import Clock
from mentorhub.stripe_sandbox.delivery_faults import HELD_AT, DeliverySwitches
from mentorhub.stripe_sandbox.objects.connect import notification
from mentorhub.stripe_sandbox.objects.fields import public
from mentorhub.stripe_sandbox.settings import Settings
from mentorhub.stripe_sandbox.store import Doc, Store

GIVEN_UP_AFTER = 3 * 24 * 60 * 60
LONGEST_PAUSE = 12 * 60 * 60
DELIVERIES = """
SELECT deliveries.id, attempts, event.doc AS event, endpoint.doc AS endpoint
FROM deliveries
JOIN objects AS event ON event.id = deliveries.event
JOIN objects AS endpoint ON endpoint.id = deliveries.endpoint
WHERE state = 'pending' AND json_extract(endpoint.doc, '$.status') = 'enabled'
    AND deliveries.due_at
"""
NEXT_DELIVERY = f"{DELIVERIES} <= ? ORDER BY deliveries.due_at, deliveries.id LIMIT 1"
HELD_BACK = f"{DELIVERIES} = ? ORDER BY deliveries.id DESC"


@dataclass(frozen=True)
class Parcel:
    """One delivery on its way: everything needed to send it without the store."""

    delivery_id: int
    event_id: str
    event_created: int  # in seconds
    body: Doc
    url: str
    secrets: list[str]
    attempts: int


class Courier:
    """Takes due deliveries, sends them, and notes the answers; holds no lock while it sends."""

    def __init__(
        self, store: Store, *, clock: Clock, settings: Settings, switches: DeliverySwitches
    ) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings
        self._switches = switches
        with store.changing():
            # whatever was being sent when the process ended is sent again: at least once
            store.run(
                "UPDATE deliveries SET state = 'pending', due_at = min(due_at, ?)"
                " WHERE state = 'sending'",
                clock.exact(),
            )

    def deliver_due(self) -> int:
        """Send every delivery that is due, one after the other; return how many were sent."""
        sent = 0
        while (parcel := self._take(before=self._clock.exact())) is not None:
            self._send(parcel)
            sent += 1
        return sent

    def deliver_now(self) -> int:
        """Send every waiting delivery once, due or not, held ones first; return how many were sent."""
        sent = self.deliver_held()
        with self._store.changing():
            self._store.run(
                "UPDATE deliveries SET due_at = 0 WHERE state = 'pending' AND due_at < ?", HELD_AT
            )
        return sent + self.deliver_due()

    def deliver_held(self) -> int:
        """Send what is held back, the last one first, and nothing in between; return how many."""
        with self._store.changing():
            parcels = [self._parcel(row) for row in self._store.run(HELD_BACK, HELD_AT)]
            for parcel in parcels:
                self._mark_sending(parcel)
        for parcel in parcels:
            self._send(parcel)
        return len(parcels)

    def wait_for(self, event_id: str, *, seconds: float) -> bool:
        """Wait until every endpoint took the event, `seconds` at most; say whether they have."""
        return self._wait(
            "SELECT 1 FROM deliveries WHERE event = ? AND state IN ('pending', 'sending')",
            event_id,
            seconds=seconds,
        )

    def wait_until_idle(self, *, seconds: float) -> bool:
        """Wait until each event was tried once and none is being sent; say whether it came to that.

        Retries that wait for their time do not count.
        """
        return self._wait(
            "SELECT 1 FROM deliveries WHERE state = 'sending' OR (state = 'pending'"
            " AND attempts = 0)",
            seconds=seconds,
        )

    def _wait(self, sql: str, *values: str, seconds: float) -> bool:
        ends_at = time.monotonic() + seconds
        while True:
            with self._store.changing():
                if not self._store.run(sql, *values):
                    return True
            left = ends_at - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, 0.02))

    def _take(self, *, before: float) -> Parcel | None:
        """Mark the next due delivery as being sent and return it; none is taken twice."""
        with self._store.changing():
            rows = self._store.run(NEXT_DELIVERY, before)
            if not rows:
                return None
            parcel = self._parcel(rows[0])
            self._mark_sending(parcel)
            return parcel

    def _mark_sending(self, parcel: Parcel) -> None:
        self._store.run("UPDATE deliveries SET state = 'sending' WHERE id = ?", parcel.delivery_id)

    def _parcel(self, row: sqlite3.Row) -> Parcel:
        endpoint, event = json.loads(row["endpoint"]), json.loads(row["event"])
        is_thin = event["object"] == "v2.core.event"
        return Parcel(
            delivery_id=row["id"],
            event_id=event["id"],
            event_created=event["_private"]["created"] if is_thin else event["created"],
            body=notification(event) if is_thin else public(event),
            url=endpoint["webhook_endpoint"]["url"] if is_thin else endpoint["url"],
            secrets=self._active_secrets(endpoint),
            attempts=row["attempts"],
        )

    def _send(self, parcel: Parcel) -> None:
        faults = self._switches.current()
        if faults.down_until is not None and self._clock.exact() < faults.down_until:
            is_lost = faults.down_fate == "lost"
            self._note(parcel, answer="endpoint down by a fault", is_taken=False, is_lost=is_lost)
            return
        answer, is_taken = self._post(parcel)
        self._note(parcel, answer=answer, is_taken=is_taken)

    def _post(self, parcel: Parcel) -> tuple[str, bool]:
        """Send it; return what came back, and whether that is a 2xx."""
        body = json.dumps(parcel.body, indent=2).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, secrets=parcel.secrets, at=self._signing_time()),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        try:
            with requests.Session() as http:
                http.trust_env = False  # a proxy of the machine has no place on loopback
                response = http.post(
                    parcel.url,
                    data=body,
                    headers=headers,
                    timeout=self._settings.webhook_timeout_seconds,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            return type(error).__name__, False
        return str(response.status_code), response.status_code // 100 == 2

    def _note(self, parcel: Parcel, *, answer: str, is_taken: bool, is_lost: bool = False) -> None:
        attempts = parcel.attempts + 1
        pause = min(self._settings.retry_base_seconds * 2**parcel.attempts, LONGEST_PAUSE)
        now = self._clock.exact()
        is_over = is_lost or now + pause > parcel.event_created + GIVEN_UP_AFTER
        state = "delivered" if is_taken else "failed" if is_over else "pending"
        with self._store.changing():
            self._store.run(
                "UPDATE deliveries SET state = ?, attempts = ?, answer = ?, due_at = ?"
                " WHERE id = ?",
                state, attempts, answer, now + pause, parcel.delivery_id,
            )  # fmt: skip
            self._recount(parcel.event_id)

    def _recount(self, event_id: str) -> None:
        self._store.run(
            "UPDATE objects SET doc = json_set(doc, '$.pending_webhooks', (SELECT count(*)"
            " FROM deliveries WHERE event = ? AND state IN ('pending', 'sending'))) WHERE id = ? AND kind = 'event'",
            event_id, event_id,
        )  # fmt: skip

    def _active_secrets(self, endpoint: Doc) -> list[str]:
        now = self._clock.now()
        secrets = endpoint["_private"]["secrets"]
        return [one["secret"] for one in secrets if one["until"] is None or one["until"] > now]

    def _signing_time(self) -> int:
        return self._clock.now() if self._settings.signs_with_moved_clock else self._clock.real()


def signature(body: bytes, *, secrets: list[str], at: int) -> str:
    """Return `t=…,v1=…`: a v1 per active secret, and the v0 of test events that nobody may trust."""
    signed = f"{at}.".encode() + body
    schemes = [
        f"v1={hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()}" for key in secrets
    ]
    fake = hmac.new(b"v0", signed, hashlib.sha256).hexdigest()
    return ",".join([f"t={at}", *schemes, f"v0={fake}"])
