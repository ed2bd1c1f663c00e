"""The bin: things deleted into it with a way back, the page that lists them, restored, erased."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions.bin import delete_thing, erase_thing, restore_thing
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.bin import in_bin, what_goes_with
from mentorhub.workspace.queries.removals import removed_count
from mentorhub.workspace.rules.bin import RestoreFirst, Thing
from mentorhub.workspace.views.blueprint import back_to, blueprint, undo_fields


@blueprint.get("/bin")
@with_notebook
def list_bin() -> Any:
    """What was deleted in the last 30 days, each with the day on which it is erased."""
    page = in_bin(viewer=viewer(), page=request.args.get("page", 1, type=int))
    return render_template(
        "workspace/list_bin.html", page=page, removed=removed_count(viewer=viewer())
    )


@blueprint.post("/bin/<public_id>/restoration")
@with_notebook
def restore_deleted(public_id: str) -> Any:
    """Take it out of the bin."""
    try:
        thing, person_id = restore_thing(public_id, viewer=viewer())
    except RestoreFirst as refusal:
        flash(
            _("It belongs to %(name)s, who is in the bin. Restore them first.", name=refusal.name)
            if refusal.name
            else _("It belongs to a conversation that is in the bin. Restore that first.")
        )
        return _to_bin()
    flash(_("It is back."))
    if request.form.get("back") == "bin":
        return _to_bin()
    if thing is Thing.OCCASION:
        return redirect(url_for("workspace.show_occasion", public_id=public_id), 303)
    return back_to(person_id)


@blueprint.post("/bin/<public_id>/erasure")
@with_notebook
def erase_deleted(public_id: str) -> Any:
    """Erase it now, for good."""
    erase_thing(public_id, viewer=viewer())
    flash(_("Erased."))
    return _to_bin()


@blueprint.get("/people/<public_id>/deletion")
@with_notebook
def confirm_deletion(public_id: str) -> Any:
    """What goes with a person, before they are deleted."""
    deletion = what_goes_with(public_id, viewer=viewer())
    return render_template("workspace/confirm_deletion.html", deletion=deletion)


@blueprint.post("/people/<public_id>/deletion")
@with_notebook
def delete_person(public_id: str) -> Any:
    """Put the person into the bin, with what is theirs alone."""
    return delete_and_return(Thing.PERSON, public_id)


def delete_and_return(thing: Thing, public_id: str) -> Response:
    """Put it into the bin, offer the way back, and go where it stood; from a person, to the list of people."""
    person_id = delete_thing(thing, public_id, viewer=viewer())
    flash_with_undo(
        _("Deleted. It stays in the bin for 30 days."),
        url_for("workspace.restore_deleted", public_id=public_id),
        **undo_fields(),
    )
    if thing in {Thing.PERSON, Thing.OCCASION}:
        return redirect(url_for("workspace.list_people"), 303)
    return back_to(person_id)


def _to_bin() -> Response:
    return redirect(url_for("workspace.list_bin"), 303)
