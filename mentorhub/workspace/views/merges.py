"""Two people become one: choosing who it is, comparing the two, merging them, and two again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import merges as actions
from mentorhub.workspace.forms.merges import (
    LISTS,
    SIDES,
    MergeForm,
    items_of,
    merge_form,
    why_too_many,
)
from mentorhub.workspace.forms.words import VISIBILITIES
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.merges import Comparison, comparison
from mentorhub.workspace.queries.similar import people_like
from mentorhub.workspace.rules.bin import RestoreFirst
from mentorhub.workspace.rules.doubles import (
    Chosen,
    MergedAgain,
    NothingToUndo,
    TooManyOfOne,
    more_careful,
)
from mentorhub.workspace.views.blueprint import blueprint


@blueprint.get("/people/<public_id>/merge")
@with_notebook
def choose_double(public_id: str) -> Any:
    """Who is the same person as this one: people with a similar name, or with the name that was typed."""
    asked = request.args.get("q", "").strip()[:200]
    person, _found = people_like(public_id, "", viewer=viewer())
    person, found = people_like(public_id, asked or person.name, viewer=viewer())
    return render_template("workspace/choose_double.html", person=person, found=found, search=asked)


@blueprint.get("/people/<public_id>/merge/<other_id>")
@with_notebook
def compare_people(public_id: str, other_id: str) -> Any:
    """The two side by side, field by field."""
    found = comparison(public_id, other_id, viewer=viewer())
    return _compare(found, merge_form(found))


@blueprint.post("/people/<public_id>/merge/<other_id>")
@with_notebook
def merge_people(public_id: str, other_id: str) -> Any:
    """Make the two one; sent twice, they are one all the same."""
    try:
        found = comparison(public_id, other_id, viewer=viewer())
    except NotFound:  # merged by the same button a moment ago, or nobody's
        actions.merge_people(public_id, other_id, Chosen({}), viewer=viewer(), seen="")
        return _merged(public_id, other_id)
    form = merge_form(found)
    if not form.validate():
        return _compare(found, form), 422
    seen = form.version.data or ""
    try:
        actions.merge_people(public_id, other_id, form.chosen, viewer=viewer(), seen=seen)
    except TooManyOfOne as refusal:
        form.stays.errors = [why_too_many(refusal)]
        return _compare(comparison(public_id, other_id, viewer=viewer()), form), 422
    except ChangedElsewhere:
        found = comparison(public_id, other_id, viewer=viewer())
        form = merge_form(found, typed=request.form)
        form.form_errors.append(
            _(
                "Something about one of them was changed meanwhile, so nothing is merged yet. Please look once more."
            )
        )
        return _compare(found, form), 422
    return _merged(public_id, other_id)


@blueprint.post("/people/<public_id>/merges/<other_id>/undo")
@with_notebook
def undo_merge(public_id: str, other_id: str) -> Any:
    """Make them two again."""
    try:
        actions.undo_merge(public_id, other_id, viewer=viewer())
    except NothingToUndo:
        flash(_("They are two people already."))
    except RestoreFirst as refusal:
        flash(_("%(name)s is in the bin. Restore them first.", name=refusal.name))
        return redirect(url_for("workspace.list_bin"), 303)
    except MergedAgain as refusal:
        flash(
            _(
                "%(name)s was merged with them later. Please undo that first.",
                name=refusal.name,
            )
        )
        return redirect(url_for("workspace.list_doubles", _anchor="merged"), 303)
    else:
        flash(_("They are two people again. What you wrote since then is with the first."))
    return _to_person(public_id)


def _compare(found: Comparison, form: MergeForm) -> str:
    return render_template(
        "workspace/compare_people.html",
        found=found,
        form=form,
        sides=[form[side] for name in SIDES if (side := f"side_{name}") in form],
        lists=[
            (kind, words, items)
            for kind, words in LISTS.items()
            if (items := items_of(kind, found))
        ],
        visibility=VISIBILITIES[more_careful(found.kept.visibility, found.other.visibility)],
    )


def _merged(public_id: str, other_id: str) -> Response:
    flash_with_undo(
        _("They are one person now. You can undo this for 30 days."),
        url_for("workspace.undo_merge", public_id=public_id, other_id=other_id),
    )
    return _to_person(public_id)


def _to_person(public_id: str) -> Response:
    return redirect(url_for("workspace.show_person", public_id=public_id), 303)
