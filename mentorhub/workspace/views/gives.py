"""What was given or received: added to a conversation afterwards, corrected, deleted."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.workspace.actions.gives import add_favour, change_give
from mentorhub.workspace.forms.gives import GiveForm, by_field
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.conversations import conversation
from mentorhub.workspace.queries.gives import GivePage, give_page
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.views.bin import delete_and_return
from mentorhub.workspace.views.blueprint import blueprint
from mentorhub.workspace.views.conversations import conversation_page


@blueprint.post("/conversations/<public_id>/gives")
@with_notebook
def create_give(public_id: str) -> Any:
    """Add something that was given in a conversation."""
    page = conversation(public_id, viewer=viewer())
    form = GiveForm().offer(page.participants)
    if not form.validate():
        return conversation_page(page, give_form=form), 422
    add_favour(public_id, form.given(), who=form.person.data, viewer=viewer())
    flash(_("Saved."))
    return _to_conversation(public_id)


@blueprint.get("/gives/<public_id>")
@with_notebook
def edit_give(public_id: str) -> Any:
    """One of them, to be corrected or deleted."""
    page = give_page(public_id, viewer=viewer())
    form = GiveForm(formdata=None, **by_field(*page.stored)).offer(page.participants)
    form.read(page.stored)
    return _edit_page(page, form)


@blueprint.post("/gives/<public_id>")
@with_notebook
def update_give(public_id: str) -> Any:
    """Save what was corrected."""
    page = give_page(public_id, viewer=viewer())
    conversation_id = page.interaction.public_id
    form = GiveForm().offer(page.participants)
    if not form.validate():
        return _edit_page(page, form), 422
    seen = form.version.data or ""
    try:
        change_give(public_id, form.given(), who=form.person.data, viewer=viewer(), seen=seen)
    except ChangedElsewhere:
        page = give_page(public_id, viewer=viewer())
        form.compare(page.stored, by_field(*page.stored))
        return _edit_page(page, form), 422
    flash(_("Saved."))
    return _to_conversation(conversation_id)


@blueprint.post("/gives/<public_id>/deletion")
@with_notebook
def delete_give(public_id: str) -> Any:
    """Put it into the bin."""
    return delete_and_return(Thing.GIVE, public_id)


def _edit_page(page: GivePage, form: GiveForm) -> str:
    return render_template("workspace/edit_give.html", page=page, form=form)


def _to_conversation(public_id: str) -> Response:
    return redirect(url_for("workspace.edit_conversation", public_id=public_id), 303)
