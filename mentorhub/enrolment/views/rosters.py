"""A line as every member of its practice may see it, an assistant too: seats, places and payments, no addresses."""

from flask import Response, request

from mentorhub.accounts.guards import viewer
from mentorhub.enrolment import guards
from mentorhub.enrolment.queries.rosters import roster
from mentorhub.enrolment.rules.states import EnrolmentState
from mentorhub.enrolment.views.blueprint import blueprint, practice_page
from mentorhub.foundation import clock


@blueprint.get("/practice/cohorts/<public_id>/roster")
@guards.by_roster
def show_roster(cohort_id: int) -> Response:
    """Who has which place and what was paid, by place, with `state` only those in it."""
    asked = request.args.get("state", "")
    found = roster(
        cohort_id,
        viewer=viewer(),
        now=clock.now(),
        shown=EnrolmentState(asked) if asked in set(EnrolmentState) else None,
        page=request.args.get("page", 1, type=int),
    )
    return practice_page("enrolment/show_roster.html", roster=found, states=list(EnrolmentState))
