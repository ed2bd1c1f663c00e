"""Follow-ups: set on the person's page; done, moved or removed there or on Today."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import FormUsed
from mentorhub.web import filters
from mentorhub.workspace.actions import follow_ups
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.forms.follow_ups import FollowUpForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.notebook import refuse_anothers_follow_up
from mentorhub.workspace.rules.follow_ups import SameDay
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    end_and_return,
    person_page,
    today,
)


@blueprint.post("/people/<public_id>/follow-ups")
@with_notebook
def create_follow_up(public_id: str) -> Any:
    """Set a day on which to reach out."""
    form = FollowUpForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, follow_up_form=form)
    try:
        schedule_follow_up(
            public_id,
            viewer=viewer(),
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, follow_up_form=form)
    flash(_("Saved. You will see it on Today when it is due."))
    return back_to(public_id)


@blueprint.post("/follow-ups/<public_id>/completion")
@with_notebook
def complete_follow_up(public_id: str) -> Any:
    """It was done."""
    return end_and_return(follow_ups.complete_follow_up, public_id, done=_("Done."))


@blueprint.post("/follow-ups/<public_id>/postponement")
@with_notebook
def move_follow_up(public_id: str) -> Any:
    """Put it off to the day that the button names."""
    refuse_anothers_follow_up(public_id, viewer=viewer())
    form = FollowUpForm(today=today())
    if not form.validate():
        flash(" ".join(str(error) for error in form.due_on.errors), "error")
        return redirect(url_for("workspace.today"), 303)

    def move(public_id: str, *, viewer: Any) -> str:
        return follow_ups.move_follow_up(public_id, viewer=viewer, due_on=form.due_on.data)

    moved = _("Moved to %(day)s.", day=filters.day(form.due_on.data))
    try:
        return end_and_return(move, public_id, done=moved)
    except SameDay:
        flash(_("It is set for that day already. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)


@blueprint.post("/follow-ups/<public_id>/dismissal")
@with_notebook
def drop_follow_up(public_id: str) -> Any:
    """It is no longer planned."""
    return end_and_return(follow_ups.drop_follow_up, public_id, done=_("Removed."))
