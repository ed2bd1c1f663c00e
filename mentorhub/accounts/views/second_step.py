"""The second step of signing in: a code, where a password or a mailed link came first. Nobody is signed in before."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _

from mentorhub.accounts.actions import factors
from mentorhub.accounts.forms.factors import CodeForm, RecoveryCodeForm
from mentorhub.accounts.guards import complete_sign_in, owed_factor
from mentorhub.accounts.queries.factors import Owed
from mentorhub.accounts.rules.factors import TooManyWrongCodes
from mentorhub.accounts.views.blueprint import Page, blueprint, destination
from mentorhub.foundation.database.viewers import USER
from mentorhub.web.limits import limiter


@blueprint.route("/sign-in/factor", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
def give_factor() -> Page:
    """The code of an app, or a recovery code; for who has given a password or a mailed link in this browser."""
    owed = owed_factor()
    if owed is None:
        flash(_("Signing in took too long. Please start again."))
        return redirect(url_for("accounts.sign_in", next=request.values.get("next")), 303)
    by_recovery = "recovery_code" in request.form
    going = {"next": request.args.get("next")}
    form = RecoveryCodeForm() if by_recovery else CodeForm(data=going)
    if form.validate_on_submit():
        field = form.recovery_code if by_recovery else form.code
        try:
            is_right = _prove(owed, field.data, by_recovery=by_recovery)
        except TooManyWrongCodes as refusal:
            field.errors = [_too_many(refusal)]
            return second_step_page(owed, form), 429
        response = (
            complete_sign_in(owed.user_id, via="factor", path=destination()) if is_right else None
        )
        if response is not None:
            return response
        field.errors = [_wrong(by_recovery=by_recovery)]
    return second_step_page(owed, form), 422 if form.errors else 200


def second_step_page(owed: Owed, form: CodeForm | RecoveryCodeForm | None = None) -> str:
    """The page, with what was typed into one of its forms."""
    going = request.values.get("next", "")
    codes = form if isinstance(form, CodeForm) else CodeForm(formdata=None, data={"next": going})
    recovery = (
        form
        if isinstance(form, RecoveryCodeForm)
        else RecoveryCodeForm(formdata=None, data={"next": going})
    )
    return render_template(
        "accounts/give_factor.html", factors=owed.factors, form=codes, recovery=recovery
    )


def _prove(owed: Owed, code: str, *, by_recovery: bool) -> bool:
    prove = factors.prove_recovery_code if by_recovery else factors.prove_code
    return prove(code, viewer=USER(owed.user_id))


def _wrong(*, by_recovery: bool) -> str:
    if by_recovery:
        return _("This is not one of your recovery codes, or it was used before.")
    return _("This is not the code, or it was used already. Your app shows a new one soon.")


def _too_many(refusal: TooManyWrongCodes) -> str:
    return _(
        "Too many wrong codes. Please try again at %(time)s.",
        time=format_time(refusal.until, "short"),
    )
