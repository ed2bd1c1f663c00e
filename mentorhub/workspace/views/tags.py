"""The mentee's tags: on one person or all of a list; each with how many have it; one to rename or delete."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions import tags as tags_actions
from mentorhub.workspace.forms.filters import asked_for, asked_of
from mentorhub.workspace.forms.rhythm import TagRhythmForm
from mentorhub.workspace.forms.tags import ManyTagsForm, TagForm, TagsForm, why_not
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.queries.tags import TagCount
from mentorhub.workspace.rules import tags
from mentorhub.workspace.views.blueprint import back_to, blueprint, person_page
from mentorhub.workspace.views.lists import people_page


@blueprint.post("/people/<public_id>/tags")
@with_notebook
def tag_person(public_id: str) -> Any:
    """Put one or several tags on a person; those that are new are made."""
    form = TagsForm()
    if not form.validate():
        return person_page(public_id, status=422, tags_form=form)
    try:
        put = tags_actions.tag_person(public_id, tags.tags_in(form.tags.data), viewer=viewer())
    except (tags.TooManyTags, tags.NotebookFull) as refusal:
        form.tags.errors = [why_not(refusal)]
        return person_page(public_id, status=422, tags_form=form)
    if put:
        _say_tagged(public_id, put)
    else:
        flash(_("These tags were there already."))
    return back_to(public_id, anchor="tags")


@blueprint.post("/people/<public_id>/tags/<tag_id>/removal")
@with_notebook
def untag_person(public_id: str, tag_id: str) -> Any:
    """Take a tag off a person; the tag stays for others."""
    name = tags_actions.untag_person(public_id, tag_id, viewer=viewer())
    flash_with_undo(
        _("“%(name)s” is removed.", name=name),
        url_for("workspace.tag_person", public_id=public_id),
        tags=name,
    )
    return back_to(public_id, anchor="tags")


@blueprint.post("/people/tags")
@with_notebook
def tag_people() -> Any:
    """Put tags on everybody in the list, on its other pages too."""
    return _of_many(
        tags_actions.tag_people,
        lambda count: ngettext(
            "Tagged: %(num)s person. People who had these tags already are not counted.",
            "Tagged: %(num)s people. People who had these tags already are not counted.",
            count,
        ),
    )


@blueprint.post("/people/tags/removal")
@with_notebook
def untag_people() -> Any:
    """Take tags off everybody in the list, on its other pages too; the tags stay."""
    return _of_many(
        tags_actions.untag_people,
        lambda count: ngettext(
            "Removed from %(num)s person.", "Removed from %(num)s people.", count
        ),
    )


@blueprint.post("/people/tags/undo")
@with_notebook
def undo_tags() -> Any:
    """Put back what was before tags were put on, or taken off, several people at once."""
    try:
        at = dt.datetime.fromisoformat(request.form.get("moment", ""))
    except ValueError:
        raise NotFound from None
    if at.tzinfo is None:
        raise NotFound
    undone = tags_actions.undo_of_many(at, viewer=viewer())
    flash(_("Undone.") if undone else _("This cannot be undone any more."))
    if request.form.get("back"):
        return back_to(request.form["back"], anchor="tags")
    which = asked_for(request.form.get("which", ""))
    return redirect(url_for("workspace.list_people", **asked_of(which)), 303)


@blueprint.get("/tags")
@with_notebook
def list_tags() -> Any:
    """Every tag, with how many people have it."""
    return render_template("workspace/list_tags.html", tags=tags_queries.tags(viewer=viewer()))


@blueprint.get("/tags/<public_id>")
@with_notebook
def show_tag(public_id: str) -> Any:
    """One tag, to be renamed or deleted."""
    return tag_page(tags_queries.tag(public_id, viewer=viewer()))


@blueprint.post("/tags/<public_id>/name")
@with_notebook
def rename_tag(public_id: str) -> Any:
    """Rename it; where another has that name, say what would happen and ask first."""
    tag = tags_queries.tag(public_id, viewer=viewer())
    form = TagForm()
    if not form.validate():
        return tag_page(tag, form=form), 422
    name, joins = form.name.data, form.joins.data
    try:
        seen = form.version.data or ""
        is_joined = tags_actions.rename_tag(
            public_id, name, viewer=viewer(), seen=seen, joins=joins
        )
    except ChangedElsewhere:
        tag = tags_queries.tag(public_id, viewer=viewer())
        form.compare(tag.name, {"name": tag.name})
        return tag_page(tag, form=form), 422
    except tags.TagExists as refusal:
        return tag_page(tag, form=form, other=refusal.name), 422
    flash(_("The two tags are merged.") if is_joined else _("Saved."))
    return _to_tags()


@blueprint.post("/tags/<public_id>/removal")
@with_notebook
def delete_tag(public_id: str) -> Any:
    """Delete it; the people stay."""
    count = tags_actions.delete_tag(public_id, viewer=viewer())
    flash(
        ngettext(
            "Deleted. The one person who had it is still in your notebook.",
            "Deleted. The %(num)s people who had it are still in your notebook.",
            count,
        )
        if count
        else _("Deleted. Nobody had it.")
    )
    return _to_tags()


def _say_tagged(public_id: str, put: Sequence[str]) -> None:
    """With the way back, for one tag or for all of them."""
    said = _("Tagged: %(tags)s.", tags=", ".join(put))
    if len(put) > 1:
        at = tags_queries.tagged_at(public_id, put[0], viewer=viewer())
        url = url_for("workspace.undo_tags")
        flash_with_undo(said, url, moment=at.isoformat(), back=public_id)
        return
    tag_id = tags_queries.tag_named(put[0], viewer=viewer())
    url = url_for("workspace.untag_person", public_id=public_id, tag_id=tag_id)
    flash_with_undo(said, url)


def tag_page(
    tag: TagCount,
    *,
    form: TagForm | None = None,
    rhythm_form: TagRhythmForm | None = None,
    other: str = "",
) -> str:
    """A tag's page, with fresh forms but for one that was refused; `other` has the name it was to get."""
    if form is None:
        form = TagForm(formdata=None, name=tag.name)
        form.read(tag.name)
    return render_template(
        "workspace/show_tag.html",
        tag=tag,
        form=form,
        rhythm_form=rhythm_form or TagRhythmForm(formdata=None, days=tag.cadence_days),
        other=other,
    )


def _of_many(action: Callable[..., tags.OfMany], said: Callable[[int], str]) -> Any:
    """Do it for everybody in the list, and show that list again."""
    form = ManyTagsForm()
    which = asked_for(form.which.data or "")
    if not form.validate():
        return people_page(which, form=form)
    try:
        done = action(tags.tags_in(form.tags.data), which, viewer=viewer())
    except (tags.TooManyTags, tags.NotebookFull, tags.TagUnknown) as refusal:
        form.tags.errors = [why_not(refusal)]
        return people_page(which, form=form)
    if done.people:
        fields = {"moment": done.at.isoformat(), "which": form.which.data or ""}
        flash_with_undo(said(done.people), url_for("workspace.undo_tags"), **fields)
    else:
        flash(said(0))
    return redirect(url_for("workspace.list_people", **asked_of(which)), 303)


def _to_tags() -> Response:
    return redirect(url_for("workspace.list_tags"), 303)
