"""How often: with one person, with all of a tag; and waiting with a person until a later day."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.web import filters
from mentorhub.workspace.actions import rhythm as actions
from mentorhub.workspace.forms.rhythm import RhythmForm, SnoozeForm, TagRhythmForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import tags as tags_queries
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.views.blueprint import back_to, blueprint, person_page, today
from mentorhub.workspace.views.tags import tag_page


@blueprint.post("/people/<public_id>/rhythm")
@with_notebook
def set_rhythm(public_id: str) -> Any:
    """Choose how often to be in touch with a person, and whether Today says so."""
    form = RhythmForm()
    if not form.validate():
        return person_page(public_id, status=422, rhythm_form=form)
    actions.set_rhythm(
        public_id,
        viewer=viewer(),
        tier=Tier(form.tier.data),
        cadence_days=form.days.data,
        is_muted=form.is_muted.data,
    )
    flash(_("Saved."))
    return back_to(public_id, anchor="rhythm")


@blueprint.post("/people/<public_id>/snooze")
@with_notebook
def snooze_person(public_id: str) -> Any:
    """Wait with a person until the day that was chosen; a day that has passed is asked for again on their page."""
    form = SnoozeForm(today=today())
    if not form.validate():
        return person_page(public_id, status=422, snooze_form=form)
    actions.snooze_person(public_id, viewer=viewer(), until=form.until.data)
    flash(_("Until %(day)s, nothing asks you to write.", day=filters.day(form.until.data)))
    return back_to(public_id, anchor="rhythm")


@blueprint.post("/people/<public_id>/snooze/removal")
@with_notebook
def end_snooze(public_id: str) -> Any:
    """Wait no longer."""
    name = actions.end_snooze(public_id, viewer=viewer())
    flash(_("%(name)s is back among the people you think of.", name=name))
    return back_to(public_id, anchor="rhythm")


@blueprint.post("/tags/<public_id>/rhythm")
@with_notebook
def set_tag_rhythm(public_id: str) -> Any:
    """Choose how often to be in touch with everybody who has a tag."""
    form = TagRhythmForm()
    if not form.validate():
        return tag_page(tags_queries.tag(public_id, viewer=viewer()), rhythm_form=form), 422
    actions.set_tag_cadence(public_id, form.days.data, viewer=viewer())
    flash(_("Saved."))
    return redirect(url_for("workspace.show_tag", public_id=public_id), 303)
