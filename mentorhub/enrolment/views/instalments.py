"""A later payment that its payer makes by themselves, after the card was refused."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import checkouts
from mentorhub.enrolment.views.blueprint import (
    blueprint,
    why,
    why_locked_out,
    why_refused,
)
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.rules.failures import StripeLockedOut, StripeRefused, StripeUnavailable
from mentorhub.web.limits import limiter


@blueprint.post("/enrolments/<token>/instalment-checkouts")
@limiter.limit("20 per 10 minutes")
@guards.by_link
def create_instalment_checkout(enrolment_id: int, *, token: str) -> Response:
    """303 to Stripe's pay page for the earliest payment that was refused."""
    guards.remember_paying(token)
    try:
        return redirect(checkouts.pay_instalment(enrolment_id), 303)
    except StripeLockedOut:
        flash(why_locked_out(), "error")
    except StripeUnavailable:
        flash(_("The payment page does not answer just now. Please try again in a minute."))
    except StripeRefused:
        flash(why_refused(), "error")
    except Refusal as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)
