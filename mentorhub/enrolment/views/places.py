"""An applicant's own place: the page, paying, passing an offer on, leaving."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.enrolment import guards, queries, rules
from mentorhub.enrolment.actions import checkouts, departures, fulfilment, welcomes
from mentorhub.enrolment.views.room import blueprint, why
from mentorhub.foundation import clock
from mentorhub.foundation.database import APPLICANT
from mentorhub.foundation.errors import Refusal
from mentorhub.payments.actions import StripeRefused, StripeUnavailable
from mentorhub.payments.queries import checkout_of_session, live_checkout
from mentorhub.web.language import show_in
from mentorhub.web.limits import limiter


@blueprint.get("/enrolments/<token>")
@guards.by_link
def show_enrolment(enrolment_id: int, *, token: str) -> Response:
    """The applicant's own page: held with its countdown, waiting with its place, or what came of it."""
    standing = queries.standing(enrolment_id, viewer=APPLICANT(enrolment_id))
    show_in(locale=standing.enrolment.locale, zone=standing.enrolment.timezone)
    page = render_template(
        "enrolment/show_enrolment.html", standing=standing, token=token, now=clock.now()
    )
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return response


@blueprint.post("/enrolments/<token>/checkouts")
@limiter.limit(
    "20 per 10 minutes", key_func=lambda: request.path
)  # mostly leading to the one open session
@guards.by_link
def create_checkout(enrolment_id: int, *, token: str) -> AnyResponse:
    """303 to Stripe's pay page; the seat is kept while it can be paid."""
    back = redirect(url_for("enrolment.show_enrolment", token=token), 303)
    try:
        return redirect(checkouts.open_checkout(enrolment_id), 303)
    except StripeUnavailable:
        flash(_("The payment page does not answer just now. Your seat is kept; please try again."))
    except StripeRefused:
        flash(_("The payment could not be opened. Please write to us; your seat is kept."), "error")
    except Refusal as refusal:
        flash(why(refusal))
    return back


@blueprint.get("/enrolments/<token>/return")
@guards.by_link
def checkout_return(enrolment_id: int, *, token: str) -> AnyResponse:
    """Back from Stripe: applies what is true there without waiting for the event. Proves nothing by itself."""
    checkout_id = checkout_of_session(
        request.args.get("session_id", ""), enrolment_id, viewer=APPLICANT(enrolment_id)
    )
    if checkout_id is not None:
        fulfil_if_stripe_answers(checkout_id)
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


@blueprint.post("/enrolments/<token>/departure")
@guards.by_link
def create_departure(enrolment_id: int, *, token: str) -> AnyResponse:
    """Give the place up. A checkout that could still be paid is closed at Stripe first."""
    back = redirect(url_for("enrolment.show_enrolment", token=token), 303)
    if not _close_checkout(enrolment_id):
        return back
    try:
        departures.leave(enrolment_id)
    except Refusal as refusal:
        flash(why(refusal))
    return back


@blueprint.post("/enrolments/<token>/pass")
@guards.by_link
def create_pass(enrolment_id: int, *, token: str) -> AnyResponse:
    """Let an offered seat go to the next person and keep the place."""
    back = redirect(url_for("enrolment.show_enrolment", token=token), 303)
    if not _close_checkout(enrolment_id):
        return back
    try:
        departures.pass_offer(enrolment_id)
    except rules.CheckoutUnderway as refusal:
        flash(why(refusal))
    return back


@blueprint.post("/enrolments/<token>/confirmation")
@guards.by_link
def create_confirmation(enrolment_id: int, *, token: str) -> AnyResponse:
    """Take a seat that costs nothing."""
    try:
        welcomes.confirm_free_seat(enrolment_id)
    except rules.NothingToPay as refusal:
        flash(why(refusal))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


def _close_checkout(enrolment_id: int) -> bool:
    """Whether no checkout of this seat can be paid any more; otherwise says why."""
    checkout_id = live_checkout(enrolment_id, viewer=APPLICANT(enrolment_id))
    if checkout_id is None:
        return True
    try:
        if checkouts.close_checkout(checkout_id):
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
    """Apply what is true at Stripe; without an answer the event and the sweep will."""
    try:
        fulfilment.fulfil(checkout_id)
    except StripeUnavailable:
        flash(_("Your payment is being checked. Please look again in a minute."))
