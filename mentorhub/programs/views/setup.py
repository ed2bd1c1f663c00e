"""The list that leads from a new practice to its first published programme; it can be left and resumed at any time."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from mentorhub.accounts.guards import signed_in, viewer
from mentorhub.foundation import clock
from mentorhub.programs.queries.setup import setup
from mentorhub.programs.views.blueprint import blueprint
from mentorhub.programs.views.steps import TITLES, missing_in, publication, steps, wished_in


@blueprint.get("/practice/setup")
@signed_in
def show_setup() -> ResponseReturnValue:
    """Of the practice that `?practice=` names, else the viewer's oldest. 404 to who is neither owner nor mentor."""
    found = setup(request.args.get("practice", ""), viewer=viewer(), now=clock.now())
    listed = steps(found, viewer=viewer())
    return render_template(
        "programs/show_setup.html",
        found=found,
        steps=[*listed, publication(found, listed)],
        titles=TITLES,
        missing=missing_in(listed),
        wished=wished_in(listed),
    )
