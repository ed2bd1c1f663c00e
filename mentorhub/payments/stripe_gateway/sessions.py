"""Checkout Sessions."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import stripe

from mentorhub.payments.rules.failures import StripeRefused
from mentorhub.payments.stripe_gateway.calls import answering, client, options

PAGE = 100


@dataclass(frozen=True)
class CheckoutSessionData:
    """What is true of a Checkout Session now. Amounts in minor units; `intent_status` '' without an intent.

    `customer_id` and `payment_method` are '' where Stripe saved no card for later.
    """

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
    customer_id: str = ""
    payment_method: str = ""

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


def open_session(*, account: str, key: str, parameters: dict[str, Any]) -> CheckoutSessionData:
    """Create a Checkout Session; the same key and parameters give the same one again."""
    return _session(
        lambda: client(account).v1.checkout.sessions.create(
            params=parameters,  # type: ignore[arg-type]
            options=options(account, key),
        )
    )


def session(session_id: str, *, account: str) -> CheckoutSessionData:
    """Retrieve a session with its payment intent."""
    return _session(
        lambda: client(account).v1.checkout.sessions.retrieve(
            session_id, params={"expand": ["payment_intent"]}, options=options(account)
        )
    )


def find_session(
    reference: str, *, account: str, since: dt.datetime, until: dt.datetime
) -> str | None:
    """The id of the session made for our checkout of this public id created in [since, until], or None."""
    window = {"gte": int(since.timestamp()), "lte": int(until.timestamp())}
    asked: Any = {"created": window, "limit": PAGE}
    with answering():
        found = client(account).v1.checkout.sessions.list(params=asked, options=options(account))
        return next(_named(found.auto_paging_iter(), reference), None)


def expire_session(session_id: str, *, account: str) -> CheckoutSessionData:
    """Expire it, or learn why that is no longer possible: the answer's `status` is expired or complete."""
    try:
        return _session(
            lambda: client(account).v1.checkout.sessions.expire(
                session_id, options=options(account)
            )
        )
    except StripeRefused:
        return session(session_id, account=account)


def _named(sessions: Iterator[stripe.checkout.Session], reference: str) -> Iterator[str]:
    for one in sessions:
        metadata: Any = one.metadata or {}
        if "checkout" in metadata and metadata["checkout"] == reference:
            yield one.id


def _session(call: Callable[[], stripe.checkout.Session]) -> CheckoutSessionData:
    with answering():
        found = call()
    intent, customer, payer = found.payment_intent, found.customer, found.customer_details
    method = intent.payment_method if isinstance(intent, stripe.PaymentIntent) else None
    return CheckoutSessionData(
        id=found.id,
        url=found.url or "",
        status=found.status or "",
        payment_status=found.payment_status,
        payment_intent=_id_of(intent) or None,
        intent_status=intent.status if isinstance(intent, stripe.PaymentIntent) else "",
        amount_subtotal=found.amount_subtotal or 0,
        amount_total=found.amount_total or 0,
        currency=found.currency or "",
        payer_email=(payer.email if payer else None) or "",
        expires_at=dt.datetime.fromtimestamp(found.expires_at, dt.UTC),
        customer_id=_id_of(customer),
        payment_method=_id_of(method),
    )


def _id_of(found: Any) -> str:
    """Stripe names an object by its id, or shows the whole of it where it was asked to."""
    return found if isinstance(found, str) else found.id if found else ""
