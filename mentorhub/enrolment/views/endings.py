"""A mentee gives a seat back, a practice calls a cohort off: the pages that say what will happen, and the actions."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import endings
from mentorhub.enrolment.forms.lines import CancellationForm
from mentorhub.enrolment.forms.money import WithdrawalForm
from mentorhub.enrolment.queries.endings import Withdrawal, cancellation, withdrawal
from mentorhub.enrolment.rules.refusals import CheckoutUnderway, CohortOver, PlaceEnded
from mentorhub.enrolment.views.blueprint import blueprint, practice_page, why
from mentorhub.enrolment.views.places import is_closed_to_payment
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.web.footers import lead_to_notices_of
from mentorhub.web.language import show_in


@blueprint.get("/enrolments/<token>/withdrawal")
@guards.by_mentee
def withdraw(enrolment_id: int, *, token: str, viewer: Viewer) -> AnyResponse:
    """The policy, and the exact amount that would come back today."""
    try:
        found = withdrawal(enrolment_id, viewer=viewer, now=clock.now())
    except (PlaceEnded, CohortOver) as refusal:
        return _refused(refusal, token)
    return _withdrawal_page(found, token)


@blueprint.post("/enrolments/<token>/withdrawal")
@guards.by_mentee
def create_withdrawal(enrolment_id: int, *, token: str, viewer: Viewer) -> AnyResponse:
    """Give the seat back for the amount that the page had named; for another one the page is shown again.

    A payment page that is still open, of an instalment, is closed at Stripe first.
    """
    try:
        found = withdrawal(enrolment_id, viewer=viewer, now=clock.now())
    except (PlaceEnded, CohortOver) as refusal:
        return _refused(refusal, token)
    if WithdrawalForm().promised.data != str(found.back_minor):
        return _withdrawal_page(found, token, has_changed=True)
    if not is_closed_to_payment(enrolment_id):
        return _back(token)
    try:
        endings.withdraw(enrolment_id, viewer=viewer)
    except (CheckoutUnderway, CohortOver) as refusal:
        flash(why(refusal))
    else:
        flash(_("You have withdrawn. Thank you for telling us."))
    return _back(token)


def _withdrawal_page(found: Withdrawal, token: str, *, has_changed: bool = False) -> Response:
    show_in(locale=found.enrolment.locale, zone=found.enrolment.timezone)
    lead_to_notices_of(found.program.slug)
    form = WithdrawalForm(formdata=None, promised=str(found.back_minor))
    page = render_template(
        "enrolment/withdraw.html",
        found=found,
        token=token,
        form=form,
        has_changed=has_changed,
        today=clock.now().date(),
    )
    response = make_response(page, 422 if has_changed else 200)
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is its key
    return response


def _refused(refusal: PlaceEnded | CohortOver, token: str) -> AnyResponse:
    """Back to the place, with the reason unless the page shows it already."""
    if isinstance(refusal, CohortOver):
        flash(why(refusal))
    return _back(token)


def _back(token: str) -> AnyResponse:
    return redirect(url_for("enrolment.show_enrolment", token=token), 303)


@blueprint.get("/practice/cohorts/<public_id>/cancellation")
@guards.by_cohort
def cancel_cohort(cohort_id: int) -> Response:
    """How many would be notified and how many would get how much back."""
    return _cancellation_page(cohort_id, CancellationForm(formdata=None))


@blueprint.post("/practice/cohorts/<public_id>/cancellation")
@guards.by_cohort
def create_cancellation(cohort_id: int) -> AnyResponse:
    """Call it off for good, with a reason that goes into every mail and the cohort's name typed."""
    form = CancellationForm()
    found = cancellation(cohort_id, viewer=viewer(), now=clock.now())
    form.cohort_name = found.line.cohort.name
    if not form.validate():
        return _cancellation_page(cohort_id, form, code=422)
    endings.cancel_cohort(cohort_id, reason=form.reason.data, viewer=viewer())
    flash(_("Cancelled. Everybody gets an email, and all payments are refunded."))
    return redirect(url_for("enrolment.show_line", **(request.view_args or {})), 303)


def _cancellation_page(cohort_id: int, form: CancellationForm, *, code: int = 200) -> Response:
    found = cancellation(cohort_id, viewer=viewer(), now=clock.now())
    return practice_page("enrolment/cancel_cohort.html", code=code, found=found, form=form)
