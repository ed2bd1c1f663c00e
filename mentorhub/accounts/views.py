"""Pages of accounts: signing in and out, mailed links, a new password (no answer tells who is known); being paid."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import logout_user
from werkzeug.wrappers import Response

from mentorhub.accounts import actions, queries, rules, security
from mentorhub.accounts.forms import (
    AddressForm,
    ChangePasswordForm,
    NewPasswordForm,
    PaymentSettingsForm,
    SignInForm,
)
from mentorhub.accounts.guards import named_address, signed_in, viewer
from mentorhub.foundation import clock
from mentorhub.foundation.database import PUBLIC
from mentorhub.foundation.errors import NotFound
from mentorhub.web.limits import limiter

blueprint = Blueprint("accounts", __name__)
Page = str | tuple[str, int] | Response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def sign_in() -> Page:
    """By address and password; the same form mails a link instead."""
    if request.method == "GET" and current_user.is_authenticated:
        return redirect(_destination(), 303)
    form = SignInForm(data={"next": request.args.get("next")})
    if form.validate_on_submit():
        found = queries.credentials(form.email.data, viewer=PUBLIC)
        matches = security.password_matches(
            form.password.data, found.password_hash if found else None
        )
        if found and matches and security.sign_in_user(found.user_id, via="password"):
            return redirect(_destination(), 303)
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


@blueprint.post("/sign-in/links")
@limiter.limit("5 per minute")
@limiter.limit("10 per hour", key_func=named_address)
def create_sign_in_link() -> Page:
    """Mail a link that signs in."""
    form = SignInForm()
    if not form.email.validate(form):
        return render_template("accounts/sign_in.html", form=form), 422
    path = form.next.data if rules.is_local(form.next.data) else ""
    actions.mail_sign_in_link(form.email.data, path=path)
    minutes = _minutes(rules.LinkKind.SIGN_IN)
    return render_template(
        "accounts/create_sign_in_link.html", email=form.email.data, minutes=minutes
    )


@blueprint.route("/sign-in/links/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def use_sign_in_link(token: str) -> Page:
    """A mailed link's page. Opening it uses nothing up, since mail scanners open links; its button does."""
    if request.method == "POST":
        try:
            user_id = actions.use_sign_in_link(token)
        except rules.LinkSpent:
            return _link_page("use_sign_in_link", token=token, is_good=False)
        security.sign_in_user(user_id)
        return redirect(_destination(), 303)
    is_good = _reader(token, kind=rules.LinkKind.SIGN_IN) is not None
    return _link_page("use_sign_in_link", token=token, is_good=is_good)


@blueprint.route("/password-resets", methods=["GET", "POST"])
@limiter.limit("5 per minute", methods=["POST"])
@limiter.limit("10 per hour", key_func=named_address, methods=["POST"])
def request_password_reset() -> Page:
    """Ask for a link that sets a new password."""
    form = AddressForm()
    sent_to = ""
    if form.validate_on_submit():
        actions.mail_password_reset(form.email.data)
        sent_to = form.email.data
    page = render_template(
        "accounts/request_password_reset.html",
        form=form,
        sent_to=sent_to,
        minutes=_minutes(rules.LinkKind.RESET),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/password-resets/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def reset_password(token: str) -> Page:
    """Set a new password by a mailed link, then sign in with it."""
    reader = _reader(token, kind=rules.LinkKind.RESET)
    if reader is None:
        return _link_page("reset_password", token=token, is_good=False)
    form = NewPasswordForm()
    if form.validate_on_submit() and _is_good(form, reader):
        try:
            actions.reset_password(token, password=form.password.data)
        except rules.LinkSpent:
            return _link_page("reset_password", token=token, is_good=False)
        flash(_("Your new password is set. Please sign in with it."))
        return redirect(url_for("accounts.sign_in"), 303)
    page = render_template("accounts/reset_password.html", token=token, is_good=True, form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/account/password", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@signed_in
def change_password() -> Page:
    """Set a first password, or a new one in place of the present one; signs out every other browser."""
    reader = queries.own(viewer=viewer())
    form = ChangePasswordForm() if reader.password_hash else NewPasswordForm()
    if form.validate_on_submit() and _is_present(form, reader) and _is_good(form, reader):
        user = viewer()
        actions.set_password(form.password.data, viewer=user)
        security.sign_in_user(user.id or 0, via="change")
        flash(_("Your password is set. Every other browser has been signed out."))
        return redirect(url_for("reviews.start"), 303)
    page = render_template("accounts/change_password.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/practice/payments", methods=["GET", "POST"])
@signed_in
def change_payments() -> Page:
    """How the viewer's practice is paid; of several, the one that `?practice=` names. Others: nothing here (404)."""
    owned = queries.owned_practices(viewer=viewer())
    wanted = request.args.get("practice", "")
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    form = PaymentSettingsForm(obj=practice)
    if form.validate_on_submit():
        actions.set_payment_settings(
            practice.id,
            viewer=viewer(),
            takes_promotion_codes=form.takes_promotion_codes.data,
            takes_delayed_methods=form.takes_delayed_methods.data,
            collects_tax=form.collects_tax.data,
            statement_suffix=form.statement_suffix.data,
        )
        flash(_("Kept. Payment pages opened from now on follow it."))
        return redirect(request.full_path.rstrip("?"), 303)
    others = [one for one in owned if one.id != practice.id]
    page = render_template(
        "accounts/change_payments.html", form=form, practice=practice, others=others
    )
    return page, 422 if form.errors else 200


def _destination() -> str:
    """Where the visitor was going, if that is on this site; else the right first page."""
    wanted = request.values.get("next", "")
    return wanted if rules.is_local(wanted) else url_for("reviews.start")


def _minutes(kind: rules.LinkKind) -> int:
    return round(rules.LINK_LIVES[kind].total_seconds() / 60)


def _reader(token: str, *, kind: rules.LinkKind) -> queries.Self | None:
    return queries.reader_of(token, kind=kind, viewer=PUBLIC, now=clock.now())


def _link_page(name: str, *, token: str, is_good: bool) -> tuple[str, int]:
    page = render_template(
        f"accounts/{name}.html", token=token, is_good=is_good, next=request.values.get("next", "")
    )
    return page, 200 if is_good else 410


def _is_present(form: NewPasswordForm, reader: queries.Self) -> bool:
    if not isinstance(form, ChangePasswordForm):
        return True
    if security.password_matches(form.present.data, reader.password_hash):
        return True
    form.present.errors = [_("This is not your present password.")]
    return False


def _is_good(form: NewPasswordForm, reader: queries.Self) -> bool:
    faults = security.password_faults(form.password.data, known=(reader.name, reader.email))
    form.password.errors = faults
    return not faults
