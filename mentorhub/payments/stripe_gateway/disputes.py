"""Disputes at Stripe."""

from dataclasses import dataclass

import stripe

from mentorhub.payments.stripe_gateway.calls import answering, client, options

PAGE = 100


@dataclass(frozen=True)
class DisputeData:
    """What is true of a dispute now; `status` in Stripe's words."""

    id: str
    status: str
    payment_intent: str
    amount_minor: int
    currency: str


def dispute(dispute_id: str, *, account: str) -> DisputeData:
    """Retrieve a dispute."""
    with answering():
        return _data(client(account).v1.disputes.retrieve(dispute_id, options=options(account)))


def disputes_of(payment_intent: str, *, account: str) -> list[DisputeData]:
    """Every dispute of a payment."""
    with answering():
        found = client(account).v1.disputes.list(
            params={"payment_intent": payment_intent, "limit": PAGE}, options=options(account)
        )
        return [_data(one) for one in found.auto_paging_iter()]


def _data(found: stripe.Dispute) -> DisputeData:
    intent = found.payment_intent
    return DisputeData(
        id=found.id,
        status=found.status,
        payment_intent=intent if isinstance(intent, str) else intent.id if intent else "",
        amount_minor=found.amount,
        currency=found.currency,
    )
