"""An applicant's standing as JSON: their page polls it and reloads itself when something has changed."""

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from mentorhub.enrolment import guards
from mentorhub.enrolment.queries import applicants
from mentorhub.foundation.database.viewers import APPLICANT

blueprint = Blueprint("enrolment_api", __name__)


@blueprint.get("/enrolments/<token>.json")
@guards.by_link
def standing(enrolment_id: int, *, token: str) -> Response:  # noqa: ARG001 - the guard has opened it
    """State, place, how many are ahead, seat, deadline (ISO 8601, UTC), and the price in minor units."""
    found = applicants.standing(enrolment_id, viewer=APPLICANT(enrolment_id))
    enrolment = found.enrolment
    response = jsonify(
        state=found.state,
        place=enrolment.place,
        ahead=found.ahead,
        seat=enrolment.seat_number,
        deadline=enrolment.held_until.isoformat() if enrolment.held_until else None,
        amount_minor=enrolment.amount_minor,
        currency=enrolment.currency,
    )
    response.headers["Cache-Control"] = "private, no-cache"  # kept, but asked about each time
    response.add_etag()
    return response.make_conditional(request)
