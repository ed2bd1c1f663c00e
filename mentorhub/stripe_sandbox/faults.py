"""Faults of the API that are switched on: which request meets which, and how often; they survive a restart."""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

from mentorhub.stripe_sandbox.errors import ApiError
from mentorhub.stripe_sandbox.store import Doc, Store

STATUSES = (401, 402, 404, 409, 429, 500, 502, 503, 504)
GATEWAY = (502, 503, 504)  # of a proxy before Stripe: its answer is stored, and lost on the way
STAGES = ("before", "during", "after")
STAGES_OF: dict[str | int, tuple[str, ...]] = {
    "latency": ("before",),
    "reset": ("before", "after"),
    401: ("before",),
    402: ("during", "before"),
    404: ("during", "before"),
    409: ("before",),
    429: ("before",),
    500: ("during", "before", "after"),
    **dict.fromkeys(GATEWAY, ("before", "after")),
}  # the first is taken where none is given
METHODS = ("", "GET", "POST", "DELETE")
LONGEST_SECONDS = 600
NAMES = ("kind", "status", "stage", "code", "seconds", "method", "path", "times")


@dataclass(frozen=True)
class Fault:
    """One switch. `kind`: `status`, `reset` (the connection closes without an answer) or `latency`.

    `stage`: `before` (nothing runs, nothing is stored), `during` (nothing of the action stays, the answer is stored
    under the idempotency key, as Stripe does once a call began to run) or `after` (the action is done and stays).
    `path` begins the address; `*` is one id in it, `$` its end. `times` None: until cleared.
    """

    kind: str
    stage: str
    status: int = 0
    code: str = ""
    seconds: float = 0.0
    method: str = ""
    path: str = ""
    times: int | None = 1

    @property
    def phase(self) -> str:
        """When a request meets it: in the `wait`, on `arrival`, around the `action`, or when it is `answered`."""
        if self.kind == "latency":
            return "wait"
        if self.stage == "before":
            return "arrival"
        is_lost = self.kind == "reset" or self.status in GATEWAY
        return "answered" if is_lost else "action"

    def concerns(self, method: str, path: str) -> bool:
        """Whether a request to that address meets it."""
        pattern = re.escape(self.path).replace(r"\*", "[^/]+").replace(r"\$", "$")
        return self.method in {"", method} and re.match(pattern, path) is not None


class Faults:
    """The switches in the order they were set; without any, a request reads only a flag."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.changing():
            self._is_any = bool(store.run("SELECT 1 FROM faults LIMIT 1"))

    def add(self, fault: Fault) -> None:
        """Switch one on, behind those that are on already."""
        with self._store.changing():
            self._store.run("INSERT INTO faults (doc) VALUES (?)", json.dumps(asdict(fault)))
            self._is_any = True

    def clear(self) -> None:
        """Switch all of them off."""
        with self._store.changing():
            self._store.run("DELETE FROM faults")
            self._is_any = False

    def shown(self) -> list[Doc]:
        """Return what is on, the oldest first; `times` counts what is left of each."""
        with self._store.changing():
            return [asdict(fault) for _, fault in self._all()]

    def meet(self, phase: str, *, method: str, path: str) -> Fault | None:
        """Return the fault that a request meets now, used once, or None; opens its own transaction."""
        if not self._is_any:
            return None
        with self._store.changing():
            found = self.take(phase, method=method, path=path)
            self._is_any = bool(self._all())
            return found

    def take(self, phase: str, *, method: str, path: str) -> Fault | None:
        """As `meet`, inside `changing()`: an action that is undone has not used it."""
        if not self._is_any:
            return None
        for row_id, fault in self._all():
            if fault.phase == phase and fault.concerns(method, path):
                self._use(row_id, fault)
                return fault
        return None

    def _use(self, row_id: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            doc = json.dumps({**asdict(fault), "times": fault.times - 1})
            self._store.run("UPDATE faults SET doc = ? WHERE id = ?", doc, row_id)
        else:
            self._store.run("DELETE FROM faults WHERE id = ?", row_id)

    def _all(self) -> list[tuple[int, Fault]]:
        rows = self._store.run("SELECT id, doc FROM faults ORDER BY id")
        return [(row["id"], Fault(**json.loads(row["doc"]))) for row in rows]


def read(given: dict[str, Any]) -> Fault:
    """Return the fault that is asked for, or refuse it, naming the field."""
    for name in given.keys() - set(NAMES):
        raise ApiError(f"Unknown field: {name}.", param=name)
    kind, status = given.get("kind"), given.get("status", 0)
    if kind not in {"status", "reset", "latency"}:
        raise ApiError("Pass `kind`: status, reset or latency.", param="kind")
    if kind == "status" and (isinstance(status, bool) or status not in STATUSES):
        raise ApiError(f"Pass `status`: one of {', '.join(map(str, STATUSES))}.", param="status")
    stages = STAGES_OF[status if kind == "status" else kind]
    stage = given.get("stage", stages[0])
    if stage not in stages:
        raise ApiError(f"Pass `stage`: one of {', '.join(stages)}.", param="stage")
    code = given.get("code", "")
    if code not in {"", "lock_timeout"} or (code and status != 429):
        raise ApiError("Pass `code`: lock_timeout, with status 429 only.", param="code")
    return Fault(
        kind=kind,
        stage=stage,
        status=status if kind == "status" else 0,
        code=code,
        seconds=_seconds(given.get("seconds")) if kind == "latency" else 0.0,
        method=_one_of(given.get("method") or "", METHODS, param="method"),
        path=_path(given.get("path") or ""),
        times=_times(given.get("times", 1)),
    )


def _one_of(value: Any, allowed: tuple[str, ...], *, param: str) -> str:
    if value not in allowed:
        raise ApiError(f"Pass `{param}`: one of {', '.join(filter(None, allowed))}.", param=param)
    return str(value)


def _path(value: Any) -> str:
    if not isinstance(value, str) or (value and not value.startswith(("/v1", "/v2"))):
        raise ApiError("Pass `path`: the beginning of an address under /v1 or /v2.", param="path")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ApiError("Pass `seconds`: a number.", param="seconds")
    if not 0 < value <= LONGEST_SECONDS:
        raise ApiError(f"Pass `seconds`: more than 0, up to {LONGEST_SECONDS}.", param="seconds")
    return float(value)


def _times(value: Any) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
        raise ApiError("Pass `times`: how often, from 1; null until cleared.", param="times")
    return value
