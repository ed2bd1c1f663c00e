"""Signing in by address and password, and out."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from mentorhub.accounts import queries, security
from mentorhub.accounts.forms import SignInForm
from mentorhub.accounts.guards import let_in
from mentorhub.accounts.views.room import Page, blueprint, destination
from mentorhub.foundation.database import PUBLIC
from mentorhub.web.limits import limiter


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def sign_in() -> Page:
    """By address and password; the same form mails a link instead."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(destination(), 303)
    form = SignInForm(data={"next": request.args.get("next")})
    if form.validate_on_submit():
        found = queries.credentials(form.email.data, viewer=PUBLIC)
        matches = security.password_matches(
            form.password.data, found.password_hash if found else None
        )
        if found and matches:
            led = let_in(found.user_id, via="password", path=destination())
            if led is not None:
                return led
        form.password.errors = [
            _("This address and this password do not belong together. A mailed link works as well.")
        ]
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this browser's session; nothing of it stays."""
    logout_user()
    session.clear()
    return redirect(url_for("programs.home"), 303)
