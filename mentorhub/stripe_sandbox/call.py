"""What one request, page or periodic task works with: store, account, time; and how events are emitted."""

from dataclasses import dataclass, replace
from typing import Any

from mentorhub.stripe_sandbox.delivery_faults import HELD_AT, DeliverySwitches, Fate
from mentorhub.stripe_sandbox.errors import missing
from mentorhub.stripe_sandbox.ids import new_id
from mentorhub.stripe_sandbox.objects.fields import filled, public
from mentorhub.stripe_sandbox.settings import API_VERSION, SECOND_ACCOUNT, Settings
from mentorhub.stripe_sandbox.store import Doc, Store

ENDPOINT, DESTINATION = "webhook_endpoint", "v2.core.event_destination"
EVENT = """
    account api_version context created data id livemode object pending_webhooks request
    type
"""


@dataclass(frozen=True)
class Call:
    """One account's view of the state at one point in time; `store.changing()` is open around it."""

    store: Store
    settings: Settings
    switches: DeliverySwitches
    account: str  # '' is the platform's own, SECOND_ACCOUNT that of the other key
    now: int
    base_url: str
    request_id: str | None = None
    idempotency_key: str | None = None

    @property
    def is_connected(self) -> bool:
        """Whether the account is one that the platform has connected."""
        return self.account not in {"", SECOND_ACCOUNT}

    def on(self, account: str) -> "Call":
        """Return the same call for another account."""
        return replace(self, account=account)

    def find(self, kind: str, object_id: str, *, param: str = "id", called: str = "") -> Doc:
        """Return the account's document, or raise the 404 `resource_missing`, which may call the kind otherwise."""
        doc = self.store.get(kind, object_id, account=self.account)
        if doc is None:
            raise missing(called or kind, object_id, param=param)
        return doc

    def save(self, doc: Doc, *, parent: str | None = None, due_at: int | None = None) -> Doc:
        """Store the document in this account and return it."""
        self.store.put(doc, account=self.account, parent=parent, due_at=due_at)
        return doc

    def emit(self, event_type: str, doc: Doc, *, previous: Doc | None = None) -> str:
        """Store an event about `doc` as it is now, queue it for all listening endpoints, and return its id.

        `previous` are the former values of what an `….updated` changed; no other event has them.
        """
        event = filled(
            EVENT,
            id=new_id("evt"),
            object="event",
            account=self.account if self.is_connected else None,
            api_version=API_VERSION,
            created=self.now,
            data={
                "object": public(doc),
                **({} if previous is None else {"previous_attributes": previous}),
            },
            livemode=False,
            pending_webhooks=0,
            request={"id": self.request_id, "idempotency_key": self.idempotency_key},
            type=event_type,
        )
        self.announce(event)
        return str(event["id"])

    def announce(self, event: Doc, listeners: list[str] | None = None) -> None:
        """Store an event and queue it for `listeners` (None: all who want it), as the switched faults let it."""
        if listeners is None:
            listeners = self._listeners(event)
        fate = self.switches.fate_of(event["type"])
        if "pending_webhooks" in event:
            event["pending_webhooks"] = 0 if fate.is_dropped else len(listeners)
        self._post(event, listeners, fate)
        if fate.has_twin:
            self._post({**event, "id": new_id(event["id"].rpartition("_")[0])}, listeners, fate)

    def _post(self, event: Doc, listeners: list[str], fate: Fate) -> None:
        """Store the event and queue its deliveries; a lost one is stored as failed."""
        self.save(event)
        state, answer = ("failed", "lost by a fault") if fate.is_dropped else ("pending", None)
        due_at = HELD_AT if fate.is_held else self.now + fate.delay_seconds
        self._queue(event, listeners * fate.copies, due_at=due_at, state=state, answer=answer)

    def send_again(self, event: Doc) -> int:
        """Queue a stored event once more for all who listen now; return for how many."""
        listeners = self._listeners(event)
        self._queue(event, listeners, due_at=self.now, state="pending", answer=None)
        return len(listeners)

    def _queue(
        self, event: Doc, listeners: list[str], *, due_at: float, state: str, answer: str | None
    ) -> None:
        for endpoint in listeners:
            self.store.run(
                "INSERT INTO deliveries (event, endpoint, due_at, state, answer)"
                " VALUES (?, ?, ?, ?, ?)",
                event["id"], endpoint, due_at, state, answer,
            )  # fmt: skip

    def stop_deliveries(self, endpoint_id: str) -> None:
        """What is queued for a disabled or deleted endpoint is not sent any more."""
        self.store.run(
            "UPDATE deliveries SET state = 'stopped' WHERE endpoint = ? AND state = 'pending'",
            endpoint_id,
        )

    def _listeners(self, event: Doc) -> list[str]:
        """Ids of all who want the event: destinations a thin one, endpoints the others."""
        if event["object"] == "v2.core.event":
            found = self._endpoints(DESTINATION)
        else:
            found = [row for row in self._endpoints(ENDPOINT) if _hears(row, "own")]
            if self.is_connected and not self._is_disconnected():
                every = self.on("")._endpoints(ENDPOINT)  # noqa: SLF001 - of this class
                found += [row for row in every if _hears(row, "connected")]
        return [row["id"] for row in found if _wants(row, event["type"])]

    def _is_disconnected(self) -> bool:
        """Whether the account's owner ended the platform's access, which hears of it no more."""
        account = self.store.get("v2.core.account", self.account, account="")
        return account is not None and bool(account["_private"]["is_disconnected"])

    def _endpoints(self, kind: str) -> list[Doc]:
        return self.store.page(
            kind, account=self.account, where={}, window="ORDER BY seq", limit=100
        )


def _hears(endpoint: Doc, whose: str) -> bool:
    return whose in endpoint["_private"]["hears"]


def _wants(endpoint: Doc, event_type: str) -> bool:
    wanted: list[Any] = endpoint["enabled_events"]
    return endpoint["status"] == "enabled" and ("*" in wanted or event_type in wanted)
