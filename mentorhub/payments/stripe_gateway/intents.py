"""Charges of a saved card without its owner: later instalments. A refused card is an answer, not an error.

A charge is made in two calls. The first moves no money, so losing its answer costs nothing; the second can take it
only once, since an intent that has succeeded can be confirmed no more. So neither needs a key that outlives the call.
"""

from dataclasses import dataclass
from typing import Any

import stripe

from mentorhub.payments.stripe_gateway.calls import answering, client, options

PAGE = 100
REFUSED = "requires_payment_method"  # Stripe's status after a card was refused


@dataclass(frozen=True)
class PaymentIntentData:
    """What is true of a PaymentIntent now; `failure_code` says why its last try was refused, '' if it was not.

    `reference` is our instalment's public id ('' if it is not one of ours) and `attempt` which of its tries it was.
    """

    id: str
    status: str
    amount_minor: int
    currency: str
    reference: str
    attempt: int
    failure_code: str = ""
    application_fee_minor: int = 0


@dataclass(frozen=True)
class CardCharge:
    """What is asked of a saved card. `reference` and `attempt` let a charge whose answer was lost be found again."""

    account: str
    customer: str
    payment_method: str
    amount_minor: int
    currency: str
    reference: str
    attempt: int
    environment: str
    statement_suffix: str = ""
    application_fee_minor: int = 0


def prepare_charge(asked: CardCharge) -> PaymentIntentData:
    """Make the charge without taking anything: it waits for `confirm_charge`, and nobody else can confirm it.

    No payment method that needs a redirect, since nobody is present (docs.stripe.com/api/payment_intents/create).
    """
    params: Any = {
        "amount": asked.amount_minor,
        "currency": asked.currency,
        "customer": asked.customer,
        "payment_method": asked.payment_method,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "metadata": {
            "instalment": asked.reference,
            "attempt": str(asked.attempt),
            "environment": asked.environment,
        },
    }
    if asked.statement_suffix:
        params["statement_descriptor_suffix"] = asked.statement_suffix
    if asked.application_fee_minor:
        params["application_fee_amount"] = asked.application_fee_minor
    with answering():
        return _data(
            client(asked.account).v1.payment_intents.create(
                params=params, options=options(asked.account)
            )
        )


def confirm_charge(intent_id: str, asked: CardCharge) -> PaymentIntentData:
    """Take the money now, with nobody present. Source: docs.stripe.com/payments/save-and-reuse, off-session."""
    with answering():
        try:
            return _data(
                client(asked.account).v1.payment_intents.confirm(
                    intent_id, params={"off_session": True}, options=options(asked.account)
                )
            )
        except stripe.CardError as error:
            return _refused(error, asked)


def find_charge(asked: CardCharge) -> PaymentIntentData | None:
    """The charge that this attempt made, if Stripe knows one: searched for before another call."""
    with answering():
        found = client(asked.account).v1.payment_intents.list(
            params={"customer": asked.customer, "limit": PAGE}, options=options(asked.account)
        )
        known = (_data(one) for one in found.auto_paging_iter())
        wanted = (asked.reference, asked.attempt)
        return next((one for one in known if (one.reference, one.attempt) == wanted), None)


def intent(intent_id: str, *, account: str) -> PaymentIntentData:
    """A charge as it is now."""
    with answering():
        return _data(
            client(account).v1.payment_intents.retrieve(intent_id, options=options(account))
        )


def refused(asked: CardCharge, code: str, *, intent_id: str = "") -> PaymentIntentData:
    """What is true of a charge that was not made."""
    return PaymentIntentData(
        id=intent_id,
        status=REFUSED,
        amount_minor=asked.amount_minor,
        currency=asked.currency,
        reference=asked.reference,
        attempt=asked.attempt,
        failure_code=code,
    )


def _data(found: stripe.PaymentIntent) -> PaymentIntentData:
    refusal, named = found.last_payment_error, found.metadata.to_dict() if found.metadata else {}
    attempt = named.get("attempt", "")
    return PaymentIntentData(
        id=found.id,
        status=found.status,
        amount_minor=found.amount,
        currency=found.currency,
        reference=named.get("instalment", ""),
        attempt=int(attempt) if attempt.isdecimal() else 0,
        failure_code=(refusal.code or "card_error") if refusal else "",
        application_fee_minor=found.application_fee_amount or 0,
    )


def _refused(error: stripe.CardError, asked: CardCharge) -> PaymentIntentData:
    """A 402 carries the intent that was made, and refused."""
    named = error.error.payment_intent if error.error else None
    return refused(asked, error.code or "card_error", intent_id=named["id"] if named else "")
