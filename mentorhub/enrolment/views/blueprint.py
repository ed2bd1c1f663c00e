"""The package's blueprint, the words for its refusals, and the practice's pages."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask_babel import get_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from mentorhub.accounts.guards import viewer
from mentorhub.accounts.rules.practices import Role
from mentorhub.enrolment.queries.rosters import roles_held
from mentorhub.enrolment.rules.refusals import (
    CannotLeave,
    CheckoutUnderway,
    CodeNotForParts,
    CodesNotTaken,
    CodeTooLate,
    CohortCalledOff,
    CohortOver,
    ConsentMissing,
    HoldElsewhere,
    LineFull,
    NoLongerOpen,
    NothingToPay,
    NotOpenYet,
    PaymentsStopped,
    PriceChosen,
    PriceNotOffered,
    TooLateToPay,
    TooManyCheckouts,
)
from mentorhub.foundation import clock
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.rules.promotions import (
    CodeLeavesTooLittle,
    CodeNotForPrice,
    CodeOver,
    CodeUnknown,
)

blueprint = Blueprint("enrolment", __name__)

WORDS = {
    NotOpenYet: _l("Enrolment has not opened yet."),
    NoLongerOpen: _l("Enrolment has closed."),
    HoldElsewhere: _l(
        "A seat is held in this browser already. Please pay for it or give it up first: "
        "one unpaid seat at a time keeps the line fair."
    ),
    LineFull: _l(
        "As many people are waiting as this mentor lets wait, so nobody can join the line now. "
        "Please look again later: a place comes free whenever somebody gets a seat or leaves."
    ),
    NothingToPay: _l("There is nothing to pay here now."),
    TooLateToPay: _l(
        "A new payment page has to stay open for at least half an hour, and this seat is kept for less time "
        "than that. So no new page was opened. Please write to us if you still want to pay."
    ),
    CheckoutUnderway: _l("A payment is still being processed. Please look again in a minute."),
    CohortCalledOff: _l("This programme was cancelled, so there is nothing to pay."),
    CohortOver: _l("This programme is over, so you cannot give up the seat any more."),
    PriceNotOffered: _l("This price is not on offer any more. Please choose another one."),
    PriceChosen: _l(
        "A payment page for this price is open already, so the price can’t be changed now. "
        "You can go on to it, or choose again once it has ended, if your seat is still held then."
    ),
    ConsentMissing: _l(
        "Please look at the payments and their days, and tick the box if you agree to them."
    ),
    PaymentsStopped: _l(
        "Payments are stopped just now, because the practice is putting something right at Stripe. Your seat stays "
        "yours meanwhile. We write to you when you can pay, and you then have the whole time for it again."
    ),
    CodesNotTaken: _l("This programme takes no promotion codes. Please leave the field empty."),
    CodeUnknown: _l(
        "There is no such code. Please look at its spelling, or leave the field empty."
    ),
    CodeOver: _l("This code has ended, or has been used as often as it may be."),
    CodeNotForPrice: _l("This code is not for this price."),
    CodeNotForParts: _l(
        "A code applies to a price that is paid at once. Please choose that one, or leave the code out."
    ),
    CodeLeavesTooLittle: _l(
        "With this code, less would be left to pay than Stripe can take. Please pay without it, or write to us."
    ),
    CodeTooLate: _l(
        "A payment page without this code is open already. You can go on to it without the code, "
        "or choose again once it has ended, if your seat is still held then."
    ),
    TooManyCheckouts: _l(
        "Several payment pages were opened for this seat in the last minutes. "
        "Please wait ten minutes, then try once more; your seat is kept until its time is over."
    ),
    CannotLeave: _l("This seat is paid for, or its payment is on the way. Please write to us."),
}


def why(refusal: Refusal) -> str:
    """A refusal in plain words, in the reader's language."""
    return str(WORDS.get(type(refusal), _("This cannot be done now.")))


def why_locked_out() -> str:
    """Our key is not accepted by Stripe: the payer can do nothing about it and need not write to us."""
    return str(
        _(
            "Stripe, which takes the payments, does not accept our access key just now, so no payment page could be "
            "opened. Nothing was charged. We have been told; please try again in a few minutes."
        )
    )


def why_refused() -> str:
    """Stripe refuses what we ask for: a finding is open, and the payer reads that we know."""
    return str(
        _(
            "Stripe, which takes the payments, refused to open a payment page. Nothing was charged. "
            "We have been told why; you can try again at any time, or write to us."
        )
    )


def practice_page(template: str, *, code: int = 200, **context: Any) -> Response:
    """A page in the practice's layout; an assistant gets no links to mentees.

    `now`, and `zone` (the place whose times the page shows), serve its short dates.
    """
    held = roles_held(viewer=viewer())
    roles = {"is_owner": Role.OWNER in held, "is_assistant": held == {Role.ASSISTANT}}
    times = {"now": clock.now(), "zone": str(get_timezone()).rpartition("/")[2].replace("_", " ")}
    return make_response(render_template(template, **roles, **times, **context), code)
