"""The welcome: from a paid seat to an account, and the seat's page for its mentee."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import let_in, signed_in, viewer
from mentorhub.accounts.rules import AccountClosing
from mentorhub.enrolment import guards, queries
from mentorhub.enrolment.actions import welcomes
from mentorhub.enrolment.models import WELCOME
from mentorhub.enrolment.views.room import blueprint
from mentorhub.foundation import clock, links
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.limits import limiter


@blueprint.post("/enrolments/<token>/welcome-links")
@limiter.limit("5 per hour", key_func=lambda: request.path)
@guards.by_link
def create_welcome_link(enrolment_id: int, *, token: str) -> Response:
    """Mail a fresh welcome link for an enrolled seat."""
    welcomes.mail_welcome(enrolment_id)
    flash(_("A new welcome link is on its way to you."))
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


@blueprint.get("/welcome/<token>")
def show_welcome(token: str) -> tuple[str, int]:
    """The welcome link's page: its button POSTs, so that a mail scanner opens nothing."""
    is_good = links.opened_dated(token, purpose=WELCOME, now=clock.now()) is not None
    return render_template("enrolment/show_welcome.html", token=token, is_good=is_good), (
        200 if is_good else 410
    )


@blueprint.post("/welcome/<token>")
@limiter.limit("20 per minute")
def claim_enrolment(token: str) -> Response:
    """Make or find the account of the seat's address, sign in, and go on to the seat's page."""
    try:
        claimed = welcomes.claim_enrolment(token)
    except welcomes.WelcomeSpent:
        page = render_template("enrolment/show_welcome.html", token=token, is_good=False)
        return make_response(page, 410)
    except AccountClosing:
        page = render_template(
            "enrolment/show_welcome.html", token=token, is_good=True, is_closing=True
        )
        return make_response(page, 409)
    path = url_for("enrolment.show_my_program")
    return let_in(claimed.user_id, via="email", path=path) or redirect(path, 303)


@blueprint.get("/my-program")
@signed_in
def show_my_program() -> str:
    """A mentee's seat: when it starts, what comes first, and the button that opens the notebook."""
    enrolments = queries.my_enrolments(viewer=viewer())
    if len({one.cohort.program.slug for one in enrolments}) == 1:
        lead_to_notices_of(enrolments[0].cohort.program.slug)
    return render_template(
        "enrolment/show_my_program.html",
        enrolments=enrolments,
        today=clock.now().date(),
    )
