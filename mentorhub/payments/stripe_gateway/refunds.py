"""Refunds at Stripe: made by us, and found there, whoever made them."""

from dataclasses import dataclass
from typing import Any

import stripe

from mentorhub.payments.stripe_gateway.calls import answering, client, options

PAGE = 100


@dataclass(frozen=True)
class RefundData:
    """What is true of a refund now; `reference` is our refund's public id, '' for one made by hand."""

    id: str
    status: str
    failure_reason: str
    amount_minor: int
    currency: str
    reference: str


def refund(
    *,
    account: str,
    key: str,
    payment_intent: str,
    amount_minor: int,
    reference: str,
    has_fee: bool = False,
) -> RefundData:
    """Refund part or all of a captured payment; `reference` lets a lost answer be recognised later.

    `has_fee`: the platform gives its part of the fee back, too.
    """
    asked: Any = {
        "payment_intent": payment_intent,
        "amount": amount_minor,
        "metadata": {"refund": reference},
    }
    if has_fee:
        asked["refund_application_fee"] = True
    with answering():
        return _data(client(account).v1.refunds.create(params=asked, options=options(account, key)))


def refunds_of(payment_intent: str, *, account: str) -> list[RefundData]:
    """Every refund of a payment, the dashboard's too."""
    with answering():
        found = client(account).v1.refunds.list(
            params={"payment_intent": payment_intent, "limit": PAGE}, options=options(account)
        )
        return [_data(one) for one in found.auto_paging_iter()]


def _data(found: stripe.Refund) -> RefundData:
    failure = found.failure_reason if "failure_reason" in found else None
    metadata: Any = found.metadata or {}
    return RefundData(
        id=found.id,
        status=found.status or "pending",
        failure_reason=failure or "",
        amount_minor=found.amount,
        currency=found.currency,
        reference=metadata["refund"] if "refund" in metadata else "",  # noqa: SIM401 - no dict
    )
