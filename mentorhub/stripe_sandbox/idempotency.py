"""Idempotency keys: the first answer is stored for 24 hours and replayed.

https://docs.stripe.com/api/idempotent_requests
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

STORED_SECONDS = 24 * 60 * 60
LONGEST = 255


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


def recall(call: Call, *, mark: str) -> Answer | None:
    """Return the stored answer of this key, or None; refuses a key used with other parameters."""
    if call.idempotency_key is None:
        return None
    call.store.run("DELETE FROM answers WHERE created <= ?", call.now - STORED_SECONDS)
    rows = call.store.run(
        "SELECT * FROM answers WHERE account = ? AND key = ?", call.account, call.idempotency_key
    )
    if not rows:
        return None
    if rows[0]["fingerprint"] != mark:
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{call.idempotency_key}' if you meant "
            "to execute a different request.",
            kind="idempotency_error",
        )
    return Answer(rows[0]["status"], rows[0]["body"], is_replayed=True)


def remember(call: Call, answer: Answer, *, mark: str) -> None:
    """Store the answer under the request's key, if it has one."""
    if call.idempotency_key is not None:
        call.store.run(
            "INSERT INTO answers (account, key, fingerprint, status, body, created)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            call.account, call.idempotency_key, mark, answer.status, answer.body, call.now,
        )  # fmt: skip
