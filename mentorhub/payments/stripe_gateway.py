"""The only door to Stripe: plain values in, frozen facts out, two kinds of error. Never inside a transaction.

Source of the semantics: docs.stripe.com/api at version 2026-10-28.endive, pinned by stripe 16.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import stripe

from mentorhub.foundation.config import fitted, settings
from mentorhub.foundation.database import leave_database

CONNECT_SECONDS, ANSWER_SECONDS = 3, 10
NETWORK_RETRIES = 2
SIGNATURE_TOLERANCE_SECONDS = 300


class StripeUnavailable(Exception):  # noqa: N818
    """No answer, or one that says "later": the same call with the same key may be repeated."""


class StripeRefused(Exception):  # noqa: N818
    """Stripe said no for good; carries its code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class ForgedEvent(Exception):  # noqa: N818
    """A signature that is missing, wrong or older than 300 s."""


@dataclass(frozen=True)
class SessionFacts:
    """What is true of a Checkout Session now. Amounts in minor units; `intent_status` '' without an intent."""

    id: str
    url: str
    status: str
    payment_status: str
    payment_intent: str | None
    intent_status: str
    amount_subtotal: int
    amount_total: int
    currency: str
    payer_email: str
    expires_at: dt.datetime

    @property
    def is_paid(self) -> bool:
        """Complete with its money captured, or with nothing due."""
        return self.status == "complete" and self.payment_status != "unpaid"

    @property
    def has_failed(self) -> bool:
        """Complete, but the delayed payment failed for good."""
        return (
            self.status == "complete"
            and self.payment_status == "unpaid"
            and self.intent_status in {"requires_payment_method", "canceled"}
        )


@dataclass(frozen=True)
class RefundFacts:
    """What is true of a refund now."""

    id: str
    status: str
    failure_reason: str


@dataclass(frozen=True)
class EventFacts:
    """A verified event. `payload` is the whole of it, as Stripe sent it."""

    id: str
    account: str
    type: str
    object_id: str
    api_version: str
    livemode: bool
    payload: dict[str, Any]


def open_session(*, account: str, key: str, parameters: dict[str, Any]) -> SessionFacts:
    """Create a Checkout Session; the same key and parameters give the same one again."""
    return _session(
        lambda: _client().v1.checkout.sessions.create(
            params=parameters,  # type: ignore[arg-type]
            options=_options(account, key),
        )
    )


def session(session_id: str, *, account: str) -> SessionFacts:
    """Retrieve a session with its payment intent."""
    return _session(
        lambda: _client().v1.checkout.sessions.retrieve(
            session_id, params={"expand": ["payment_intent"]}, options=_options(account)
        )
    )


def expire_session(session_id: str, *, account: str) -> SessionFacts:
    """Expire it, or learn why that is no longer possible: the answer's `status` is expired or complete."""
    try:
        return _session(
            lambda: _client().v1.checkout.sessions.expire(session_id, options=_options(account))
        )
    except StripeRefused:
        return session(session_id, account=account)


def refund(*, account: str, key: str, payment_intent: str, amount_minor: int) -> RefundFacts:
    """Refund part or all of a captured payment."""
    with _answering():
        found = _client().v1.refunds.create(
            params={"payment_intent": payment_intent, "amount": amount_minor},
            options=_options(account, key),
        )
        failure = found.failure_reason if "failure_reason" in found else None
        return RefundFacts(found.id, found.status or "pending", failure or "")


def read_event(body: bytes, signature: str, *, secrets: Sequence[str]) -> EventFacts:
    """Verify the raw body against each active secret; raises `ForgedEvent`."""
    for secret in secrets:
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(), signature, secret, SIGNATURE_TOLERANCE_SECONDS
            )
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
        return _event(body)
    raise ForgedEvent


def _event(body: bytes) -> EventFacts:
    try:
        event = json.loads(body)
        return EventFacts(
            id=str(event["id"]),
            account=str(event.get("account") or ""),
            type=str(event["type"]),
            object_id=str(event["data"]["object"].get("id") or ""),
            api_version=str(event.get("api_version") or ""),
            livemode=bool(event["livemode"]),
            payload=event,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ForgedEvent from error


def _client() -> stripe.StripeClient:
    return fitted("stripe", _make_client)


def _make_client() -> stripe.StripeClient:
    chosen = settings()
    return stripe.StripeClient(
        chosen.stripe_secret_key,
        base_addresses={"api": chosen.stripe_api_base},
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, ANSWER_SECONDS)),
        max_network_retries=NETWORK_RETRIES,
    )


def _options(account: str, key: str | None = None) -> Any:
    options: dict[str, str] = {}
    if account:
        options["stripe_account"] = account
    if key:
        options["idempotency_key"] = key
    return options


def _session(call: Callable[[], stripe.checkout.Session]) -> SessionFacts:
    with _answering():
        found = call()
    intent = found.payment_intent
    payer = found.customer_details
    return SessionFacts(
        id=found.id,
        url=found.url or "",
        status=found.status or "",
        payment_status=found.payment_status,
        payment_intent=intent if isinstance(intent, str) or intent is None else intent.id,
        intent_status=intent.status if isinstance(intent, stripe.PaymentIntent) else "",
        amount_subtotal=found.amount_subtotal or 0,
        amount_total=found.amount_total or 0,
        currency=found.currency or "",
        payer_email=(payer.email if payer else None) or "",
        expires_at=dt.datetime.fromtimestamp(found.expires_at, dt.UTC),
    )


@contextmanager
def _answering() -> Iterator[None]:
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
