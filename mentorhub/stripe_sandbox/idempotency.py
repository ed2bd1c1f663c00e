"""Idempotency keys: the first answer is stored and replayed, for 24 hours in v1 and 30 days in v2.

https://docs.stripe.com/api/idempotent_requests, https://docs.stripe.com/api-v2-overview#idempotency
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from mentorhub.stripe_sandbox.call import Call
from mentorhub.stripe_sandbox.errors import ApiError, ParameterError
from mentorhub.stripe_sandbox.forms import Form

A_DAY = 24 * 60 * 60
LONGEST = 255


@dataclass(frozen=True)
class Memory:
    """How a namespace of the API remembers answers: in which table, and for how long.

    v1 replays whatever began to run, also a 500; v2 runs again what failed and replays what succeeded.
    `status_of_misuse` answers a key that comes again with other parameters.
    """

    table: str
    seconds: int
    keeps_failures: bool
    status_of_misuse: int


V1 = Memory("answers", seconds=A_DAY, keeps_failures=True, status_of_misuse=400)
V2 = Memory("answers_v2", seconds=30 * A_DAY, keeps_failures=False, status_of_misuse=409)


@dataclass(frozen=True)
class Answer:
    """A status and the JSON text that goes with it; and whether Stripe says to ask again."""

    status: int
    body: str
    is_replayed: bool = False
    should_retry: bool | None = None  # None: the client decides by the status


class KeysInFlight:
    """Which keys are being answered right now; another request with one of them gets 409."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def claimed(self, account: str, key: str | None) -> Iterator[None]:
        """Hold the key while its request runs; do nothing without one."""
        if key is None:
            yield
            return
        if len(key) > LONGEST:
            raise ParameterError(f"Idempotency keys can have up to {LONGEST} characters.")
        with self._lock:
            if (account, key) in self._keys:
                raise in_use(key)
            self._keys.add((account, key))
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard((account, key))


def in_use(key: str) -> ApiError:
    """Return the 409 for a key whose first request is still being answered."""
    return ApiError(
        "There is currently another in-progress request using this Stripe Idempotent "
        "Key (that probably means you submitted twice, and the other request is still "
        f"going through): {key}. If you want to retry this request, please wait for "
        "the other one to finish.",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
        should_retry=True,
    )


def fingerprint(method: str, path: str, form: Form) -> str:
    """Return what two requests must share to be the same request."""
    text = json.dumps([method, path, form], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def recall(call: Call, memory: Memory, *, mark: str) -> Answer | None:
    """Return the stored answer of this key, or None; refuses a key used with other parameters."""
    if call.idempotency_key is None:
        return None
    call.store.run(f"DELETE FROM {memory.table} WHERE created <= ?", call.now - memory.seconds)  # noqa: S608 - ours
    rows = call.store.run(
        f"SELECT * FROM {memory.table} WHERE account = ? AND key = ?",  # noqa: S608 - ours
        call.account, call.idempotency_key,
    )  # fmt: skip
    if not rows:
        return None
    if rows[0]["fingerprint"] != mark:
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{call.idempotency_key}' if you meant "
            "to execute a different request.",
            status=memory.status_of_misuse,
            kind="idempotency_error",
            should_retry=None if memory.keeps_failures else False,
        )
    return Answer(rows[0]["status"], rows[0]["body"], is_replayed=True)


def remember(call: Call, memory: Memory, answer: Answer, *, mark: str) -> None:
    """Store the answer under the request's key, if it has one and the namespace keeps such answers."""
    if call.idempotency_key is None or (answer.status >= 400 and not memory.keeps_failures):
        return
    call.store.run(
        f"INSERT INTO {memory.table} (account, key, fingerprint, status, body, created)"  # noqa: S608 - ours
        " VALUES (?, ?, ?, ?, ?, ?)",
        call.account, call.idempotency_key, mark, answer.status, answer.body, call.now,
    )  # fmt: skip
