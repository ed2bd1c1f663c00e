"""One sandbox: its store, clock and courier, and the way into a transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.clock import Clock
from mentorhub.stripe_sandbox.delivery import Courier
from mentorhub.stripe_sandbox.delivery_faults import DeliverySwitches
from mentorhub.stripe_sandbox.due import act_on_due
from mentorhub.stripe_sandbox.failing import AnswerLostError
from mentorhub.stripe_sandbox.faults import Faults
from mentorhub.stripe_sandbox.idempotency import KeysInFlight
from mentorhub.stripe_sandbox.settings import Settings
from mentorhub.stripe_sandbox.store import Doc, Store


@dataclass
class Sandbox:
    """Everything the HTTP side needs; one per process and store."""

    store: Store
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        self.clock = Clock(self.store)
        self.faults = Faults(self.store)
        self.switches = DeliverySwitches(self.store)
        self.courier = Courier(
            self.store, clock=self.clock, settings=self.settings, switches=self.switches
        )
        self.closing = threading.Event()  # set when the sandbox stops: nobody waits any longer
        self.keys_in_flight = KeysInFlight()

    @contextmanager
    def calling(
        self,
        *,
        account: str = "",
        base_url: str = "",
        request_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Iterator[Call]:
        """Open a transaction, act on what is due, and give the account's view of the state."""
        with self.store.changing():
            call = Call(
                store=self.store,
                settings=self.settings,
                switches=self.switches,
                account=account,
                now=self.clock.now(),
                base_url=self.settings.public_url or base_url,
                request_id=request_id,
                idempotency_key=idempotency_key,
            )
            act_on_due(call)
            yield call

    @contextmanager
    def calling_for(self, kind: str, object_id: str, *, base_url: str) -> Iterator[Call]:
        """Open a transaction in the account that holds the object; for routes without an API key."""
        with self.calling(base_url=base_url) as call:
            yield call.on(self.store.account_of(kind, object_id) or "")

    @contextmanager
    def calling_for_event(self, event_id: str) -> Iterator[Call]:
        """Open a transaction in the account that the event, a thin one or another, happened in."""
        with self.calling() as call:
            yield call.on(self.store.account_of("event", event_id) or "")

    def pause(self, seconds: float) -> None:
        """Keep a caller waiting for so long; raises `AnswerLostError` where the sandbox stops meanwhile."""
        if self.closing.wait(seconds):
            raise AnswerLostError

    def switch_deliveries(self, given: Doc) -> None:
        """Change the deliveries' switches that are given; what was held back goes when `reorder` does."""
        if not self.switches.change(given, now=self.clock.exact()).reorder:
            self.courier.deliver_held()

    def clear_deliveries(self) -> None:
        """Switch every fault of the deliveries off, and send what was held back."""
        self.switches.clear()
        self.courier.deliver_held()

    def redirect_wait(self) -> float:
        """Seconds that the pay page waits for the shop's answer before it sends the buyer back."""
        return self.switches.current().redirect_wait(self.settings.redirect_wait_seconds)

    def tick(self) -> None:
        """Do what is due: expire, settle, deliver."""
        with self.calling():
            pass
        self.courier.deliver_due()
