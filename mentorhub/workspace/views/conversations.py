"""Logging a conversation and moving the stage, from the person's page."""

from typing import Any

from flask import flash
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.versions import FormUsed
from mentorhub.workspace.actions.history import Favour, log_interaction, move_to_stage
from mentorhub.workspace.forms.conversations import InteractionForm, StageForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind
from mentorhub.workspace.views.blueprint import (
    back_to,
    blueprint,
    person_page,
    stage_name,
    today,
)


@blueprint.post("/people/<public_id>/interactions")
@with_notebook
def create_interaction(public_id: str) -> Any:
    """Add a conversation to a person's history."""
    form = InteractionForm(today=today(), on_date=today())
    if not form.validate():
        return person_page(public_id, status=422, log_form=form)
    favour = None
    if form.favour.data:
        favour = Favour(Direction(form.favour.data), form.what.data or "", int(form.effort.data))
    try:
        log_interaction(
            public_id,
            viewer=viewer(),
            kind=Kind(form.kind.data),
            on_date=form.on_date.data,
            note=form.note.data or "",
            is_two_way=form.is_two_way.data == "yes",
            began=Began(form.began.data),
            favour=favour,
            form_key=form.key.data or None,
        )
    except FormUsed:
        form.begin_anew()
        return person_page(public_id, status=422, log_form=form)
    flash(_("Saved."))
    return back_to(public_id)


@blueprint.post("/people/<public_id>/stage-changes")
@with_notebook
def create_stage_change(public_id: str) -> Any:
    """Move a person to the stage their owner confirms; the same stage again changes nothing."""
    page = person(public_id, viewer=viewer(), now=clock.now())
    form = StageForm()
    if form.stage.data != page.person.stage:
        if not form.offer(page.person.stage).validate():
            return person_page(public_id, status=422, stage_form=form)
        stage = Stage(form.stage.data)
        move_to_stage(public_id, stage, viewer=viewer(), reason=form.reason.data or "")
        flash(_("The stage is now “%(stage)s”.", stage=stage_name(stage)))
    return back_to(public_id)
