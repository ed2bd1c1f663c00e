"""The page System status, and its actions: closing a finding, sending an email again."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from mentorhub.accounts.guards import viewer
from mentorhub.foundation.jobs import wake
from mentorhub.operations import actions
from mentorhub.operations.guards import of_the_operator
from mentorhub.operations.queries import overview
from mentorhub.operations.views.blueprint import blueprint
from mentorhub.operations.views.findings import FINDINGS, TASKS


@blueprint.get("/operations")
@of_the_operator
def show_overview() -> Response:
    """Open findings, the emails that wait, and how the periodic tasks run."""
    found = overview(viewer=viewer())
    return make_response(
        render_template(
            "operations/show_overview.html", overview=found, explanations=FINDINGS, tasks=TASKS
        )
    )


@blueprint.post("/operations/findings/<finding_id>/closure")
@of_the_operator
def close_finding(finding_id: str) -> BaseResponse:
    """Mark a finding as done."""
    actions.close_finding(finding_id, viewer=viewer())
    flash(_("Marked as done."))
    return redirect(url_for("operations.show_overview"), 303)


@blueprint.post("/operations/mails/<mail_id>/attempts")
@of_the_operator
def try_mail_again(mail_id: str) -> BaseResponse:
    """Send an email again whose tries had all failed."""
    actions.try_mail_again(mail_id, viewer=viewer())
    wake("mail")
    flash(_("The email is being sent again. If it fails again, it is listed here."))
    return redirect(url_for("operations.show_overview"), 303)
