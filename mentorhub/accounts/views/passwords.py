"""A new password: by a mailed link, or in place of the present one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.actions import links, passwords
from mentorhub.accounts.forms.signing import AddressForm, ChangePasswordForm, NewPasswordForm
from mentorhub.accounts.guards import complete_sign_in, fresh, viewer
from mentorhub.accounts.queries.users import Self, own
from mentorhub.accounts.rules.links import RESETS_ADDRESS, RESETS_NETWORK, LinkKind, LinkSpent
from mentorhub.accounts.security.users import password_faults
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    knows_present,
    minutes,
    reader_of_link,
    spent_page,
    tries,
)
from mentorhub.web import shared_limits
from mentorhub.web.limits import limiter


@blueprint.route("/password-resets", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def request_password_reset() -> Page:
    """Ask for a link that sets a new password."""
    form = AddressForm()
    sent_to = ""
    if form.validate_on_submit():
        shared_limits.count(*tries(RESETS_NETWORK, RESETS_ADDRESS, email=form.email.data))
        links.mail_password_reset(form.email.data)
        sent_to = form.email.data
    page = render_template(
        "accounts/request_password_reset.html",
        form=form,
        sent_to=sent_to,
        minutes=minutes(LinkKind.RESET),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/password-resets/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def reset_password(token: str) -> Page:
    """Set a new password by a mailed link, then sign in with it."""
    reader = reader_of_link(token, kind=LinkKind.RESET)
    if reader is None:
        return _spent(token)
    form = NewPasswordForm()
    if form.validate_on_submit() and _is_good(form, reader):
        try:
            links.reset_password(token, password=form.password.data)
        except LinkSpent:
            return _spent(token)
        flash(_("Your new password is set. Please sign in with it."))
        return redirect(url_for("accounts.sign_in"), 303)
    page = render_template("accounts/reset_password.html", token=token, is_good=True, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/account/password", methods=["GET", "POST"])
@fresh
def change_password() -> Page:
    """Set a first password, or a new one in place of the present one; signs out every other browser."""
    reader = own(viewer=viewer())
    form = ChangePasswordForm() if reader.password_hash else NewPasswordForm()
    if form.validate_on_submit() and knows_present(form, reader) and _is_good(form, reader):
        user = viewer()
        passwords.set_password(form.password.data, viewer=user)
        response = complete_sign_in(user.id or 0, via="change", path=url_for("reviews.start"))
        flash(_("Your password is set. Every other browser has been signed out."))
        return response or redirect(url_for("accounts.sign_in"), 303)
    page = render_template("accounts/change_password.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/.well-known/change-password")
def lead_to_password() -> Page:
    """Where password managers look for the page above; a signed-out visitor signs in first."""
    return redirect(url_for("accounts.change_password"))


def _spent(token: str) -> Page:
    return spent_page("reset_password", token=token, kind=LinkKind.RESET)


def _is_good(form: NewPasswordForm, reader: Self) -> bool:
    faults = password_faults(form.password.data, known=(reader.name, reader.email))
    form.password.errors = faults
    return not faults
