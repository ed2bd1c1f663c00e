"""The clients of the install's own account and of the rehearsals', their time limits, what every call can raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from mentorhub.foundation.config import extension_or_new, settings
from mentorhub.foundation.database.sessions import leave_database
from mentorhub.payments.rules.connections import REHEARSAL
from mentorhub.payments.rules.failures import (
    StripeDisconnected,
    StripeFailed,
    StripeLockedOut,
    StripeRefused,
    StripeUnavailable,
)

CONNECT_SECONDS, ANSWER_SECONDS = 3, 10
NETWORK_RETRIES = 2


GATEWAY_TROUBLES = frozenset({502, 503, 504})  # of a proxy before Stripe: no answer is stored
LOCKED_OUT = frozenset({401, 403})
NO_ACCESS = "account_invalid"  # the platform's key is right, and the account is not one of its own (any more)


def client(account: str = "") -> stripe.StripeClient:
    """The app's client for this account, made at its first call: the rehearsals' sandbox has a key of its own.

    Raises `StripeDisconnected` for a rehearsal's account once its key was taken out of the settings.
    """
    if account != REHEARSAL:
        return extension_or_new("stripe", lambda: _make_client(settings().stripe_secret_key))
    key = settings().rehearsal_key
    if not key:
        raise StripeDisconnected("no key for rehearsals is set")
    return extension_or_new("stripe.rehearsal", lambda: _make_client(key))


def _make_client(key: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": settings().stripe_api_base},
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
        max_network_retries=NETWORK_RETRIES,
    )


def options(account: str, key: str | None = None) -> Any:
    """The account and the idempotency key that a call carries. '' is the platform's own account, and a rehearsal's
    is the own one of its client."""
    chosen: dict[str, str] = {}
    if account and account != REHEARSAL:
        chosen["stripe_account"] = account
    if key:
        chosen["idempotency_key"] = key
    return chosen


@contextmanager
def answering() -> Iterator[None]:
    """Around a call: no transaction is open, and its errors become ours: `StripeRefused`, or a `StripeUnavailable`."""
    leave_database()
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise StripeUnavailable(str(error)) from error
    except stripe.StripeError as error:
        raise _translated(error) from error


def _translated(error: stripe.StripeError) -> StripeUnavailable | StripeRefused:
    status, words = error.http_status or 500, error.user_message or ""
    if status in LOCKED_OUT:
        return (StripeDisconnected if _code(error) == NO_ACCESS else StripeLockedOut)(words)
    if status in {409, 429} or status in GATEWAY_TROUBLES:
        return StripeUnavailable(str(error))
    if status >= 500:
        return StripeFailed(str(error))
    param = getattr(error, "param", None) or ""
    return StripeRefused(error.code or type(error).__name__, words, param)


def _code(error: stripe.StripeError) -> str:
    """The code in Stripe's answer, which the SDK leaves out of a `PermissionError`."""
    body: Any = error.json_body
    told = body.get("error") if isinstance(body, dict) else None
    return str(told.get("code") or "") if isinstance(told, dict) else ""
