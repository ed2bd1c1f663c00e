"""Saved searches: kept from the list of people, renamed, deleted."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import searches
from mentorhub.workspace.forms.filters import asked_for, asked_of, query_of
from mentorhub.workspace.forms.searches import SaveSearchForm, SearchNameForm, why_not_saved
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.models.search import SavedSearch
from mentorhub.workspace.queries.filters import Which
from mentorhub.workspace.queries.searches import saved_search, saved_searches
from mentorhub.workspace.queries.tags import tags
from mentorhub.workspace.rules.searches import UNSAVED, SearchExists
from mentorhub.workspace.views.blueprint import blueprint
from mentorhub.workspace.views.lists import chips, people_page


@blueprint.get("/searches")
@with_notebook
def list_searches() -> Any:
    """Every saved search, with what it looks for."""
    every = tags(viewer=viewer())
    rows = [
        (saved, which, [chip.words for chip in chips(which, every)], asked_of(which))
        for saved in saved_searches(viewer=viewer())
        for which in [_which(saved)]
    ]
    return render_template("workspace/list_searches.html", rows=rows)


@blueprint.post("/searches")
@with_notebook
def create_search() -> Any:
    """Keep the list that is shown, under a name."""
    form = SaveSearchForm()
    which = asked_for(form.which.data or "")
    form.which.data = query_of(which)
    if not form.validate():
        return people_page(which, save_form=form)
    name = form.name.data
    try:
        public_id = searches.save_search(name, form.which.data, viewer=viewer())
    except UNSAVED as refusal:
        form.name.errors = [why_not_saved(refusal)]
        return people_page(which, save_form=form)
    flash_with_undo(
        _("“%(name)s” is saved.", name=name),
        url_for("workspace.delete_search", public_id=public_id),
    )
    return redirect(url_for("workspace.list_people", **asked_of(which)), 303)


@blueprint.get("/searches/<public_id>")
@with_notebook
def show_search(public_id: str) -> Any:
    """One, to be renamed or deleted."""
    return _page(saved_search(public_id, viewer=viewer()))


@blueprint.post("/searches/<public_id>/name")
@with_notebook
def rename_search(public_id: str) -> Any:
    """Give it another name."""
    form = SearchNameForm()
    if not form.validate():
        return _page(saved_search(public_id, viewer=viewer()), form=form), 422
    try:
        seen = form.version.data or ""
        searches.rename_search(public_id, form.name.data, viewer=viewer(), seen=seen)
    except ChangedElsewhere:
        saved = saved_search(public_id, viewer=viewer())
        form.compare(saved.name, {"name": saved.name})
        return _page(saved, form=form), 422
    except SearchExists as refusal:
        form.name.errors = [why_not_saved(refusal)]
        return _page(saved_search(public_id, viewer=viewer()), form=form), 422
    flash(_("Saved."))
    return _to_searches()


@blueprint.post("/searches/<public_id>/removal")
@with_notebook
def delete_search(public_id: str) -> Any:
    """Delete it; undone, it is saved again."""
    name, asked = searches.delete_search(public_id, viewer=viewer())
    flash_with_undo(
        _("“%(name)s” is deleted.", name=name),
        url_for("workspace.create_search"),
        name=name,
        which=asked,
    )
    return _to_searches()


def _which(saved: SavedSearch) -> Which:
    """What it asks for; of what is unknown by now, nothing."""
    try:
        return asked_for(saved.asked)
    except NotFound:
        return Which()


def _page(saved: SavedSearch, *, form: SearchNameForm | None = None) -> str:
    if form is None:
        form = SearchNameForm(formdata=None, name=saved.name)
        form.read(saved.name)
    return render_template(
        "workspace/show_search.html",
        saved=saved,
        form=form,
        url=url_for("workspace.list_people", **asked_of(_which(saved))),
    )


def _to_searches() -> Response:
    return redirect(url_for("workspace.list_searches"), 303)
