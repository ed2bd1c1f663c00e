"""What payments offers to slots: a practice's account at Stripe, and which records stay when an account is closed."""

from flask import render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.queries.practices import PaymentSettings
from mentorhub.accounts.rules.closing import Consequence
from mentorhub.accounts.rules.practices import StripeState
from mentorhub.foundation.config import settings
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.payments.queries.connections import connections
from mentorhub.programs.queries.setup import Setup
from mentorhub.programs.rules.setup import SetupItem, SetupStep, Step

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


def setup_step(*, found: Setup, viewer: Viewer) -> SetupStep:
    """The slot `setup`: whether people can pay, with the address where that is put right."""
    practice, own = found.practice, connections(found.practice.id, viewer=viewer)
    words = {
        StripeState.NONE: _("Not connected yet. What is free of charge needs no account."),
        StripeState.PLATFORM: _("Payments go to the Stripe account of this installation."),
        StripeState.PENDING: _("Begun, and not finished: Stripe still needs something."),
        StripeState.READY: _("Stripe takes payments for you."),
        StripeState.BLOCKED: _("Stripe takes no payments for you just now."),
        StripeState.DISCONNECTED: _("The account is not connected any more."),
    }
    url = url_for("accounts.change_payments", practice=practice.public_id) if own else ""
    item = SetupItem(_("a Stripe account that takes payments"), url, found.can_charge)
    return SetupStep(Step.PAYMENTS, words[practice.stripe_state], url, (item,))


def closing_account(*, user_id: int, is_closing: bool) -> Consequence | None:  # noqa: ARG001 - the same for everybody
    """The slot `closing_account`: payments stay, without a name; None once it is being closed."""
    if not is_closing:
        return None
    return Consequence(render_template("payments/closing_account.html"))
