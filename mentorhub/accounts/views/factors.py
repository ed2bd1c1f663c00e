"""A user's second factors: what is set up, an authenticator app, recovery codes. Changes ask for a fresh sign-in."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts import charts
from mentorhub.accounts.actions import factors
from mentorhub.accounts.forms.factors import CodeForm
from mentorhub.accounts.guards import complete_sign_in, fresh, signed_in, viewer
from mentorhub.accounts.queries import factors as factors_queries
from mentorhub.accounts.rules.addresses import is_local
from mentorhub.accounts.rules.factors import CodeWrong, FactorExists
from mentorhub.accounts.security import authenticators
from mentorhub.accounts.views.blueprint import Page, blueprint, destination
from mentorhub.web.limits import limiter

SETTING_UP = (
    "authenticator"  # where this browser's session holds a secret, encrypted, until it is confirmed
)


@blueprint.get("/account/factors")
@signed_in
def list_factors() -> str:
    """What is set up, and what can be."""
    return render_template(
        "accounts/list_factors.html",
        factors=factors_queries.factors(viewer=viewer()),
        next=_going(),
    )


@blueprint.route("/account/factors/authenticator", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@fresh
def set_up_authenticator() -> Page:
    """Show a secret to an app; a code from it confirms that it was read."""
    if factors_queries.factors(viewer=viewer()).has_authenticator:
        return redirect(url_for("accounts.list_factors"), 303)
    secret = session.get(SETTING_UP) or authenticators.new_secret()
    session[SETTING_UP] = secret
    form = CodeForm(data={"next": _going()})
    if form.validate_on_submit():
        who = viewer()
        try:
            codes = factors.set_up_authenticator(secret, code=form.code.data, viewer=who)
        except CodeWrong:
            form.code.errors = [
                _("This is not the code that belongs to this key. Is your phone's clock right?")
            ]
        except FactorExists:
            return redirect(url_for("accounts.list_factors"), 303)
        else:
            return after_first_factor(codes, user_id=who.id or 0)
    uri = authenticators.uri_of(secret, email=current_user.email)
    page = render_template(
        "accounts/set_up_authenticator.html",
        form=form,
        squares=charts.qr_code(uri),
        key=authenticators.key_of(secret),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/account/factors/authenticator/removal")
@limiter.limit("20 per minute")
@fresh
def remove_authenticator() -> Response:
    """Forget the app; every other browser is signed out."""
    who = viewer()
    factors.remove_authenticator(viewer=who)
    flash(_("The app is removed, and every other browser has been signed out."))
    return stay_in(who.id or 0)


@blueprint.post("/account/factors/recovery-codes")
@limiter.limit("10 per minute")
@fresh
def renew_recovery_codes() -> str:
    """Make new codes in place of all earlier ones, and show them this once."""
    return codes_page(factors.renew_recovery_codes(viewer=viewer()))


def stay_in(user_id: int) -> Response:
    """Sign this browser in again, after an action that signed out all, and go back to the factors."""
    path = url_for("accounts.list_factors")
    return complete_sign_in(user_id, via="change", path=path) or redirect(path, 303)


def after_first_factor(codes: list[str], *, user_id: int) -> Page:
    """This browser stays signed in; new recovery codes are shown, else the next page is."""
    session.pop(SETTING_UP, None)
    path = destination() if _going() else url_for("accounts.list_factors")
    response = complete_sign_in(user_id, via="factor", path=path)
    if codes and response is not None:
        return codes_page(codes)
    flash(_("It is set up. From now on it is asked for when you sign in."))
    return response or redirect(url_for("accounts.sign_in"), 303)


def codes_page(codes: list[str]) -> str:
    """Recovery codes, shown once."""
    onward = destination() if _going() else url_for("accounts.list_factors")
    return render_template("accounts/renew_recovery_codes.html", codes=codes, onward=onward)


def _going() -> str:
    """The path the visitor had asked for before a factor was needed, or ''."""
    wanted = request.values.get("next", "")
    return wanted if is_local(wanted) else ""
