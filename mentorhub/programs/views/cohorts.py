"""A programme's cohorts before its practice: listed, drafted, changed, copied."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.programs.actions import cohort_changes
from mentorhub.programs.forms.cohorts import CohortForm
from mentorhub.programs.guards import by_cohort, by_program
from mentorhub.programs.queries.cohorts import (
    CohortEdited,
    OfferedProgram,
    cohorts_of_program,
    edited_cohort,
    program_of_cohorts,
)
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.programs.views.cohort_editor import REFUSED, cohort_form, editor, say


@blueprint.get("/practice/programs/<public_id>/cohorts")
@by_program
def list_cohorts(program_id: int) -> str:
    """All cohorts of a programme, those that open last first."""
    program, cohorts = cohorts_of_program(program_id, viewer=viewer(), now=clock.now())
    return render_template("programs/list_cohorts.html", program=program, cohorts=cohorts)


@blueprint.get("/practice/programs/<public_id>/cohorts/new")
@by_program
def new_cohort(program_id: int) -> str:
    """Name, seats, window, days."""
    program = program_of_cohorts(program_id, viewer=viewer())
    usual = next((one for one, _name in program.mentors if one == current_user.public_id), "")
    form = CohortForm(formdata=None, claim_minutes=15, offer_hours=48, mentor=usual)
    return _new(program, form)


@blueprint.post("/practice/programs/<public_id>/cohorts")
@by_program
def create_cohort(program_id: int) -> ResponseReturnValue:
    """A draft, which then gets its prices."""
    program = program_of_cohorts(program_id, viewer=viewer())
    form = CohortForm()
    form.offer_mentors(program.mentors)
    form.read_in(program.zone, None)
    if form.validate():
        try:
            public_id = cohort_changes.draft_cohort(program_id, viewer=viewer(), words=form.words())
        except REFUSED as refusal:
            say(form, refusal, zone=program.zone)
        else:
            flash(
                _("Your draft is here. Nobody can enrol before you publish it. Add a price next.")
            )
            return redirect(url_for(".edit_cohort", public_id=public_id, _anchor="prices"), 303)
    return _new(program, form), 422


@blueprint.get("/practice/cohorts/<public_id>/edit")
@by_cohort
def edit_cohort(cohort_id: int) -> str:
    """All that is written of a cohort; of one that is public, what may still change."""
    return editor(cohort_id)


@blueprint.post("/practice/cohorts/<public_id>/details")
@by_cohort
def update_cohort(cohort_id: int) -> ResponseReturnValue:
    """Save what was written; of a public cohort it is public at once."""
    cohort = edited_cohort(cohort_id, viewer=viewer(), now=clock.now())
    form = cohort_form(cohort, CohortForm())
    if form.validate():
        try:
            cohort_changes.change_cohort(
                cohort_id,
                viewer=viewer(),
                words=form.words(cohort.written),
                seen=form.version.data or "",
            )
        except ChangedElsewhere:
            cohort = edited_cohort(cohort_id, viewer=viewer(), now=clock.now())
            form.compare(cohort.written, _fields(form, cohort))
        except REFUSED as refusal:
            say(form, refusal, zone=cohort.program.zone)
        else:
            flash(_("Saved."))
            return redirect(url_for(".edit_cohort", public_id=cohort.public_id), 303)
    return editor(cohort_id, form=form), 422


@blueprint.post("/practice/cohorts/<public_id>/copies")
@by_cohort
def duplicate_cohort(cohort_id: int) -> ResponseReturnValue:
    """A draft for the next intake, some weeks later."""
    first = edited_cohort(cohort_id, viewer=viewer(), now=clock.now()).written
    name = _("%(name)s (copy)", name=first.name)
    public_id = cohort_changes.duplicate_cohort(cohort_id, viewer=viewer(), name=name)
    flash(_("This is the copy, a draft. Its days and times were moved to come next: look at them."))
    return redirect(url_for(".edit_cohort", public_id=public_id), 303)


def _new(program: OfferedProgram, form: CohortForm) -> str:
    form.offer_mentors(program.mentors)
    form.read_in(program.zone, None)
    return render_template("programs/new_cohort.html", program=program, form=form)


def _fields(form: CohortForm, cohort: CohortEdited) -> dict[str, object]:
    stored = cohort.written.by_field
    return {name: value for name, value in stored.items() if name in form}
