"""JSON of programs: seats truly left."""

from flask import Blueprint, Response, jsonify

from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import PUBLIC
from mentorhub.programs.queries import programs

blueprint = Blueprint("programs_api", __name__)


@blueprint.get("/programs/<slug>/seats.json")
def seats(slug: str) -> Response:
    """The counters of the current cohort as they stand; never stored on the way."""
    left = programs.seats(slug, viewer=PUBLIC, now=clock.now())
    return jsonify(
        seats=left.seats,
        taken=left.taken,
        free=left.free,
        waiting=left.waiting,
        state=left.state.value,
    )
