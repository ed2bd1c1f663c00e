"""The welcome: from a paid seat to an account, and the seat's page for its mentee."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import admit, signed_in, viewer
from mentorhub.accounts.rules.closing import AccountClosing
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import welcomes
from mentorhub.enrolment.queries.applicants import my_enrolments
from mentorhub.enrolment.queries.intake import my_intake
from mentorhub.enrolment.queries.welcomes import welcome
from mentorhub.enrolment.rules.refusals import WelcomeSpent, WelcomeStanding
from mentorhub.enrolment.views.blueprint import blueprint
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import NotFound
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import browser_zone
from mentorhub.web.limits import limiter


@blueprint.post("/enrolments/<token>/welcome-links")
@limiter.limit("5 per hour", key_func=lambda: request.path)
@guards.by_link
def create_welcome_link(enrolment_id: int, *, token: str) -> Response:
    """Mail a fresh welcome link for an enrolled seat."""
    welcomes.mail_welcome(enrolment_id)
    flash(_("A new welcome link is on its way to you."))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


@blueprint.post("/enrolments/<token>/claim")
@limiter.limit("20 per minute")
@guards.by_link
def create_claim(enrolment_id: int, *, token: str) -> Response:
    """Take the seat as whoever is signed in, where its address is theirs; the way on after paying, without a mail."""
    try:
        welcomes.claim_own_seat(enrolment_id, viewer=viewer())
    except NotFound:
        return redirect(url_for("enrolment.show_enrolment", token=token), 303)
    return redirect(url_for("enrolment.show_my_program"), 303)


@blueprint.get("/welcome/<token>")
def show_welcome(token: str) -> Response:
    """The welcome link's page: its button POSTs, so that a mail scanner opens nothing."""
    return _welcome_page(token)


@blueprint.post("/welcome/<token>")
@limiter.limit("20 per minute")
def claim_enrolment(token: str) -> Response:
    """Make or find the account of the seat's address, sign in, and go on to the seat's page."""
    try:
        claimed = welcomes.claim_enrolment(token, timezone=browser_zone(), viewer=viewer())
    except WelcomeSpent as spent:
        asks = spent.standing == WelcomeStanding.SIGN_IN
        return _welcome_page(token, code=403 if asks else 410)
    except AccountClosing:
        return _welcome_page(token, is_closing=True, code=409)
    path = url_for("enrolment.show_my_program")
    if viewer() == USER(claimed.user_id):
        return redirect(path, 303)
    return admit(claimed.user_id, via="email", path=path) or redirect(path, 303)


def _welcome_page(token: str, *, is_closing: bool = False, code: int = 0) -> Response:
    """What the link does now; whose seat it is already goes on to it, as the second request of a double click does."""
    found = welcome(token, viewer=viewer(), now=clock.now())
    if found.owner_id is not None and viewer() == USER(found.owner_id):
        return redirect(url_for("enrolment.show_my_program"), 303)
    page = render_template(
        "enrolment/show_welcome.html",
        token=token,
        standing=found.standing,
        claimed_at=found.claimed_at,
        zone=found.timezone,
        is_closing=is_closing,
    )
    shown = {WelcomeStanding.GOOD, WelcomeStanding.SIGN_IN, WelcomeStanding.REHEARSED}
    answer = make_response(page, code or (200 if found.standing in shown else 410))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.get("/my-program")
@signed_in
def show_my_program() -> str:
    """A mentee's seat: when it starts, what comes first, and the button that opens the notebook."""
    enrolments = my_enrolments(viewer=viewer())
    if len({one.cohort.program.slug for one in enrolments}) == 1:
        lead_to_notices_of(enrolments[0].cohort.program.slug)
    return render_template(
        "enrolment/show_my_program.html",
        enrolments=enrolments,
        intake=my_intake(enrolments, viewer=viewer()),
        today=clock.now().date(),
    )
