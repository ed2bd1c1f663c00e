"""Two questions machines ask: is the process alive, and is the install ready (database, migrations, periodic tasks)?"""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from mentorhub.foundation import clock
from mentorhub.foundation.database.outages import Outage, is_short_of_room
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.foundation.findings import CLOCKS_DIFFER, open_details
from mentorhub.foundation.jobs import late_tasks
from mentorhub.foundation.revisions import current_revision, newest_revision
from mentorhub.web import outages

blueprint = Blueprint("health", __name__, url_prefix="/health")


def init_app(app: Flask) -> None:
    """Both are public and say nothing secret."""
    app.register_blueprint(blueprint)


@blueprint.get("/live")
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
def ready() -> tuple[Response, int]:
    """200 when the database answers, is migrated and has room, and no task is late; else 503 and why: names only.

    `warnings` says what does not stand in the way yet: a clock that differs from Stripe's.
    """
    try:
        revision = current_revision()
        if revision != newest_revision():
            return jsonify(status="unavailable", reason="run: mentorhub upgrade"), 503
        late = late_tasks(now=clock.now())
        with reading(viewer=SYSTEM) as session:
            warnings = open_details(session, CLOCKS_DIFFER)
    except SQLAlchemyError:
        return jsonify(status="unavailable", reason=str(Outage.AWAY)), 503
    if outages.cannot_write() or is_short_of_room(db.engine):
        return jsonify(status="unavailable", reason=str(Outage.FULL)), 503
    if late:
        return jsonify(status="degraded", reason=f"late sweeps: {', '.join(late)}"), 503
    said = {"warnings": warnings} if warnings else {}
    return jsonify(status="ok", revision=revision, **said), 200
