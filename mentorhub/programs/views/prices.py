"""A cohort's prices before its practice: added, changed (once promised: ended and replaced), taken away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.errors import Refusal
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import prices
from mentorhub.programs.forms.prices import PriceForm, fields_of, too_small
from mentorhub.programs.guards import by_cohort
from mentorhub.programs.queries.cohorts import CohortEdited, PriceEdited, edited_cohort
from mentorhub.programs.rules.cohorts import Misshapen, PracticeCannotCharge
from mentorhub.programs.rules.offers import PriceNotChargeable
from mentorhub.programs.rules.prices import LastPrice, PricePromised, PriceWords, TooManyPrices
from mentorhub.programs.views.blueprint import blueprint

REFUSED = (PriceNotChargeable, Misshapen, PracticeCannotCharge, TooManyPrices, PricePromised)


@blueprint.get("/practice/cohorts/<public_id>/prices/new")
@by_cohort
def new_price(cohort_id: int) -> str:
    """One more way to pay."""
    cohort = _cohort(cohort_id)
    return _page(cohort, None, PriceForm(formdata=None, currency=cohort.program.currency))


@blueprint.post("/practice/cohorts/<public_id>/prices")
@by_cohort
def create_price(cohort_id: int) -> ResponseReturnValue:
    """After the others; of a public cohort it is public at once."""
    cohort = _cohort(cohort_id)
    form = _read(PriceForm(), cohort, None)
    if form.validate():
        try:
            prices.offer_price(cohort_id, viewer=viewer(), words=form.words)
        except REFUSED as refusal:
            _say(form, refusal)
        else:
            flash(_("The price is added."))
            return _back()
    return _page(cohort, None, form), 422


@blueprint.get("/practice/cohorts/<public_id>/prices/<price_id>")
@by_cohort
def edit_price(cohort_id: int, *, price_id: str) -> str:
    """One price, to be changed or taken away."""
    cohort = _cohort(cohort_id)
    price = cohort.price(price_id)
    form = PriceForm(formdata=None, data=fields_of(price.written))
    form.read(price.written)
    return _page(cohort, price, form)


@blueprint.post("/practice/cohorts/<public_id>/prices/<price_id>")
@by_cohort
def update_price(cohort_id: int, *, price_id: str) -> ResponseReturnValue:
    """Of a draft, other words; once promised, another price in its place."""
    cohort = _cohort(cohort_id)
    price = cohort.price(price_id)
    form = _read(PriceForm(), cohort, price.written)
    if form.validate():
        try:
            prices.change_price(
                price_id,
                cohort_id=cohort_id,
                viewer=viewer(),
                words=form.words,
                seen=form.version.data or "",
            )
        except ChangedElsewhere:
            cohort = _cohort(cohort_id)
            price = cohort.price(price_id)
            form.compare(price.written, fields_of(price.written))
        except REFUSED as refusal:
            _say(form, refusal)
        else:
            flash(_("Saved. Whoever has a place keeps the price of their arrival."))
            return _back()
    return _page(cohort, price, form), 422


@blueprint.post("/practice/cohorts/<public_id>/prices/<price_id>/end")
@by_cohort
def withdraw_price(cohort_id: int, *, price_id: str) -> ResponseReturnValue:
    """Nobody who arrives from now on gets it."""
    try:
        prices.withdraw_price(price_id, cohort_id=cohort_id, viewer=viewer())
    except LastPrice:
        words = _("Without this price nobody could enrol. Add another one first, or end enrolment.")
        flash(words, "error")
    except PricePromised:
        flash(_("This cohort was cancelled. Nothing was changed."), "error")
    else:
        flash(_("Nobody who enrols from now on gets this price."))
    return _back()


def _cohort(cohort_id: int) -> CohortEdited:
    return edited_cohort(cohort_id, viewer=viewer(), now=clock.now())


def _read(form: PriceForm, cohort: CohortEdited, stored: PriceWords | None) -> PriceForm:
    form.read_in(cohort.program.zone, stored, locale=current_user.locale)
    return form


def _page(cohort: CohortEdited, price: PriceEdited | None, form: PriceForm) -> str:
    _read(form, cohort, price.written if price else None)
    return render_template("programs/edit_price.html", cohort=cohort, price=price, form=form)


def _say(form: PriceForm, refusal: Refusal) -> None:
    """Beside its field why nothing was saved."""
    if isinstance(refusal, PriceNotChargeable):
        form.amount.errors = [too_small(refusal.minimum_minor, refusal.currency)]
    elif isinstance(refusal, Misshapen):
        field = refusal.field if refusal.field in form else "amount"
        form[field].errors = [_("This has to be later than “From”.")]
    elif isinstance(refusal, PracticeCannotCharge):
        form.amount.errors = [
            _(
                "Your Stripe account takes no payments at present, so only what is free can be offered."
            )
        ]
    elif isinstance(refusal, TooManyPrices):
        form.form_errors.append(_("This cohort has as many prices as it may have."))
    else:
        form.form_errors.append(
            _("This price has ended, or the cohort was cancelled. Nothing was changed.")
        )


def _back() -> ResponseReturnValue:
    public_id = (request.view_args or {})["public_id"]
    return redirect(url_for(".edit_cohort", public_id=public_id, _anchor="prices"), 303)
