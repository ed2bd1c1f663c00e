"""What each mentor sees, and the access log: the mentee's own pages."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.workspace.actions import sharing
from mentorhub.workspace.actions.sharing import share_people
from mentorhub.workspace.forms.people import GroupForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import consent, tags
from mentorhub.workspace.queries.consent import what_is_shared
from mentorhub.workspace.queries.tags import Group
from mentorhub.workspace.rules.sharing import GroupKind, Visibility
from mentorhub.workspace.views.blueprint import back_to, blueprint


@blueprint.get("/sharing")
@with_notebook
def show_sharing() -> Any:
    """In plain words: what is a condition, what is the mentee's choice, what nobody ever sees."""
    return _page(_form(formdata=None, whom=request.args.get("whom", "")))


@blueprint.post("/sharing/mentorships/<mentorship_id>")
@with_notebook
def change_sharing(mentorship_id: str) -> Any:
    """Open or close the people of the notebook to one mentor."""
    is_shared = bool(request.form.get("shares_people"))
    share_people(mentorship_id, is_shared=is_shared, viewer=viewer())
    flash(
        _("Saved. Your mentor sees your people as you chose for each.")
        if is_shared
        else _("Saved. From now on your mentor sees only the numbers.")
    )
    return redirect(url_for("workspace.show_sharing"), 303)


@blueprint.post("/sharing/people")
@with_notebook
def set_visibilities() -> Any:
    """Choose for everybody at once, or for all who have one tag or were met at one occasion."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    kind, _colon, key = form.whom.data.partition(":")
    count = sharing.set_visibilities(
        Visibility(form.visibility.data),
        occasion=key if kind == GroupKind.OCCASION else "",
        tag=key if kind == GroupKind.TAG else "",
        viewer=viewer(),
    )
    flash(ngettext("Saved, for %(num)s person.", "Saved, for %(num)s people.", count))
    return redirect(url_for("workspace.show_sharing"), 303)


@blueprint.post("/notes/<public_id>/sharing")
@with_notebook
def share_note(public_id: str) -> Any:
    """Send the note of one conversation to the mentor, or take it back."""
    is_shown = bool(request.form.get("is_shown"))
    person_id = sharing.share_note(public_id, is_shown=is_shown, viewer=viewer())
    flash(
        _("Your mentor can read this note now.")
        if is_shown
        else _("Your mentor no longer sees this note.")
    )
    return back_to(person_id)


@blueprint.get("/sharing/log")
@with_notebook
def show_access_log() -> Any:
    """Every access by a mentor, the latest first."""
    access_log = consent.access_log(viewer=viewer(), page=request.args.get("page", 1, type=int))
    return render_template("workspace/show_access_log.html", access_log=access_log)


def _form(**given: Any) -> GroupForm:
    form = GroupForm(**given)
    form.visibility.label.text = _("How they appear")
    groups = tags.groups(viewer=viewer())
    return form.offer([("", _("Everybody in the notebook")), *map(_choice, groups)])


def _choice(group: Group) -> tuple[str, str]:
    """A group as the form sends it, and as it is called: by tag or occasion, with how many people there are."""
    words = {
        GroupKind.TAG: ngettext(
            "Tagged “%(name)s” (%(num)s person)",
            "Tagged “%(name)s” (%(num)s people)",
            group.people,
            name=group.name,
        ),
        GroupKind.OCCASION: ngettext(
            "Met at %(name)s (%(num)s person)",
            "Met at %(name)s (%(num)s people)",
            group.people,
            name=group.name,
        ),
    }
    return f"{group.kind}:{group.key}", words[group.kind]


def _page(form: GroupForm) -> str:
    return render_template(
        "workspace/show_sharing.html",
        page=what_is_shared(viewer=viewer(), now=clock.now()),
        form=form,
    )
