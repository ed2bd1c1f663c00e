"""Disputes at Stripe."""

from dataclasses import dataclass

from mentorhub.payments.stripe_gateway.calls import answering, client, options


@dataclass(frozen=True)
class DisputeFacts:
    """What is true of a dispute now; `status` in Stripe's words."""

    id: str
    status: str
    payment_intent: str
    amount_minor: int
    currency: str


def dispute(dispute_id: str, *, account: str) -> DisputeFacts:
    """Retrieve a dispute."""
    with answering():
        found = client().v1.disputes.retrieve(dispute_id, options=options(account))
        intent = found.payment_intent
        return DisputeFacts(
            id=found.id,
            status=found.status,
            payment_intent=intent if isinstance(intent, str) else intent.id if intent else "",
            amount_minor=found.amount,
            currency=found.currency,
        )
