"""People who may be there twice: the page that lists them, looking again, and saying that a pair is two people."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import doubles as actions
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import doubles as queries
from mentorhub.workspace.views.blueprint import blueprint


@blueprint.get("/people/doubles")
@with_notebook
def list_doubles() -> Any:
    """Pairs that may be one person, pairs that are two, and merges that can be undone."""
    page = queries.doubles(
        viewer=viewer(),
        page=request.args.get("page", 1, type=int),
        dismissed_page=request.args.get("dismissed", 1, type=int),
    )
    return render_template("workspace/list_doubles.html", page=page)


@blueprint.post("/people/doubles")
@with_notebook
def look_for_doubles() -> Any:
    """Have the notebook looked through once more."""
    actions.look_again(viewer=viewer())
    flash(_("We look through your notebook once more."))
    return _to_list()


@blueprint.post("/people/<public_id>/doubles/<other_id>/dismissal")
@with_notebook
def dismiss_double(public_id: str, other_id: str) -> Any:
    """These are two people."""
    actions.dismiss_pair(public_id, other_id, viewer=viewer())
    flash_with_undo(
        _("Two people, then. We do not ask about them again."),
        url_for("workspace.return_double", public_id=public_id, other_id=other_id),
    )
    return _to_list()


@blueprint.post("/people/<public_id>/doubles/<other_id>/return")
@with_notebook
def return_double(public_id: str, other_id: str) -> Any:
    """They may be one after all."""
    actions.take_back_dismissal(public_id, other_id, viewer=viewer())
    flash(_("Undone."))
    return _to_list()


def _to_list() -> Response:
    return redirect(url_for("workspace.list_doubles"), 303)
