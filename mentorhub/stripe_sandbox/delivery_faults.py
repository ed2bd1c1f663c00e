"""Faults on the way of events to their endpoints, and who arrives first, buyer or event; they survive a restart."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.store import Doc, Store

SETTING = "delivery_faults"
ALL = "all"
REDIRECTS = ("default", "webhook_first", "redirect_first")
HELD_AT = 1e12  # the due time of what is held back: further than any clock is moved
LONGEST_WAIT = 10.0  # as Stripe waits: https://docs.stripe.com/checkout/fulfillment
HEAD_START = 3.0  # seconds that events stay behind where the buyer shall come first
MOST = {
    "delay_seconds": 3 * 86_400,
    "duplicate": 20,
    "down_hours": 720,
    "redirect_wait_seconds": LONGEST_WAIT,
}


@dataclass(frozen=True)
class DeliveryFaults:
    """What is switched on. `drop`: how many of the next events are lost, or `all` while it is on.

    `duplicate`: how often each event comes once more under its own id; `twin`: a second event with another id
    reports the same change; `reorder`: events are held back until they are released, the last one first;
    `down_until`: sandbox time until which no endpoint takes anything, by `down_fate` `retried` or `lost`.
    `types` limits the first five to these event types. `redirect` and `redirect_wait_seconds` are the pay page's.
    """

    delay_seconds: float = 0.0
    drop: int | str = 0
    duplicate: int = 0
    twin: bool = False
    reorder: bool = False
    types: tuple[str, ...] = ()
    down_until: float | None = None
    down_fate: str = "retried"
    redirect: str = "default"
    redirect_wait_seconds: float | None = None

    def redirect_wait(self, default: float) -> float:
        """Seconds that the pay page waits for the shop's 2xx before it sends the buyer back."""
        if self.redirect == "webhook_first":
            return LONGEST_WAIT
        if self.redirect == "redirect_first":
            return 0.0
        return default if self.redirect_wait_seconds is None else self.redirect_wait_seconds


@dataclass(frozen=True)
class Fate:
    """What becomes of one event."""

    is_dropped: bool = False
    copies: int = 1
    has_twin: bool = False
    is_held: bool = False
    delay_seconds: float = 0.0


OFF = DeliveryFaults()
STRAIGHT = Fate()


class DeliverySwitches:
    """The stored switches; while all are off, asking costs one look at a flag."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.changing():
            self._is_any = self._stored() != OFF

    def current(self) -> DeliveryFaults:
        """Return what is on; opens its own transaction where anything is."""
        if not self._is_any:
            return OFF
        with self._store.changing():
            return self._stored()

    def change(self, given: dict[str, Any], *, now: float) -> DeliveryFaults:
        """Change the switches that are given, leave the others, and return all; refuses what makes no sense."""
        with self._store.changing():
            return self._put(_changed(self._stored(), given, now=now))

    def clear(self) -> DeliveryFaults:
        """Switch all off; what is queued already keeps the time it got."""
        with self._store.changing():
            return self._put(OFF)

    def fate_of(self, event_type: str) -> Fate:
        """Return what becomes of an event that happens now, inside `changing()`; counts a loss."""
        if not self._is_any:
            return STRAIGHT
        faults = self._stored()
        head_start = HEAD_START if faults.redirect == "redirect_first" else 0.0
        if faults.types and event_type not in faults.types:
            return Fate(delay_seconds=head_start)
        if faults.drop:
            if faults.drop != ALL:
                self._write(replace(faults, drop=int(faults.drop) - 1))
            return Fate(is_dropped=True)
        return Fate(
            copies=1 + faults.duplicate,
            has_twin=faults.twin,
            is_held=faults.reorder,
            delay_seconds=max(faults.delay_seconds, head_start),
        )

    def _put(self, faults: DeliveryFaults) -> DeliveryFaults:
        self._write(faults)
        self._is_any = faults != OFF
        return faults

    def _write(self, faults: DeliveryFaults) -> None:
        self._store.set_setting(SETTING, value=json.dumps(asdict(faults)))

    def _stored(self) -> DeliveryFaults:
        stored = json.loads(self._store.setting(SETTING, default="{}"))
        return DeliveryFaults(**{**stored, "types": tuple(stored.get("types", ()))})


def shown(faults: DeliveryFaults) -> Doc:
    """Return the switches as JSON."""
    return asdict(faults)


def _changed(faults: DeliveryFaults, given: dict[str, Any], *, now: float) -> DeliveryFaults:
    known = {field.name for field in fields(DeliveryFaults)} - {"down_until"} | {"down_hours"}
    for name in given.keys() - known:
        raise ApiError(f"Unknown switch: {name}.", param=name)
    changes = {name: _checked(name, value) for name, value in given.items()}
    if "down_hours" in changes:
        hours = changes.pop("down_hours")
        changes["down_until"] = now + hours * 3600 if hours else None
    return replace(faults, **changes)


def _checked(name: str, value: Any) -> Any:
    if name in {"twin", "reorder"}:
        return _is(isinstance(value, bool), name, "true or false", value)
    if name == "drop":
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return _is(value == ALL or is_count, name, "a number of events, or `all`", value)
    if name == "down_fate":
        return _is(value in {"retried", "lost"}, name, "retried or lost", value)
    if name == "redirect":
        return _is(value in REDIRECTS, name, f"one of {', '.join(REDIRECTS)}", value)
    if name == "types":
        is_list = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return tuple(_is(is_list, name, "a list of event types", value))
    if name == "redirect_wait_seconds" and value is None:
        return None
    wanted = int if name == "duplicate" else int | float
    is_number = isinstance(value, wanted) and not isinstance(value, bool)
    said = f"a number from 0 to {MOST[name]:g}"
    return _is(is_number and 0 <= value <= MOST[name], name, said, value)


def _is(is_right: bool, name: str, said: str, value: Any) -> Any:
    if not is_right:
        raise ApiError(f"Pass `{name}`: {said}.", param=name)
    return value
