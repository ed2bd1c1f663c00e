"""The window of a cohort that is public: moved before it opens, ended once it has."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import windows
from mentorhub.programs.actions.windows import StillClosed
from mentorhub.programs.forms.cohorts import WindowForm
from mentorhub.programs.guards import by_cohort
from mentorhub.programs.queries.cohorts import edited_cohort
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.programs.views.cohort_editor import REFUSED, editor, say, window_form, window_of


@blueprint.post("/practice/cohorts/<public_id>/window")
@by_cohort
def move_window(cohort_id: int) -> ResponseReturnValue:
    """Other times for its enrolment, while it has not opened; they are public at once."""
    cohort = edited_cohort(cohort_id, viewer=viewer(), now=clock.now())
    form = window_form(cohort, WindowForm())
    if form.validate():
        try:
            opens_at, closes_at = form.moments
            windows.move_window(
                cohort_id,
                viewer=viewer(),
                opens_at=opens_at,
                closes_at=closes_at,
                seen=form.version.data or "",
            )
        except ChangedElsewhere:
            cohort = edited_cohort(cohort_id, viewer=viewer(), now=clock.now())
            stored = cohort.written.by_field
            form.compare(window_of(cohort), {one: stored[one] for one in ("opens_at", "closes_at")})
        except REFUSED as refusal:
            say(form, refusal, zone=cohort.program.zone)
        else:
            flash(_("Saved. Enrolment opens and closes at the new times."))
            return _back()
    return editor(cohort_id, window=form), 422


@blueprint.post("/practice/cohorts/<public_id>/window/end")
@by_cohort
def end_window(cohort_id: int) -> ResponseReturnValue:
    """Take no more arrivals; whoever is in the line stays there."""
    try:
        windows.end_window(cohort_id, viewer=viewer())
    except StillClosed:
        flash(_("Enrolment has not opened yet. You can move it instead."), "error")
    else:
        flash(_("Enrolment is closed. Whoever has a place keeps it."))
    return _back()


def _back() -> ResponseReturnValue:
    public_id = (request.view_args or {})["public_id"]
    return redirect(url_for(".edit_cohort", public_id=public_id, _anchor="window"), 303)
