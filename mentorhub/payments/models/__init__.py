"""Tables of money. A checkout points at its enrolment by the table's name; this package knows no more of it."""

from mentorhub.payments.models.checkouts import (
    Checkout,
    Instalment,
    StripeCustomer,
)
from mentorhub.payments.models.events import (
    StripeCursor,
    StripeEvent,
)
from mentorhub.payments.models.ledger import (
    Dispute,
    Payment,
    Refund,
)

__all__ = [
    "Checkout",
    "Dispute",
    "Instalment",
    "Payment",
    "Refund",
    "StripeCursor",
    "StripeCustomer",
    "StripeEvent",
]
