"""One person on paper: the facts, what is next, the last conversations."""

from typing import Any

from flask import render_template

from mentorhub.accounts.guards import viewer
from mentorhub.foundation import clock
from mentorhub.workspace.forms.words import KINDS
from mentorhub.workspace.guards import with_notebook
from mentorhub.workspace.queries.persons import person
from mentorhub.workspace.views.blueprint import blueprint

CONVERSATIONS = 10


@blueprint.get("/people/<public_id>/sheet")
@with_notebook
def show_sheet(public_id: str) -> Any:
    """A page to print before one meets somebody. Raises `NotFound` for anybody else's."""
    page = person(public_id, viewer=viewer(), now=clock.now())
    talked = [entry for entry in page.timeline if entry.interaction]
    return render_template(
        "workspace/show_sheet.html",
        page=page,
        person=page.person,
        talked=talked[:CONVERSATIONS],
        kind_names=KINDS,
    )
