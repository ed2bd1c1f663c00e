"""The room's blueprint, and the words for its refusals."""

from flask import Blueprint
from flask_babel import gettext as _

from mentorhub.enrolment import rules
from mentorhub.foundation.errors import Refusal

blueprint = Blueprint("enrolment", __name__)


def why(refusal: Refusal) -> str:
    """A refusal in plain words, in the reader's language."""
    words = {
        rules.NotOpenYet: _("Enrolment has not opened yet."),
        rules.NoLongerOpen: _("Enrolment has closed."),
        rules.HoldElsewhere: _(
            "A seat is held in this browser already. Please pay for it or give it up first: "
            "one unpaid seat at a time keeps the line fair."
        ),
        rules.NothingToPay: _("There is nothing to pay here now."),
        rules.TooLateToPay: _(
            "The time for this seat is nearly over, so no new payment was opened."
        ),
        rules.CheckoutUnderway: _("A payment is being settled. Please look again in a minute."),
        rules.CannotLeave: _(
            "This seat is paid for, or its payment is on the way. Please write to us."
        ),
    }
    return words.get(type(refusal), _("This cannot be done now."))
