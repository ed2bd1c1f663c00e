"""Refunds at Stripe."""

from dataclasses import dataclass

from mentorhub.payments.stripe_gateway.calls import answering, client, options


@dataclass(frozen=True)
class RefundFacts:
    """What is true of a refund now."""

    id: str
    status: str
    failure_reason: str


def refund(*, account: str, key: str, payment_intent: str, amount_minor: int) -> RefundFacts:
    """Refund part or all of a captured payment."""
    with answering():
        found = client().v1.refunds.create(
            params={"payment_intent": payment_intent, "amount": amount_minor},
            options=options(account, key),
        )
        failure = found.failure_reason if "failure_reason" in found else None
        return RefundFacts(found.id, found.status or "pending", failure or "")
