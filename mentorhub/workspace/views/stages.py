"""Moving a person to another stage, from the person's page."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.web.undo import flash_with_undo
from mentorhub.workspace.actions.history import move_to_stage, take_back_stage
from mentorhub.workspace.forms.conversations import StageForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.rules.stages import Stage, StageIsHistory
from mentorhub.workspace.views.blueprint import back_to, blueprint, person_page, stage_name


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
        flash_with_undo(
            _("The stage is now “%(stage)s”.", stage=stage_name(stage)),
            url_for("workspace.undo_stage_change", public_id=public_id),
            stage=stage.value,
        )
    return back_to(public_id)


@blueprint.post("/people/<public_id>/stage-changes/undo")
@with_notebook
def undo_stage_change(public_id: str) -> Any:
    """Take back the move that was made last, with the follow-ups that it dropped."""
    asked = request.form.get("stage", "")
    stage = Stage(asked) if asked in set(Stage) else Stage.MET  # to which nobody moves
    try:
        take_back_stage(public_id, stage, viewer=viewer())
        flash(_("Undone."))
    except StageIsHistory:
        flash(_("This cannot be undone any more, since something newer was saved."))
    return back_to(public_id)
