"""Follow-ups and promises: made on the person's page, settled there or on Today."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import FormUsed
from mentorhub.web import filters
from mentorhub.workspace import actions, forms, queries
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.rules.follow_ups import AlreadyEnded, SameDay
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    person_page,
    today,
)


@blueprint.post("/people/<public_id>/follow-ups")
@with_notebook
def create_follow_up(public_id: str) -> Any:
    """Set a day on which to reach out."""
    form = forms.FollowUpForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, follow_up_form=form)
    try:
        actions.schedule_follow_up(
            public_id,
            viewer=viewer(),
            due_on=form.due_on.data,
            reason=form.reason.data or "",
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, follow_up_form=form)
    flash(_("Kept. You will find it on Today when its day has come."))
    return back_to(public_id)


@blueprint.post("/follow-ups/<public_id>/completion")
@with_notebook
def complete_follow_up(public_id: str) -> Any:
    """It was done."""
    return _settled(actions.complete_follow_up, public_id, _("Done."))


@blueprint.post("/follow-ups/<public_id>/postponement")
@with_notebook
def move_follow_up(public_id: str) -> Any:
    """Put it off to the day the button names."""
    queries.refuse_anothers_follow_up(public_id, viewer=viewer())
    form = forms.FollowUpForm(today=today())
    if not form.validate():
        flash(" ".join(str(error) for error in form.due_on.errors), "error")
        return redirect(url_for("workspace.today"), 303)

    def move(public_id: str, *, viewer: Any) -> str:
        return actions.move_follow_up(public_id, viewer=viewer, due_on=form.due_on.data)

    return _settled(move, public_id, _("Moved to %(day)s.", day=filters.day(form.due_on.data)))


@blueprint.post("/follow-ups/<public_id>/dismissal")
@with_notebook
def drop_follow_up(public_id: str) -> Any:
    """It is no longer meant."""
    return _settled(actions.drop_follow_up, public_id, _("Let go."))


@blueprint.post("/people/<public_id>/promises")
@with_notebook
def create_promise(public_id: str) -> Any:
    """Write down what one said one would do."""
    form = forms.PromiseForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, promise_form=form)
    try:
        actions.add_promise(
            public_id,
            viewer=viewer(),
            what=form.what.data,
            due_on=form.by.data,
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, promise_form=form)
    flash(_("Kept. It stands on Today until you have done it."))
    return back_to(public_id)


@blueprint.post("/promises/<public_id>/fulfilment")
@with_notebook
def keep_promise(public_id: str) -> Any:
    """It was kept."""
    return _settled(actions.keep_promise, public_id, _("A promise kept."))


@blueprint.post("/promises/<public_id>/release")
@with_notebook
def release_promise(public_id: str) -> Any:
    """It is no longer expected."""
    return _settled(actions.release_promise, public_id, _("Let go."))


def _settled(action: Callable[..., str], public_id: str, said: str) -> Response:
    """Do it and go back; what was settled otherwise before stays as it is."""
    try:
        person_id = action(public_id, viewer=viewer())
    except AlreadyEnded:
        flash(_("That was settled before. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)
    except SameDay:
        flash(_("It is set for that day already. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)
    flash(said)
    return back_to(person_id)
