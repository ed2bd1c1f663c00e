"""Signing in by address and password, and out."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import devices
from mentorhub.accounts.forms.signing import SignInForm
from mentorhub.accounts.guards import admit, is_known_here, this_device, viewer
from mentorhub.accounts.queries.users import credentials
from mentorhub.accounts.rules.links import SIGN_IN_ADDRESS, SIGN_IN_NETWORK
from mentorhub.accounts.security.users import password_matches
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    destination,
    too_often_page,
    tries,
)
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def sign_in() -> Page:
    """By address and password; the same form mails a link instead."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(destination(), 303)
    form = SignInForm(data={"next": request.args.get("next")})
    if form.validate_on_submit():
        try:
            if response := _sign_in(form):
                return response
        except shared_limits.TooOften as refused:
            form.password.errors = [
                _("There were too many wrong passwords, from your network or for this address."),
                shared_limits.words(refused),
                _("You can sign in with a link by email at once."),
            ]
            return too_often_page(render_template("accounts/sign_in.html", form=form), refused)
        form.password.errors = [
            _(
                "This address and this password do not belong together, or the address is not confirmed yet. "
                "You can also sign in with a link by email."
            )
        ]
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


def _sign_in(form: SignInForm) -> Response | None:
    """Check the password and sign in; None where it is wrong. Raises `TooOften`.

    Strangers' wrong passwords do not count against a browser that the owner has used before.
    """
    found = credentials(form.email.data, viewer=PUBLIC)
    where = "known" if found and is_known_here(found.public_id) else ""
    tried = tries(SIGN_IN_NETWORK, SIGN_IN_ADDRESS, email=form.email.data, where=where)
    shared_limits.count(*tried)
    matches = password_matches(form.password.data, found.password_hash if found else None)
    response = found and matches and admit(found.user_id, via="password", path=destination())
    if not response:
        return None
    shared_limits.take_back(*tried)
    return response


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this browser's session and clear it."""
    if current_user.is_authenticated:
        devices.end_device(this_device(), viewer=viewer())
    logout_user()
    session.clear()
    return redirect(url_for("programs.home"), 303)
