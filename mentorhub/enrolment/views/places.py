"""An applicant's own place: the page, paying, passing an offer on, leaving."""

from dataclasses import dataclass

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import ended_checkouts, endings, fulfilment, welcomes
from mentorhub.enrolment.forms.places import PaymentForm
from mentorhub.enrolment.queries import applicants
from mentorhub.enrolment.queries.applicants import Standing
from mentorhub.enrolment.queries.checkouts import PaymentOptions, payment_options
from mentorhub.enrolment.queries.endings import is_withdrawable
from mentorhub.enrolment.queries.intake import my_intake
from mentorhub.enrolment.queries.welcomes import may_claim
from mentorhub.enrolment.rules.money import CHECKOUTS_WITHIN
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    CohortCalledOff,
    NothingToPay,
)
from mentorhub.enrolment.views.blueprint import (
    blueprint,
    why,
)
from mentorhub.enrolment.views.instalments import consent_words
from mentorhub.foundation.database.viewers import APPLICANT
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.queries.checkouts import checkout_of_session, live_checkout
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.web.filters import show_as_of
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in


@dataclass(frozen=True)
class _Payment:
    """What the page shows of paying: the ways, what was posted, the words to agree to, and the chosen way's id."""

    offered: PaymentOptions
    form: PaymentForm | None  # None where there is nothing to pay
    consents: dict[str, str]
    chosen: str


@blueprint.get("/enrolments/<token>")
@guards.by_link
def show_enrolment(enrolment_id: int, *, token: str) -> Response:
    """The applicant's own page: held with its countdown, waiting with its place, or what came of it."""
    response = place_page(enrolment_id, token, None)
    guards.remember_browser(response)
    return response


def asked(enrolment_id: int) -> tuple[Standing, PaymentOptions]:
    """Where the applicant stands and how they may pay; from here on the page speaks their language."""
    applicant = APPLICANT(enrolment_id)
    standing = applicants.standing(enrolment_id, viewer=applicant)
    show_in(locale=standing.enrolment.locale, zone=standing.enrolment.timezone)
    if not standing.cohort.is_rehearsal:  # whose programme may be a draft
        lead_to_notices_of(standing.program.slug)
    show_as_of(standing.now)
    return standing, payment_options(enrolment_id, viewer=applicant, now=standing.now)


def place_page(
    enrolment_id: int, token: str, posted: PaymentForm | None, *, status: int = 200
) -> Response:
    """Their page, with the form as it was posted where that was refused."""
    standing, offered = asked(enrolment_id)
    form = posted or (PaymentForm(formdata=None) if offered.options else None)
    chosen = offered.chosen((form and form.price.data) or "") or offered.chosen("")
    payment = _Payment(
        offered,
        form,
        {
            option.public_id: consent_words(option, standing)
            for option in offered.options
            if option.is_in_parts
        },
        chosen.public_id if chosen else "",
    )
    page = render_template(
        "enrolment/show_enrolment.html",
        standing=standing,
        token=token,
        now=standing.now,
        payment=payment,
        plan=standing.plan,
        intake=my_intake([standing.enrolment], viewer=APPLICANT(enrolment_id)).get(enrolment_id),
        can_withdraw=is_withdrawable(standing),
        may_claim=may_claim(enrolment_id, viewer=viewer()),
    )
    response = _private(page, status)
    if status == 429:
        response.headers["Retry-After"] = str(int(CHECKOUTS_WITHIN.total_seconds()))
    return response


def _private(page: str, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return response


@blueprint.get("/enrolments/<token>/return")
@guards.by_return
def checkout_return(enrolment_id: int, *, seat: str) -> AnyResponse:
    """Back from Stripe: applies what is true there without waiting for the event. Proves nothing by itself.

    Leads on to the seat's page in the browser that went to pay; any other browser is shown how it went, and no more.
    """
    checkout_id = checkout_of_session(
        request.args.get("session_id", ""), enrolment_id, viewer=APPLICANT(enrolment_id)
    )
    if checkout_id is not None:
        fulfil_if_stripe_answers(checkout_id)
    if seat:
        return redirect(url_for("enrolment.show_enrolment", token=seat), 303)
    standing, _offered = asked(enrolment_id)
    return _private(render_template("enrolment/checkout_return.html", standing=standing))


@blueprint.post("/enrolments/<token>/departure")
@guards.by_link
def create_departure(enrolment_id: int, *, token: str) -> AnyResponse:
    """Give the place up. A checkout that could still be paid is closed at Stripe first."""
    back = redirect(url_for("enrolment.show_enrolment", token=token), 303)
    if not is_closed_to_payment(enrolment_id):
        return back
    try:
        endings.leave(enrolment_id)
    except Refusal as refusal:
        flash(why(refusal))
    return back


@blueprint.post("/enrolments/<token>/pass")
@guards.by_link
def create_pass(enrolment_id: int, *, token: str) -> AnyResponse:
    """Decline an offered seat, which goes to the next person, and keep the place in line."""
    back = redirect(url_for("enrolment.show_enrolment", token=token), 303)
    if not is_closed_to_payment(enrolment_id):
        return back
    try:
        endings.pass_offer(enrolment_id)
    except CheckoutUnderway as refusal:
        flash(why(refusal))
    return back


@blueprint.post("/enrolments/<token>/confirmation")
@guards.by_link
def create_confirmation(enrolment_id: int, *, token: str) -> AnyResponse:
    """Take a seat that costs nothing."""
    try:
        welcomes.confirm_free_seat(enrolment_id)
    except (NothingToPay, CohortCalledOff) as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


def is_closed_to_payment(enrolment_id: int) -> bool:
    """Whether no checkout of this seat can be paid any more, closed at Stripe by now; otherwise says why."""
    checkout_id = live_checkout(enrolment_id, viewer=APPLICANT(enrolment_id))
    if checkout_id is None:
        return True
    try:
        if ended_checkouts.close_checkout(checkout_id):
            return True
    except StripeUnavailable:
        flash(
            _(
                "The payment page does not answer just now, so nothing was changed. Please try again."
            )
        )
        return False
    fulfil_if_stripe_answers(checkout_id)
    flash(_("This seat has been paid in the meantime."))
    return False


def fulfil_if_stripe_answers(checkout_id: int) -> None:
    """Apply what is true at Stripe; without an answer the event and the periodic task will."""
    try:
        fulfilment.fulfil(checkout_id)
    except StripeUnavailable:
        flash(_("Your payment is being checked. Please look again in a minute."))
