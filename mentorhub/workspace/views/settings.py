"""The notebook's settings: the country of phone numbers; and the ways to what else can be chosen."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.workspace.actions.settings import set_phone_region
from mentorhub.workspace.forms.settings import RegionForm
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.settings import settings
from mentorhub.workspace.views.blueprint import blueprint, guessed_region


@blueprint.get("/notebook")
@with_notebook
def show_settings() -> Any:
    """What can be chosen for the whole notebook."""
    return _page()


@blueprint.post("/notebook")
@with_notebook
def update_settings() -> Any:
    """Choose the country of phone numbers without a country code."""
    form = RegionForm().offer()
    if not form.validate():
        return _page(form), 422
    set_phone_region(form.region.data, viewer=viewer())
    flash(_("Saved."))
    return redirect(url_for("workspace.show_settings"), 303)


def _page(form: RegionForm | None = None) -> str:
    page = settings(viewer=viewer(), now=clock.now())
    chosen = page.phone_region or guessed_region()
    return render_template(
        "workspace/show_settings.html",
        page=page,
        form=form or RegionForm(formdata=None, region=chosen).offer(),
        is_guessed=not page.phone_region,
    )
