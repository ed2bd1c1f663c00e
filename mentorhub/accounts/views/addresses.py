"""Changing one's own address. No answer shows whether the new one is known."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.actions import addresses
from mentorhub.accounts.forms.signing import ChangeAddressForm, NewAddressForm
from mentorhub.accounts.guards import fresh, signed_in, this_device, viewer
from mentorhub.accounts.queries.devices import address_of, pending_address
from mentorhub.accounts.queries.users import own
from mentorhub.accounts.rules.addresses import AddressUnchanged
from mentorhub.accounts.rules.links import NEW_ADDRESSES, LinkKind, LinkSpent
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    knows_present,
    spent_page,
)
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter


@blueprint.route("/account/email", methods=["GET", "POST"])
@fresh
def change_address() -> Page:
    """Ask for another address; it is the viewer's once its link has been followed."""
    reader = own(viewer=viewer())
    form = ChangeAddressForm() if reader.password_hash else NewAddressForm()
    if form.validate_on_submit() and knows_present(form, reader) and _is_asked_for(form):
        flash(_("A link is on its way to %(email)s.", email=form.email.data))
        return redirect(url_for("accounts.change_address"), 303)
    pending = pending_address(viewer=viewer(), now=clock.now())
    page = render_template(
        "accounts/change_address.html", form=form, email=reader.email, pending=pending
    )
    return page, 422 if form.errors else 200


@blueprint.post("/account/email/cancellation")
@signed_in
def cancel_address() -> Response:
    """Leave the address as it is."""
    addresses.cancel_address(viewer=viewer())
    flash(_("Your address stays as it is."))
    return redirect(url_for("accounts.show_account"), 303)


@blueprint.route("/account/email/links/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def confirm_address(token: str) -> Page:
    """A confirming link's page. Opening it changes nothing, since mail scanners open links; its button does."""
    email = address_of(token, viewer=PUBLIC, now=clock.now())
    if email and request.method == "POST":
        try:
            addresses.confirm_address(token)
        except LinkSpent:
            email = ""
        else:
            flash(_("%(email)s is now your email address.", email=email))
            return redirect(url_for("accounts.show_account"), 303)
    if not email:
        return spent_page("confirm_address", token=token, kind=LinkKind.ADDRESS, email="")
    return render_template("accounts/confirm_address.html", token=token, email=email)


def _is_asked_for(form: NewAddressForm) -> bool:
    shared_limits.count((NEW_ADDRESSES, str(viewer().id)))
    try:
        addresses.ask_for_address(form.email.data, viewer=viewer(), device=this_device())
    except AddressUnchanged:
        form.email.errors = [_("This is your address already.")]
        return False
    return True
