"""What the practice decides of a line while it goes on: a pause, its end, how many may wait, a longer hold."""

import datetime as dt

from flask import flash, redirect, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.actions import seats
from mentorhub.enrolment.forms.lines import ExtensionForm, LimitForm
from mentorhub.enrolment.queries import rosters
from mentorhub.enrolment.rules.refusals import (
    CohortCalledOff,
    ExtendedOften,
    NotHeld,
    NotLater,
    TooLong,
)
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.enrolment.views.applicants import applicant_page
from mentorhub.enrolment.views.blueprint import blueprint
from mentorhub.enrolment.views.lines import line_page
from mentorhub.foundation import clock


@blueprint.post("/practice/cohorts/<public_id>/pause")
@guards.by_cohort
def create_pause(cohort_id: int) -> Response:
    """Nobody gets a seat from now on; arrivals get their places."""
    try:
        seats.pause_allocation(cohort_id, viewer=viewer())
    except CohortCalledOff:
        flash(_("This cohort was cancelled."))
    else:
        flash(_("Paused. Nobody gets a seat until you resume; everybody keeps their place."))
    return _to_line()


@blueprint.post("/practice/cohorts/<public_id>/pause/end")
@guards.by_cohort
def end_pause(cohort_id: int) -> Response:
    """Seats are given again, first those that came free meanwhile."""
    try:
        seats.resume_allocation(cohort_id, viewer=viewer())
    except CohortCalledOff:
        flash(_("This cohort was cancelled."))
    else:
        flash(_("Resumed. Free seats have gone to those who wait, in the order of the line."))
    return _to_line()


@blueprint.post("/practice/cohorts/<public_id>/limit")
@guards.by_cohort
def change_limit(cohort_id: int) -> Response:
    """How many may wait at most; who waits already stays."""
    form = LimitForm()
    if not form.validate():
        return line_page(cohort_id, code=422, limit_form=form)
    waiting_max = int(form.waiting_max.data) if form.waiting_max.data else None
    try:
        seats.limit_line(cohort_id, waiting_max=waiting_max, viewer=viewer())
    except CohortCalledOff:
        flash(_("This cohort was cancelled."))
    else:
        flash(_("Saved. Who waits already keeps their place."))
    return _to_line()


@blueprint.post("/practice/applicants/<public_id>/extension")
@guards.by_applicant
def create_extension(enrolment_id: int) -> Response:
    """Let a hold end later; its applicant gets an email, and the journal an entry."""
    history = rosters.enrolment_history(enrolment_id, viewer=viewer(), now=clock.now())
    form = ExtensionForm()
    form.offer(history.cohort.offer_hours)
    if form.validate():
        until = clock.now().replace(microsecond=0) + dt.timedelta(hours=form.hours.data)
        try:
            seats.extend_hold(enrolment_id, until=until, viewer=viewer())
        except NotHeld:  # the form is gone with the hold
            return _to_applicant(_("This seat is not held any more."), "error")
        except (NotLater, TooLong, ExtendedOften) as refusal:
            form.hours.errors = [_why_not(refusal)]
        else:
            return _to_applicant(_("The seat is held for longer. An email says until when."))
    elif history.enrolment.state != EnrolmentState.HELD:
        return _to_applicant(_("This seat is not held any more."), "error")
    return applicant_page(enrolment_id, code=422, extension=form)


def _to_applicant(said: str, look: str = "message") -> Response:
    flash(said, look)
    return redirect(url_for("enrolment.show_applicant", **(request.view_args or {})), 303)


def _why_not(refusal: NotLater | TooLong | ExtendedOften) -> str:
    if isinstance(refusal, TooLong):
        latest = format_datetime(refusal.latest, "d MMMM, HH:mm")
        return str(_("A seat may be held until %(latest)s at most.", latest=latest))
    words = {
        NotLater: _("The seat is held for longer than that already. It cannot end sooner."),
        ExtendedOften: _(
            "It was extended twice, which is the most there may be: others wait for the seat."
        ),
    }
    return str(words[type(refusal)])


def _to_line() -> Response:
    return redirect(url_for("enrolment.show_line", **(request.view_args or {})), 303)
