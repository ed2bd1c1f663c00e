"""Signing in by a mailed link. No answer shows whether an address is known."""

from flask import redirect, render_template, request

from mentorhub.accounts.actions import links
from mentorhub.accounts.forms.signing import SignInForm
from mentorhub.accounts.guards import admit
from mentorhub.accounts.rules.links import LINKS_ADDRESS, LINKS_NETWORK, LinkKind, LinkSpent
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    destination,
    link_page,
    local_path,
    minutes,
    reader_of_link,
    spent_page,
    tries,
)
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter


@blueprint.post("/sign-in/links")
@limiter.limit("60 per minute")
def create_sign_in_link() -> Page:
    """Mail a link that signs in."""
    form = SignInForm()
    if not form.email.validate(form):
        return render_template("accounts/sign_in.html", form=form), 422
    shared_limits.count(*tries(LINKS_NETWORK, LINKS_ADDRESS, email=form.email.data))
    links.mail_sign_in_link(form.email.data, path=local_path(form.next.data))
    valid_minutes = minutes(LinkKind.SIGN_IN)
    return render_template(
        "accounts/create_sign_in_link.html", email=form.email.data, minutes=valid_minutes
    )


@blueprint.route("/sign-in/links/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def use_sign_in_link(token: str) -> Page:
    """A mailed link's page. Opening it uses nothing up, since mail scanners open links; its button does."""
    if request.method == "POST":
        try:
            user_id = links.use_sign_in_link(token)
        except LinkSpent:
            return _spent(token)
        response = admit(user_id, via="email", path=destination())
        return response or redirect(destination(), 303)
    if reader_of_link(token, kind=LinkKind.SIGN_IN) is None:
        return _spent(token)
    return link_page("use_sign_in_link", token=token, is_good=True)


def _spent(token: str) -> Page:
    return spent_page("use_sign_in_link", token=token, kind=LinkKind.SIGN_IN)
