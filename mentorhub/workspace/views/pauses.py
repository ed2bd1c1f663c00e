"""Rhythm as a whole: pauses of the notebook, how many people a day holds, what all rhythms mean together."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.foundation.versions import ChangedElsewhere
from mentorhub.workspace.actions import pauses as actions
from mentorhub.workspace.actions.settings import set_daily_max
from mentorhub.workspace.forms.pauses import PauseForm
from mentorhub.workspace.forms.rhythm import DailyForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries import pauses
from mentorhub.workspace.queries.settings import settings
from mentorhub.workspace.rules.pauses import EndsBeforeItBegins, PausesOverlap, TooManyPauses
from mentorhub.workspace.views.blueprint import blueprint, today

REFUSALS = (EndsBeforeItBegins, PausesOverlap, TooManyPauses)


@blueprint.get("/rhythm")
@with_notebook
def show_rhythm() -> Any:
    """Pauses, how many people a day holds, and what all rhythms mean together."""
    return _page()


@blueprint.post("/rhythm")
@with_notebook
def update_rhythm() -> Any:
    """Choose how many people Today names at most."""
    form = DailyForm()
    if not form.validate():
        return _page(daily_form=form), 422
    set_daily_max(form.daily_max.data, viewer=viewer())
    flash(_("Saved."))
    return _to_rhythm()


@blueprint.post("/pauses")
@with_notebook
def create_pause() -> Any:
    """Pause the notebook from a day on, until another or open."""
    form = PauseForm(today=today())
    if not form.validate():
        return _page(pause_form=form), 422
    try:
        actions.add_pause(form.days, viewer=viewer())
    except REFUSALS as refusal:
        form.refuse(refusal)
        return _page(pause_form=form), 422
    flash(_("Saved. Nobody is due on these days, and no warmth fades."))
    return _to_rhythm()


@blueprint.get("/pauses/<public_id>")
@with_notebook
def show_pause(public_id: str) -> Any:
    """One pause, to be corrected or removed."""
    pause = pauses.pause(public_id, viewer=viewer())
    form = PauseForm(today=today(), formdata=None, from_on=pause.from_on, until_on=pause.until_on)
    form.read(pause.days)
    return _pause_page(public_id, form)


@blueprint.post("/pauses/<public_id>")
@with_notebook
def update_pause(public_id: str) -> Any:
    """Correct the days of a pause."""
    pauses.pause(public_id, viewer=viewer())
    form = PauseForm(today=today())
    if not form.validate():
        return _pause_page(public_id, form), 422
    try:
        actions.change_pause(public_id, form.days, viewer=viewer(), seen=form.version.data or "")
    except ChangedElsewhere:
        days = pauses.pause(public_id, viewer=viewer()).days
        form.compare(days, {"from_on": days.from_on, "until_on": days.until_on})
        return _pause_page(public_id, form), 422
    except REFUSALS as refusal:
        form.refuse(refusal)
        return _pause_page(public_id, form), 422
    flash(_("Saved."))
    return _to_rhythm()


@blueprint.post("/pauses/<public_id>/ending")
@with_notebook
def end_pause(public_id: str) -> Any:
    """End a pause now."""
    actions.end_pause(public_id, viewer=viewer())
    flash(_("Welcome back. Everything goes on from where it stood."))
    return redirect(url_for("workspace.today"), 303)


@blueprint.post("/pauses/<public_id>/removal")
@with_notebook
def remove_pause(public_id: str) -> Any:
    """Remove a pause, so that its days count as any others."""
    actions.remove_pause(public_id, viewer=viewer())
    flash(_("Removed. These days count as any others."))
    return _to_rhythm()


def _page(*, pause_form: PauseForm | None = None, daily_form: DailyForm | None = None) -> str:
    page = settings(viewer=viewer(), now=clock.now())
    day = page.calendar.today
    return render_template(
        "workspace/show_rhythm.html",
        page=page,
        pause_form=pause_form or PauseForm(today=day, formdata=None, from_on=day),
        daily_form=daily_form or DailyForm(formdata=None, daily_max=page.daily_max),
    )


def _pause_page(public_id: str, form: PauseForm) -> str:
    return render_template("workspace/show_pause.html", public_id=public_id, form=form)


def _to_rhythm() -> Response:
    return redirect(url_for("workspace.show_rhythm"), 303)
