"""Calling a cohort off: the page that says what will happen, and the action."""

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import cancellations
from mentorhub.enrolment.forms.lines import CancellationForm
from mentorhub.enrolment.queries.withdrawals import cancellation
from mentorhub.enrolment.views.blueprint import blueprint, practice_page
from mentorhub.foundation import clock


@blueprint.get("/practice/cohorts/<public_id>/cancellation")
@guards.by_cohort
def cancel_cohort(cohort_id: int) -> Response:
    """How many would be notified and how many would get how much back."""
    return _page(cohort_id, CancellationForm(formdata=None))


@blueprint.post("/practice/cohorts/<public_id>/cancellation")
@guards.by_cohort
def create_cancellation(cohort_id: int) -> AnyResponse:
    """Call it off for good, with a reason that goes into every mail and the cohort's name typed."""
    form = CancellationForm()
    found = cancellation(cohort_id, viewer=viewer(), now=clock.now())
    form.cohort_name = found.line.cohort.name
    if not form.validate():
        return _page(cohort_id, form, code=422)
    cancellations.cancel_cohort(cohort_id, reason=form.reason.data, viewer=viewer())
    flash(_("Cancelled. Everybody gets an email, and all payments are refunded."))
    return redirect(url_for("enrolment.show_line", **(request.view_args or {})), 303)


def _page(cohort_id: int, form: CancellationForm, *, code: int = 200) -> Response:
    found = cancellation(cohort_id, viewer=viewer(), now=clock.now())
    return practice_page("enrolment/cancel_cohort.html", code=code, found=found, form=form)
