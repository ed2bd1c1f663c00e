"""Signing up, and confirming the address by a mailed link. No answer shows whether an address is known."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.actions import sign_ups
from mentorhub.accounts.forms.signing import AddressForm, ConfirmSignUpForm, SignUpForm
from mentorhub.accounts.guards import admit
from mentorhub.accounts.rules.links import (
    SIGN_IN_ADDRESS,
    SIGN_IN_NETWORK,
    SIGN_UPS_ADDRESS,
    SIGN_UPS_NETWORK,
    LinkKind,
    LinkSpent,
)
from mentorhub.accounts.security.users import password_faults, password_matches
from mentorhub.accounts.views.blueprint import (
    Page,
    blueprint,
    destination,
    local_path,
    minutes,
    reader_of_link,
    spent_page,
    tries,
)
from mentorhub.web import language, shared_limits
from mentorhub.web.limits import limiter

HOURS = minutes(LinkKind.SIGN_UP) // 60


@blueprint.route("/sign-up", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def sign_up() -> Page:
    """Make an account; the same answer for every address."""
    if current_user.is_authenticated:
        return redirect(destination(), 303)
    form = SignUpForm(data={"next": request.args.get("next")})
    if form.validate_on_submit() and _is_good(form):
        name, email = form.name.data, form.email.data
        shared_limits.count(*tries(SIGN_UPS_NETWORK, SIGN_UPS_ADDRESS, email=email))
        sign_ups.sign_up(
            name=name,
            email=email,
            password=form.password.data,
            timezone=language.browser_zone() or "UTC",
            path=local_path(form.next.data),
        )
        return _sent(email)
    page = render_template(
        "accounts/sign_up.html", form=form, sent_to="", is_opening=_is_opening(form.next.data)
    )
    return page, 422 if form.errors else 200


@blueprint.post("/sign-up/links")
@limiter.limit("60 per minute")
def create_sign_up_link() -> Page:
    """Mail the confirming link once more."""
    form = AddressForm()
    if not form.validate():
        return render_template("accounts/sign_up.html", form=SignUpForm(), sent_to=""), 422
    email = form.email.data
    shared_limits.count(*tries(SIGN_UPS_NETWORK, SIGN_UPS_ADDRESS, email=email))
    sign_ups.mail_sign_up_link(email, path=local_path(form.next.data))
    return _sent(email, is_again=True)


@blueprint.route("/sign-up/links/<token>", methods=["GET", "POST"])
@limiter.limit("20 per minute")
def confirm_sign_up(token: str) -> Page:
    """A confirming link's page. Its button takes the chosen password: who only typed the address has another."""
    reader = reader_of_link(token, kind=LinkKind.SIGN_UP)
    if reader is None:
        return _spent(token)
    form = ConfirmSignUpForm()
    if form.validate_on_submit():
        tried = tries(SIGN_IN_NETWORK, SIGN_IN_ADDRESS, email=reader.email, where="sign-up")
        shared_limits.count(*tried)
        if password_matches(form.password.data, reader.password_hash):
            shared_limits.take_back(*tried)
            try:
                user_id = sign_ups.confirm_sign_up(token)
            except LinkSpent:
                return _spent(token)
            response = admit(user_id, via="password", path=destination())
            flash(_("Your address is confirmed. Good to have you here."))
            return response or redirect(destination(), 303)
        form.password.errors = [_("This is not the password that was chosen with this address.")]
    page = render_template(
        "accounts/confirm_sign_up.html",
        token=token,
        form=form,
        email=reader.email,
        next=local_path(request.args.get("next")),
    )
    return page, 422 if form.errors else 200


def _is_opening(path: str | None) -> bool:
    """Whether somebody signs up to open a practice."""
    return path == url_for("accounts.open_practice")


def _sent(email: str, *, is_again: bool = False) -> str:
    return render_template(
        "accounts/sign_up.html", form=AddressForm(), sent_to=email, hours=HOURS, is_again=is_again
    )


def _spent(token: str) -> Page:
    return spent_page("confirm_sign_up", token=token, kind=LinkKind.SIGN_UP, form=None)


def _is_good(form: SignUpForm) -> bool:
    faults = password_faults(
        form.password.data, known=(form.name.data or "", form.email.data or "")
    )
    form.password.errors = faults
    return not faults
