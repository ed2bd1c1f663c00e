"""The button that leads to Stripe's pay page, with the price, the agreement and the code that were chosen beside it."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import checkouts
from mentorhub.enrolment.forms.places import PaymentForm
from mentorhub.enrolment.rules.refusals import (
    CodeNotForParts,
    CodesNotTaken,
    CodeTooLate,
    ConsentMissing,
    PriceChosen,
    PriceNotOffered,
    TooManyCheckouts,
)
from mentorhub.enrolment.views.blueprint import blueprint, why, why_locked_out, why_refused
from mentorhub.enrolment.views.instalments import ask_whether_payable, consent_words
from mentorhub.enrolment.views.places import asked, place_page
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.rules.failures import StripeLockedOut, StripeRefused, StripeUnavailable
from mentorhub.payments.rules.promotions import (
    CodeLeavesTooLittle,
    CodeNotForPrice,
    CodeOver,
    CodeUnknown,
)
from mentorhub.web.limits import limiter

CODE_REFUSALS = (
    CodesNotTaken,
    CodeNotForParts,
    CodeTooLate,
    CodeUnknown,
    CodeOver,
    CodeNotForPrice,
    CodeLeavesTooLittle,
)


@blueprint.post("/enrolments/<token>/checkouts")
@limiter.limit(
    "20 per 10 minutes", key_func=lambda: request.path
)  # mostly leading to the one open session; how many may be made, `checkouts` counts itself
@guards.by_link
def create_checkout(enrolment_id: int, *, token: str) -> AnyResponse:
    """303 to Stripe's pay page; the seat is kept while it can be paid."""
    form = PaymentForm()
    guards.remember_paying(token)
    try:
        if not form.validate():
            return place_page(enrolment_id, token, form, status=422)
        return redirect(_open_checkout(enrolment_id, form), 303)
    except StripeLockedOut:
        flash(why_locked_out(), "error")
    except StripeUnavailable:
        flash(_("The payment page does not answer just now. Your seat is kept; please try again."))
    except StripeRefused:
        flash(why_refused(), "error")
    except CODE_REFUSALS as refusal:
        form.code.errors = [why(refusal)]
        return place_page(enrolment_id, token, form, status=422)
    except (PriceNotOffered, PriceChosen) as refusal:
        form.price.errors = [why(refusal)]
        return place_page(enrolment_id, token, form, status=422)
    except ConsentMissing as refusal:
        form.consent.errors = [why(refusal)]
        return place_page(enrolment_id, token, form, status=422)
    except TooManyCheckouts as refusal:
        form.form_errors.append(why(refusal))
        return place_page(enrolment_id, token, form, status=429)
    except Refusal as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


def _open_checkout(enrolment_id: int, form: PaymentForm) -> str:
    """The address of the pay page; what was agreed to counts only in the words and for the days as they are now."""
    ask_whether_payable(enrolment_id)
    standing, offered = asked(enrolment_id)
    price = form.price.data or ""
    option = offered.chosen(price)
    if option is None or option.agreement not in (form.consent.data or ()):
        return checkouts.open_checkout(enrolment_id, price=price, code=form.code.data or "")
    return checkouts.open_checkout(
        enrolment_id,
        price=price,
        code=form.code.data or "",
        consent=consent_words(option, standing),
        consented_on=option.parts[0].due_on,
    )
