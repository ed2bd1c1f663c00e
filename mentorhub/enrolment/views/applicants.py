"""One applicant as the practice sees them: the history, ending the place, refunds, deciding a mismatch."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import endings, refunds
from mentorhub.enrolment.forms.lines import ExtensionForm
from mentorhub.enrolment.forms.money import MoneyForm, RefundForm, RemovalForm
from mentorhub.enrolment.queries import rosters
from mentorhub.enrolment.queries.checkouts import Money
from mentorhub.enrolment.queries.intake import answers_read
from mentorhub.enrolment.queries.rosters import EnrolmentHistory
from mentorhub.enrolment.rules.refusals import (
    CheckoutUnderway,
    MoneyOnItsWay,
    PaymentDisputed,
    PlaceEnded,
    RefundExceeds,
)
from mentorhub.enrolment.views.blueprint import blueprint, practice_page
from mentorhub.enrolment.views.places import is_closed_to_payment
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.web.filters import money as in_words

Form = TypeVar("Form", bound=MoneyForm)


@blueprint.get("/practice/applicants/<public_id>")
@guards.by_applicant
def show_applicant(enrolment_id: int) -> Response:
    """All that happened to one place, its money, and what the practice can do."""
    return applicant_page(enrolment_id)


@blueprint.post("/practice/applicants/<public_id>/removal")
@guards.by_applicant
def create_removal(enrolment_id: int) -> AnyResponse:
    """End a place, with the reason in the person's mail. An open payment page is closed at Stripe first."""
    history = _history(enrolment_id)
    money, form = history.money, _offering(RemovalForm(), history)
    if form.validate():
        if not is_closed_to_payment(enrolment_id):
            return _back()
        try:
            endings.remove(
                enrolment_id,
                reason=form.reason.data,
                refund_minor=form.chosen_minor,
                viewer=viewer(),
            )
        except RefundExceeds as refusal:
            form.amount.errors = [_too_much(refusal, money)]
        except (CheckoutUnderway, MoneyOnItsWay, PlaceEnded) as refusal:
            form.form_errors.append(_why_not(refusal))
        else:
            flash(_("This place has ended. An email says so, with your reason."))
            return _back()
    return applicant_page(enrolment_id, code=422, removal=form)


@blueprint.post("/practice/applicants/<public_id>/refunds")
@guards.by_applicant
def create_refund(enrolment_id: int) -> AnyResponse:
    """Send a part back, or all of it, which frees the seat: a payment page still open is closed first."""
    history = _history(enrolment_id)
    money, form = history.money, _offering(RefundForm(), history)
    if form.validate():
        amount_minor = form.chosen_minor
        if amount_minor == money.left_minor and not is_closed_to_payment(enrolment_id):
            return _back()
        try:
            refunds.refund(enrolment_id, amount_minor=amount_minor, viewer=viewer())
        except RefundExceeds as refusal:
            form.amount.errors = [_too_much(refusal, money)]
        except (PaymentDisputed, MoneyOnItsWay, CheckoutUnderway) as refusal:
            form.form_errors.append(_why_not(refusal))
        else:
            amount = in_words(amount_minor, money.currency)
            flash(_("%(amount)s goes back. An email says so.", amount=amount))
            return _back()
    return applicant_page(enrolment_id, code=422, refund=form)


@blueprint.post("/practice/applicants/<public_id>/acceptance")
@guards.by_applicant
def create_acceptance(enrolment_id: int) -> AnyResponse:
    """What was paid is enough: the seat is enrolled."""
    return _decide(enrolment_id, refunds.accept_mismatch, _("Accepted. The seat is enrolled."))


@blueprint.post("/practice/applicants/<public_id>/refusal")
@guards.by_applicant
def create_refusal(enrolment_id: int) -> AnyResponse:
    """What was paid is not what was asked: all of it goes back."""
    return _decide(enrolment_id, refunds.refuse_mismatch, _("All of it goes back."))


def _decide(enrolment_id: int, action: Callable[..., None], words: str) -> AnyResponse:
    try:
        action(enrolment_id, viewer=viewer())
    except (
        NotFound
    ):  # the applicant is the viewer's: somebody else was quicker, or it was submitted twice
        flash(_("This has been decided already."))
    else:
        flash(words)
    return _back()


def applicant_page(
    enrolment_id: int,
    *,
    code: int = 200,
    removal: RemovalForm | None = None,
    refund: RefundForm | None = None,
    extension: ExtensionForm | None = None,
) -> Response:
    """One applicant before the practice, with a form as it was posted where that was refused."""
    enrolment_history = _history(enrolment_id)
    return practice_page(
        "enrolment/show_applicant.html",
        code=code,
        enrolment_history=enrolment_history,
        answers=answers_read(enrolment_id, viewer=viewer()),
        removal=removal or _offering(RemovalForm(formdata=None), enrolment_history),
        refund=refund or _offering(RefundForm(formdata=None), enrolment_history),
        extension=extension or _extension(enrolment_history.cohort.offer_hours),
    )


def _extension(offer_hours: int) -> ExtensionForm:
    form = ExtensionForm(formdata=None)
    form.offer(offer_hours)
    return form


def _history(enrolment_id: int) -> EnrolmentHistory:
    return rosters.enrolment_history(enrolment_id, viewer=viewer(), now=clock.now())


def _offering(form: Form, history: EnrolmentHistory) -> Form:
    money = history.money
    by_terms_minor = min(history.due_minor, money.refundable_minor)
    form.offer(money.refundable_minor, money.currency, by_terms_minor=by_terms_minor)
    return form


def _back() -> AnyResponse:
    return redirect(url_for("enrolment.show_applicant", **(request.view_args or {})), 303)


def _too_much(refusal: RefundExceeds, money: Money) -> str:
    if not refusal.left_minor:
        return str(_("There is nothing left that could go back."))
    most = in_words(refusal.left_minor, money.currency)
    return str(_("No more than %(amount)s can go back.", amount=most))


def _why_not(refusal: Refusal) -> str:
    words = {
        CheckoutUnderway: _("A payment is still being processed. Please look again in a minute."),
        MoneyOnItsWay: _(
            "The payment is on its way. What becomes of the seat follows from it; please wait for it."
        ),
        PlaceEnded: _("This place has ended already, so nothing was changed."),
        PaymentDisputed: _(
            "The payer’s bank has asked for this money back, so it cannot be sent meanwhile."
        ),
    }
    return str(words[type(refusal)])
