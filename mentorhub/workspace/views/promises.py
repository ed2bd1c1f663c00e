"""Promises: written down on the person's page; kept or removed there or on Today."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace.actions import promises
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.forms.promises import PromiseForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    end_and_return,
    person_page,
    today,
)


@blueprint.post("/people/<public_id>/promises")
@with_notebook
def create_promise(public_id: str) -> Any:
    """Write down something promised to a person."""
    form = PromiseForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, promise_form=form)
    try:
        add_promise(
            public_id,
            viewer=viewer(),
            what=form.what.data,
            due_on=form.by.data,
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, promise_form=form)
    flash(_("Saved. You will see it on Today until it is done."))
    return back_to(public_id)


@blueprint.post("/promises/<public_id>/fulfilment")
@with_notebook
def keep_promise(public_id: str) -> Any:
    """The promise was kept."""
    return end_and_return(promises.keep_promise, public_id, done=_("Done. You kept your promise."))


@blueprint.post("/promises/<public_id>/release")
@with_notebook
def release_promise(public_id: str) -> Any:
    """The promise is no longer expected."""
    return end_and_return(promises.release_promise, public_id, done=_("Removed."))
