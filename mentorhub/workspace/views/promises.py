"""Promises: written down on the person's page; kept, removed or corrected there or on Today; and undone."""

import datetime as dt
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import ChangedElsewhere, FormUsed
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import promises
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.forms.promises import PromiseChangeForm, PromiseForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.follow_ups import promise
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.due_dates import AlreadyEnded
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

REOPEN = "workspace.reopen_promise"


@blueprint.post("/people/<public_id>/promises")
@with_notebook
def create_promise(public_id: str) -> Any:
    """Write down something promised to a person."""
    form = PromiseForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, promise_form=form)
    try:
        made = add_promise(
            public_id,
            viewer=viewer(),
            what=form.what.data,
            due_on=form.by.data,
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, promise_form=form)
    flash_with_undo(
        _("Saved. You will see it on Today until it is done."),
        url_for("workspace.delete_promise", public_id=made),
        **undo_fields(),
    )
    return back_to(public_id)


@blueprint.get("/promises/<public_id>")
@with_notebook
def edit_promise(public_id: str) -> Any:
    """One that is open: its words and day, to be corrected; to be deleted."""
    found = promise(public_id, viewer=viewer())
    form = PromiseChangeForm(today=today(), formdata=None, **_by_field(found))
    form.read(_stored(found))
    return _edit_page(found, form)


@blueprint.post("/promises/<public_id>")
@with_notebook
def update_promise(public_id: str) -> Any:
    """Save what was corrected."""
    found = promise(public_id, viewer=viewer())
    form = PromiseChangeForm(today=today())
    form.kept = found.due_on
    if not form.validate():
        return _edit_page(found, form), 422
    what, due_on, seen = form.what.data, form.by.data, form.version.data or ""
    try:
        person_id = promises.change_promise(
            public_id, viewer=viewer(), what=what, due_on=due_on, seen=seen
        )
    except ChangedElsewhere:
        found = promise(public_id, viewer=viewer())
        form.compare(_stored(found), _by_field(found))
        return _edit_page(found, form), 422
    except AlreadyEnded:
        flash(_("That was closed before. Nothing was changed."))
        return redirect(url_for("workspace.today"), 303)
    flash(_("Saved."))
    return back_to(person_id, anchor="next")


@blueprint.post("/promises/<public_id>/deletion")
@with_notebook
def delete_promise(public_id: str) -> Any:
    """Put it into the bin, as if it had not been made."""
    return delete_and_return(Thing.PROMISE, public_id)


@blueprint.post("/promises/<public_id>/fulfilment")
@with_notebook
def keep_promise(public_id: str) -> Any:
    """The promise was kept."""
    done = _("Done. You kept your promise.")
    return end_and_return(promises.keep_promise, public_id, done=done, undo=REOPEN)


@blueprint.post("/promises/<public_id>/release")
@with_notebook
def release_promise(public_id: str) -> Any:
    """The promise is no longer expected."""
    return end_and_return(promises.release_promise, public_id, done=_("Removed."), undo=REOPEN)


@blueprint.post("/promises/<public_id>/reopening")
@with_notebook
def reopen_promise(public_id: str) -> Any:
    """Undo what ended it."""
    return reopen_and_return(partial(promises.reopen_promise, public_id, viewer=viewer()))


def _stored(found: Promise) -> tuple[str, dt.date | None]:
    return found.what, found.due_on


def _by_field(found: Promise) -> dict[str, Any]:
    return {"what": found.what, "by": found.due_on}


def _edit_page(found: Promise, form: PromiseChangeForm) -> str:
    return render_template("workspace/edit_promise.html", promise=found, form=form)
