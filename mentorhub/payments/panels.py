"""What payments offers to slots: a practice's account at Stripe, and which records stay when an account is closed."""

from flask import render_template

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.queries.practices import PaymentSettings
from mentorhub.accounts.rules.closing import Consequence
from mentorhub.foundation.config import settings
from mentorhub.payments.queries.connections import connections

PERCENT = 100  # basis points


def connection(*, practice: PaymentSettings) -> str:
    """The slot `payments`: how the practice is connected to Stripe, and what its owner can do about it."""
    found = connections(practice.id, viewer=viewer())
    if found is None:  # no owner any more
        return ""
    return render_template(
        "payments/connection.html",
        practice=practice,
        connections=found,
        fee=settings().platform_fee_bps / PERCENT,
    )


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:  # noqa: ARG001 - the same for everybody
    """The slot `closing_account`: payments stay, without a name; None once it is being closed."""
    if not is_closing:
        return None
    return Consequence(render_template("payments/closing_account.html"))
