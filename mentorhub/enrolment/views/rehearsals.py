"""Rehearsing a cohort: begun, gone through as somebody who enrols would, ended."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import rehearsals
from mentorhub.enrolment.forms.places import ArrivalForm
from mentorhub.enrolment.queries.rehearsals import rehearsal, rehearsed_page
from mentorhub.enrolment.rules.refusals import CohortCalledOff, CohortOver, RehearsalEnded
from mentorhub.enrolment.views.blueprint import blueprint, practice_page, why
from mentorhub.foundation import clock
from mentorhub.foundation.errors import NotFound, Refusal
from mentorhub.foundation.jobs import wake
from mentorhub.programs.rules.cohorts import CohortUnpriced
from mentorhub.web.language import show_in
from mentorhub.web.limits import limiter


@blueprint.get("/practice/cohorts/<public_id>/rehearsal")
@guards.by_rehearsal
def show_rehearsal(cohort_id: int) -> Response:
    """The running or last rehearsal with all its places, or how to begin the first."""
    found = rehearsal(cohort_id, viewer=viewer(), now=clock.now())
    return practice_page("enrolment/show_rehearsal.html", found=found)


@blueprint.post("/practice/cohorts/<public_id>/rehearsals")
@limiter.limit("20 per hour")
@guards.by_rehearsal
def create_rehearsal(cohort_id: int) -> Response:
    """Begin one; where one is running, that goes on."""
    try:
        rehearsals.begin_rehearsal(cohort_id, viewer=viewer())
    except (CohortUnpriced, CohortCalledOff, CohortOver) as refusal:
        flash(_why_not(refusal), "error")
    return _back()


@blueprint.get("/practice/cohorts/<public_id>/rehearsal/page")
@guards.by_rehearsal
def show_rehearsed_page(cohort_id: int) -> ResponseReturnValue:
    """The programme's page as visitors would see it, whose form takes a place in the rehearsal."""
    try:
        return _page(cohort_id, None)
    except NotFound:
        return _ended()


@blueprint.post("/practice/cohorts/<public_id>/rehearsal/places")
@guards.by_rehearsal
def create_rehearsed_place(cohort_id: int) -> ResponseReturnValue:
    """Take a place in it: 303 to that place's page."""
    form = ArrivalForm()
    try:
        if not form.validate():
            return _page(cohort_id, form), 422
        arrival = rehearsals.take_rehearsed_place(
            cohort_id,
            name=form.name.data,
            locale=str(get_locale()),
            timezone=current_user.timezone,
        )
    except (NotFound, RehearsalEnded):
        return _ended()
    except Refusal as refusal:
        form.form_errors.append(why(refusal))
        return _page(cohort_id, form), 422
    return redirect(url_for(".show_enrolment", token=arrival.token), 303)


@blueprint.post("/practice/cohorts/<public_id>/rehearsal/ending")
@guards.by_rehearsal
def create_rehearsal_ending(cohort_id: int) -> Response:
    """End it before its hour is over."""
    rehearsals.close_rehearsal(cohort_id, viewer=viewer())
    wake("cancellations")
    flash(
        _(
            "The rehearsal is over. Whatever was paid in it goes back, as in a real cohort that is cancelled."
        )
    )
    return _back()


def _page(cohort_id: int, form: ArrivalForm | None) -> str:
    here = request.view_args or {}
    page = rehearsed_page(cohort_id, viewer=viewer(), now=clock.now())
    show_in(locale=page.locale, zone=page.timezone)
    return render_template(
        "programs/show_program.html",
        page=page,
        inquiry_form=None,
        enrol_form=form,
        is_preview=True,
        rehearsal={
            "action": url_for(".create_rehearsed_place", **here),
            "back": url_for(".show_rehearsal", **here),
        },
    )


def _ended() -> Response:
    flash(_("This rehearsal is over. You can begin another one at any time."))
    return _back()


def _back() -> Response:
    return redirect(url_for(".show_rehearsal", **(request.view_args or {})), 303)


def _why_not(refusal: Refusal) -> str:
    if isinstance(refusal, CohortUnpriced):
        return str(
            _("Give the cohort a price first, which may be nothing: without one nobody can enrol.")
        )
    if isinstance(refusal, CohortOver):
        return str(
            _("The last day of this cohort has passed, so there is nothing to try any more.")
        )
    return str(_("This cohort was cancelled, so there is nothing to try any more."))
