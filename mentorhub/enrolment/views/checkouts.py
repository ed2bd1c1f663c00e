"""The button that leads to Stripe's pay page, with the price, the agreement and the code that were chosen beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from limits import RateLimitItemPerMinute
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
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter
from mentorhub.web.shared_limits import TooOften

CODE_REFUSALS = (
    CodesNotTaken,
    CodeNotForParts,
    CodeTooLate,
    CodeUnknown,
    CodeOver,
    CodeNotForPrice,
    CodeLeavesTooLittle,
)
SAID_IN_THE_FORM = (
    *CODE_REFUSALS,
    PriceNotOffered,
    PriceChosen,
    ConsentMissing,
    TooManyCheckouts,
    TooOften,
)
GUESSES = (CodeUnknown, CodeOver, CodeNotForPrice, CodeLeavesTooLittle)  # what a guess can lead to
BY_PLACE = RateLimitItemPerMinute(10, 15, namespace="code-place")
BY_NETWORK = RateLimitItemPerMinute(50, 15, namespace="code-network")


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
    except SAID_IN_THE_FORM as refusal:
        return place_page(enrolment_id, token, form, status=_said(form, refusal))
    except Refusal as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


def _open_checkout(enrolment_id: int, form: PaymentForm) -> str:
    """The address of the pay page; what was agreed to counts only in the words and for the days as they are now."""
    ask_whether_payable(enrolment_id)
    if not form.code.data:
        return _opened(enrolment_id, form)
    with _counting_guesses(enrolment_id):
        return _opened(enrolment_id, form)


@contextmanager
def _counting_guesses(enrolment_id: int) -> Iterator[None]:
    """A code that does not apply counts, at its place and from its network. Raises `TooOften`."""
    hits = (shared_limits.from_here(BY_NETWORK), (BY_PLACE, str(enrolment_id)))
    shared_limits.count(*hits)
    try:
        yield
    except GUESSES:
        raise
    except Exception:
        shared_limits.take_back(*hits)
        raise
    shared_limits.take_back(*hits)


def _opened(enrolment_id: int, form: PaymentForm) -> str:
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


def _said(form: PaymentForm, refusal: Refusal) -> int:
    """Beside its field why there is no payment page; the answer's status."""
    if isinstance(refusal, TooManyCheckouts):
        form.form_errors.append(why(refusal))
        return 429
    if isinstance(refusal, TooOften):
        form.code.errors = [
            _(
                "Too many codes were tried. %(when)s Without a code you can pay at once.",
                when=shared_limits.words(refusal),
            )
        ]
        return 429
    field = form.price
    if isinstance(refusal, CODE_REFUSALS):
        field = form.code
    elif isinstance(refusal, ConsentMissing):
        field = form.consent
    field.errors = [why(refusal)]
    return 422
