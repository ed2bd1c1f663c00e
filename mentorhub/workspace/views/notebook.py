"""Opening the notebook, and Today."""

import datetime as dt
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import format_date

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.workspace.actions.notebook import open_workspace
from mentorhub.workspace.forms.people import NamesForm, PersonForm
from mentorhub.workspace.guards import may_open_notebook, with_notebook
from mentorhub.workspace.queries import today as today_queries
from mentorhub.workspace.queries.due import Listed
from mentorhub.workspace.queries.notebook import has_workspace, occasion_names
from mentorhub.workspace.rules import rhythm, stages
from mentorhub.workspace.views.blueprint import (
    WEEK,
    blueprint,
    guessed_region,
    stage_name,
    wait_days,
)


@blueprint.get("/workspace")
@may_open_notebook
def show_workspace() -> Any:
    """Where a notebook is opened; whoever has one is led to Today."""
    if has_workspace(viewer=viewer()):
        return redirect(url_for("workspace.today"), 303)
    return render_template("workspace/show_workspace.html")


@blueprint.post("/workspace")
@may_open_notebook
def create_workspace() -> Any:
    """Open it; submitted again, nothing is doubled."""
    open_workspace(viewer=viewer(), phone_region=guessed_region())
    return redirect(url_for("workspace.today"), 303)


@blueprint.get("/today")
@with_notebook
def today() -> Any:
    """Who to get in touch with today, and why; or one list of it (`list`), a page at a time. An unknown one is none."""
    return today_page(NamesForm(formdata=None))


def today_page(names_form: NamesForm) -> str:
    """Today, with the form of the first names as it is, or as it was refused."""
    asked = request.args
    listed = Listed(asked["list"]) if asked.get("list") in set(Listed) else None
    page = today_queries.today(
        viewer=viewer(), now=clock.now(), listed=listed, page=asked.get("page", 1, type=int)
    )
    return render_template(
        "workspace/today.html",
        page=page,
        capture=PersonForm(today=page.today, formdata=None, met_on=page.today),
        names_form=names_form,
        occasions=occasion_names(viewer=viewer()),
        months={
            week: format_date(day, "LLL") for week, day in rhythm.heat_months(page.today).items()
        },
        stage_rows=[
            (stage_name(stage), people, moved)
            for stage, people, moved in page.stages
            if stage in stages.LADDER
        ],
        tomorrow=page.today + dt.timedelta(days=1),
        next_week=page.today + WEEK,
        wait_days=wait_days(page.today),
    )
