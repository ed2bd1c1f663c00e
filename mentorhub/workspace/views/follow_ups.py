"""Follow-ups: set on the person's page; done, moved, removed or corrected there or on Today; and undone."""

import datetime as dt
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.web import filters
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import follow_ups
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.forms.follow_ups import CompletionForm, FollowUpChangeForm, FollowUpForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.follow_ups import FollowUpPage, follow_up_page
from mentorhub.workspace.queries.notebook import refuse_anothers_follow_up
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.due_dates import AlreadyEnded
from mentorhub.workspace.rules.follow_ups import SameDay
from mentorhub.workspace.views.bin import delete_and_return
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    end_and_return,
    person_page,
    reopen_and_return,
    today,
    undo_fields,
)

REOPEN = "workspace.reopen_follow_up"


@blueprint.post("/people/<public_id>/follow-ups")
@with_notebook
def create_follow_up(public_id: str) -> Any:
    """Set a day on which to reach out."""
    form = FollowUpForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, follow_up_form=form)
    try:
        made = schedule_follow_up(
            public_id,
            viewer=viewer(),
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, follow_up_form=form)
    flash_with_undo(
        _("Saved. You will see it on Today when it is due."),
        url_for("workspace.delete_follow_up", public_id=made),
        **undo_fields(),
    )
    return back_to(public_id)


@blueprint.get("/follow-ups/<public_id>")
@with_notebook
def edit_follow_up(public_id: str) -> Any:
    """One that is set: its day and words, to be corrected; to be deleted."""
    page = follow_up_page(public_id, viewer=viewer())
    form = FollowUpChangeForm(today=today(), formdata=None, **_by_field(page))
    form.read(_stored(page))
    return _edit_page(page, form)


@blueprint.post("/follow-ups/<public_id>")
@with_notebook
def update_follow_up(public_id: str) -> Any:
    """Save what was corrected."""
    page = follow_up_page(public_id, viewer=viewer())
    form = FollowUpChangeForm(today=today())
    form.kept = page.follow_up.due_on
    if not form.validate():
        return _edit_page(page, form), 422
    try:
        person_id = follow_ups.change_follow_up(
            public_id,
            viewer=viewer(),
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            seen=form.version.data or "",
        )
    except ChangedElsewhere:
        page = follow_up_page(public_id, viewer=viewer())
        form.compare(_stored(page), _by_field(page))
        return _edit_page(page, form), 422
    except AlreadyEnded:
        flash(_("That was closed before. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)
    flash(_("Saved."))
    return back_to(person_id, anchor="next")


@blueprint.post("/follow-ups/<public_id>/deletion")
@with_notebook
def delete_follow_up(public_id: str) -> Any:
    """Put it into the bin, as if it had not been set."""
    return delete_and_return(Thing.FOLLOW_UP, public_id)


@blueprint.get("/follow-ups/<public_id>/completion")
@with_notebook
def show_completion(public_id: str) -> Any:
    """It was done: a line about what was said, which may stay empty."""
    page = follow_up_page(public_id, viewer=viewer())
    form = CompletionForm(today=today(), formdata=None, kind=page.last_kind.value)
    return _completion_page(page, form)


@blueprint.post("/follow-ups/<public_id>/completion")
@with_notebook
def complete_follow_up(public_id: str) -> Any:
    """It was done; with what was said, where something was told."""
    form = CompletionForm(today=today())
    if not form.validate():
        return _completion_page(follow_up_page(public_id, viewer=viewer()), form), 422
    said = form.said()
    done = _("Done, and it stands in the history.") if said else _("Done.")
    return end_and_return(
        partial(follow_ups.complete_follow_up, said=said), public_id, done=done, undo=REOPEN
    )


@blueprint.post("/follow-ups/<public_id>/postponement")
@with_notebook
def move_follow_up(public_id: str) -> Any:
    """Put it off to the day that the button names."""
    refuse_anothers_follow_up(public_id, viewer=viewer())
    form = FollowUpForm(today=today())
    if not form.validate():
        flash(" ".join(str(error) for error in form.due_on.errors), "error")
        return redirect(url_for("workspace.today"), 303)
    day = form.due_on.data
    try:
        return end_and_return(
            partial(follow_ups.move_follow_up, due_on=day),
            public_id,
            done=_("Moved to %(day)s.", day=filters.day(day)),
            undo=REOPEN,
            moved_to=day.isoformat(),
        )
    except SameDay:
        flash(_("It is set for that day already. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)


@blueprint.post("/follow-ups/<public_id>/dismissal")
@with_notebook
def drop_follow_up(public_id: str) -> Any:
    """It is no longer planned."""
    return end_and_return(follow_ups.drop_follow_up, public_id, done=_("Removed."), undo=REOPEN)


@blueprint.post("/follow-ups/<public_id>/reopening")
@with_notebook
def reopen_follow_up(public_id: str) -> Any:
    """Undo what ended it."""
    moved_to = request.form.get("moved_to", type=dt.date.fromisoformat)
    return reopen_and_return(
        partial(follow_ups.reopen_follow_up, public_id, viewer=viewer(), moved_to=moved_to)
    )


def _stored(page: FollowUpPage) -> tuple[dt.date, str]:
    return page.follow_up.due_on, page.follow_up.reason


def _by_field(page: FollowUpPage) -> dict[str, Any]:
    due_on, reason = _stored(page)
    return {"due_on": due_on, "reason": reason}


def _edit_page(page: FollowUpPage, form: FollowUpChangeForm) -> str:
    return render_template("workspace/edit_follow_up.html", page=page, form=form)


def _completion_page(page: FollowUpPage, form: CompletionForm) -> str:
    return render_template(
        "workspace/show_completion.html",
        page=page,
        form=form,
        back="today" if request.values.get("back") == "today" else "",
    )
