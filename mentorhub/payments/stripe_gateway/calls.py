"""One client, its time limits, and what every call can raise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from mentorhub.foundation.config import fitted, settings
from mentorhub.foundation.database import leave_database

CONNECT_SECONDS, ANSWER_SECONDS = 3, 10
NETWORK_RETRIES = 2


class StripeUnavailable(Exception):  # noqa: N818
    """No answer, or one that says "later": the same call with the same key may be repeated."""


class StripeRefused(Exception):  # noqa: N818
    """Stripe said no for good; carries its code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


def client() -> stripe.StripeClient:
    """The app's one client, made at its first call."""
    return fitted("stripe", _make_client)


def _make_client() -> stripe.StripeClient:
    chosen = settings()
    return stripe.StripeClient(
        chosen.stripe_secret_key,
        base_addresses={"api": chosen.stripe_api_base},
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
        max_network_retries=NETWORK_RETRIES,
    )


def options(account: str, key: str | None = None) -> Any:
    """The account and the idempotency key that a call carries; '' is the platform's own account."""
    chosen: dict[str, str] = {}
    if account:
        chosen["stripe_account"] = account
    if key:
        chosen["idempotency_key"] = key
    return chosen


@contextmanager
def answering() -> Iterator[None]:
    """Around a call: no transaction is open, and its errors become ours, `StripeUnavailable` or `StripeRefused`."""
    leave_database()
    try:
        yield
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise StripeUnavailable(str(error)) from error
    except stripe.StripeError as error:
        status = error.http_status or 500
        if status in {409, 429} or status >= 500:
            raise StripeUnavailable(str(error)) from error
        raise StripeRefused(error.code or type(error).__name__, error.user_message or "") from error
