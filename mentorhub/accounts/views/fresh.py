"""Signing in again, before a security-relevant action: by the password, a passkey, or a mailed link."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.actions import links
from mentorhub.accounts.forms.factors import AgainForm
from mentorhub.accounts.guards import admit, signed_in, viewer
from mentorhub.accounts.queries.factors import factors
from mentorhub.accounts.queries.users import own
from mentorhub.accounts.rules.addresses import is_local
from mentorhub.accounts.rules.links import (
    LINKS_ADDRESS,
    LINKS_NETWORK,
    SIGN_IN_ADDRESS,
    SIGN_IN_NETWORK,
    LinkKind,
)
from mentorhub.accounts.security.users import password_matches
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    destination,
    minutes,
    tries,
)
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter


@blueprint.route("/sign-in/again", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@signed_in
def sign_in_again() -> Page:
    """A signed-in user proves once more who they are, with every factor they have, and gets a new session."""
    reader = own(viewer=viewer())
    form = AgainForm(data={"next": request.args.get("next")})
    if form.validate_on_submit():
        tried = tries(SIGN_IN_NETWORK, SIGN_IN_ADDRESS, email=reader.email, where="signed in")
        shared_limits.count(*tried)
        if password_matches(form.password.data, reader.password_hash):
            shared_limits.take_back(*tried)
            response = admit(viewer().id or 0, via="password", path=destination())
            return response or redirect(url_for("accounts.sign_in"), 303)
        form.password.errors = [_("This is not your password. You can also use a link by email.")]
    page = render_template(
        "accounts/sign_in_again.html",
        form=form,
        has_password=bool(reader.password_hash),
        has_passkeys=bool(factors(viewer=viewer()).passkeys),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/sign-in/again/links")
@limiter.limit("5 per minute")
@signed_in
def create_fresh_link() -> Page:
    """Mail a link that signs in to the address of whoever is signed in here."""
    reader = own(viewer=viewer())
    shared_limits.count(*tries(LINKS_NETWORK, LINKS_ADDRESS, email=reader.email))
    path = request.form.get("next", "")
    links.mail_sign_in_link(reader.email, path=path if is_local(path) else "")
    valid_minutes = minutes(LinkKind.SIGN_IN)
    return render_template(
        "accounts/create_fresh_link.html", email=reader.email, minutes=valid_minutes
    )
