"""An occasion: who was met there; its name and day, to be corrected."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.workspace.actions.occasions import change_occasion
from mentorhub.workspace.forms.occasions import OccasionForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.occasions import OccasionPage, occasion
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.occasions import OccasionExists
from mentorhub.workspace.views.bin import delete_and_return
from mentorhub.workspace.views.blueprint import blueprint, today


@blueprint.get("/occasions/<public_id>")
@with_notebook
def show_occasion(public_id: str) -> Any:
    """One occasion with everybody who was met there."""
    number = request.args.get("page", 1, type=int)
    page = occasion(public_id, viewer=viewer(), page=number)
    form = OccasionForm(today=today(), formdata=None, **_by_field(page))
    form.read(page.stored)
    return _page(page, form)


@blueprint.post("/occasions/<public_id>")
@with_notebook
def update_occasion(public_id: str) -> Any:
    """Save its name and day."""
    page = occasion(public_id, viewer=viewer())
    form = OccasionForm(today=today())
    if not form.validate():
        return _page(page, form), 422
    name, on, seen = form.name.data, form.on_date.data, form.version.data or ""
    try:
        change_occasion(public_id, name, on=on, viewer=viewer(), seen=seen)
    except ChangedElsewhere:
        page = occasion(public_id, viewer=viewer())
        form.compare(page.stored, _by_field(page))
        return _page(page, form), 422
    except OccasionExists as refusal:
        page = occasion(public_id, viewer=viewer())
        form.name.errors = [
            _("An occasion of this name is in the bin. Restore it or erase it there first.")
            if refusal.is_in_bin
            else _("You have another occasion of this name.")
        ]
        return _page(page, form), 422
    flash(_("Saved."))
    return redirect(url_for("workspace.show_occasion", public_id=public_id), 303)


@blueprint.post("/occasions/<public_id>/deletion")
@with_notebook
def delete_occasion(public_id: str) -> Any:
    """Put it into the bin; the people who were met there stay."""
    return delete_and_return(Thing.OCCASION, public_id)


def _by_field(page: OccasionPage) -> dict[str, Any]:
    name, on = page.stored
    return {"name": name, "on_date": on}


def _page(page: OccasionPage, form: OccasionForm) -> str:
    return render_template("workspace/show_occasion.html", page=page, form=form)
