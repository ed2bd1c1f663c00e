"""A practice's promotion codes, for its owner: listed with their uses, made at Stripe, switched off."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.guards import fresh, viewer
from mentorhub.accounts.queries.practices import (
    PracticeProfile,
    owned_practices,
    owned_profiles,
)
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.payments.actions import promotions
from mentorhub.payments.forms import CodeForm
from mentorhub.payments.queries.promotions import codes
from mentorhub.payments.rules.codes import (
    CodeMisshapen,
    CodeNotEnded,
    CodeNotMade,
    CodeTaken,
    NoAccount,
)
from mentorhub.payments.rules.failures import StripeUnavailable
from mentorhub.payments.views.blueprint import blueprint
from mentorhub.web.limits import limiter

ASKED_OF_STRIPE = "60 per hour"  # each is a call to Stripe


@blueprint.get("/practice/codes")
@fresh
def list_codes() -> str:
    """Every code that was made here: of several practices, of the one that `?practice=` names."""
    practice, others = _practice()
    form = CodeForm(formdata=None, currency=practice.currency)
    return _page(practice, others, form)


@blueprint.post("/practice/codes")
@limiter.limit(ASKED_OF_STRIPE)
@fresh
def create_code() -> ResponseReturnValue:
    """Have Stripe make one."""
    practice, others = _practice()
    form = CodeForm()
    form.read_in(practice.timezone, locale=current_user.locale)
    if form.validate():
        try:
            promotions.make_code(practice.id, viewer=viewer(), words=form.words)
        except StripeUnavailable:
            flash(_no_answer(), "error")
            return _back(practice.public_id)
        except (CodeMisshapen, CodeTaken, NoAccount, CodeNotMade) as refusal:
            _say(form, refusal)
        else:
            flash(_("The code is there. Whoever pays can type it from now on."))
            return _back(practice.public_id)
    return _page(practice, others, form), 422


@blueprint.post("/practice/codes/<code>/completion")
@limiter.limit(ASKED_OF_STRIPE)
@fresh
def finish_code(code: str) -> ResponseReturnValue:
    """Ask Stripe again for an answer that was lost."""
    return _asked(
        lambda: promotions.finish_code(code, viewer=viewer()),
        said=_("Stripe has answered."),
        unanswered=_no_answer(),
    )


@blueprint.post("/practice/codes/<code>/end")
@limiter.limit(ASKED_OF_STRIPE)
@fresh
def end_code(code: str) -> ResponseReturnValue:
    """Switch it off; what it has taken off stays."""
    return _asked(
        lambda: promotions.end_code(code, viewer=viewer()),
        said=_("The code is switched off. Payment pages that are open already keep it."),
        unanswered=_(
            "The code is switched off: nobody can type it here any more. "
            "Stripe does not answer just now; it is asked again by itself."
        ),
    )


def _practice() -> tuple[PracticeProfile, list[PracticeProfile]]:
    owned = owned_profiles(viewer=viewer())
    wanted = request.args.get("practice", "")
    practice = next((one for one in owned if not wanted or one.public_id == wanted), None)
    if practice is None:
        raise NotFound
    return practice, [one for one in owned if one is not practice]


def _page(practice: PracticeProfile, others: list[PracticeProfile], form: CodeForm) -> str:
    form.read_in(practice.timezone, locale=current_user.locale)
    settings = owned_practices(viewer=viewer())
    return render_template(
        "payments/list_codes.html",
        practice=practice,
        others=others,
        form=form,
        codes=codes(practice.id, viewer=viewer(), now=clock.now()),
        takes_codes=any(one.takes_promotion_codes for one in settings if one.id == practice.id),
    )


def _asked(act: Callable[[], None], *, said: str, unanswered: str) -> ResponseReturnValue:
    try:
        act()
    except StripeUnavailable:
        flash(unanswered, "error")
    except CodeNotMade as refusal:
        flash(_("Stripe refused: %(words)s", words=refusal.words), "error")
    except CodeNotEnded as refusal:
        flash(
            _(
                "Nobody can type the code here any more. Stripe would not switch it off: %(words)s "
                "Please look in Stripe’s dashboard.",
                words=refusal.words,
            ),
            "error",
        )
    else:
        flash(said)
    return _back(request.args.get("practice"))


def _no_answer() -> str:
    return str(
        _(
            "Stripe does not answer just now. The code is listed below; Stripe is asked again by itself."
        )
    )


def _say(form: CodeForm, refusal: Refusal) -> None:
    """Beside its field why nothing was made."""
    if isinstance(refusal, CodeMisshapen):
        field = refusal.field if refusal.field in form else "code"
        words = {"expires_at": _("Please give a time that is to come, within five years.")}
        form[field].errors = [words.get(field, _("This value is not possible here."))]
    elif isinstance(refusal, CodeTaken):
        form.code.errors = [_("There is a code that reads like this already.")]
    elif isinstance(refusal, CodeNotMade):
        form.code.errors = [_("Stripe refused: %(words)s", words=refusal.words)]
    else:
        form.form_errors.append(_("Connect Stripe first: codes are made on your own account."))


def _back(practice: str | None) -> ResponseReturnValue:
    return redirect(url_for(".list_codes", practice=practice or None), 303)
