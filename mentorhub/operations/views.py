"""Pages of operations: the overview, and closing a finding from it."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.accounts.guards import viewer
from mentorhub.operations import actions
from mentorhub.operations.guards import of_the_house
from mentorhub.operations.queries import overview

blueprint = Blueprint("operations", __name__)


@blueprint.get("/operations")
@of_the_house
def show_overview() -> Response:
    """What needs a hand, how the sweeps run, what waits in the outbox."""
    found = overview(viewer=viewer())
    return make_response(render_template("operations/show_overview.html", overview=found))


@blueprint.post("/operations/findings/<finding_id>/closure")
@of_the_house
def close_finding(finding_id: str) -> BaseResponse:
    """Somebody has looked at it."""
    actions.close_finding(finding_id, viewer=viewer())
    flash(_("Closed."))
    return redirect(url_for("operations.show_overview"), 303)
