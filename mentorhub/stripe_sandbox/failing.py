"""How a request fails whose fault is switched on: Stripe's refusal, or a connection closed without an answer."""

import socket  # noqa: TID251 - to close connections unanswered
from collections.abc import Iterator
from typing import Any

from flask import Response, request

from mentorhub.stripe_sandbox.errors import ApiError, CardError
from mentorhub.stripe_sandbox.faults import GATEWAY, Fault
from mentorhub.stripe_sandbox.idempotency import in_use


class AnswerLostError(Exception):
    """The caller is to get no answer."""


def fault_of_ours(*, key: str | None) -> ApiError:
    """Return the 500. Under a key it is stored and replayed, so that asking again is no use."""
    return ApiError(
        "Sorry! There was an error while talking to Stripe.",
        status=500,
        kind="api_error",
        should_retry=key is None,
    )


def refusal(fault: Fault, *, path: str, key: str | None) -> ApiError:
    """Return what Stripe would say: https://docs.stripe.com/api/errors.

    `Stripe-Should-Retry` is true only where asking again can help: a lock, a key in use, a 500 that ran nothing.
    """
    if fault.status == 500:
        return fault_of_ours(key=None if fault.stage == "before" else key)
    if fault.status in GATEWAY:
        return ApiError(
            "The upstream server did not answer.", status=fault.status, kind="api_error"
        )
    if fault.status == 409:
        return in_use(key or "none")
    if fault.status == 429:
        return _too_many(fault)
    if fault.status == 402:
        return CardError(
            "Your card was declined.",
            code="card_declined",
            decline_code="generic_decline",
            should_retry=False,
        )
    if fault.status == 401:
        return ApiError("Invalid API Key provided: sk_test_***", status=401, should_retry=False)
    return ApiError(
        f"No such object: '{path.rsplit('/', 1)[-1]}'",
        status=404,
        code="resource_missing",
        param="id",
        should_retry=False,
    )


def hang_up() -> Response:
    """Close the caller's connection, and return a response of which nothing is sent."""
    connection: socket.socket | None = request.environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    return Response(_Nothing())


def _too_many(fault: Fault) -> ApiError:
    if fault.code == "lock_timeout":
        return ApiError(
            "This object cannot be accessed right now because another API request or Stripe "
            "process is currently accessing it.",
            status=429,
            code="lock_timeout",
            should_retry=True,
        )
    # the official clients do not ask again by themselves: it would add to the crowd
    return ApiError(
        "Request rate limit exceeded. You can learn more about rate limits here "
        "https://stripe.com/docs/rate-limits.",
        status=429,
        code="rate_limit",
        should_retry=False,
    )


class _Nothing(Iterator[Any]):
    """What the server takes for a connection that broke: it writes nothing and says nothing."""

    def __next__(self) -> Any:
        raise ConnectionResetError("a fault of the sandbox closed this connection")
