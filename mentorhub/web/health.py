"""Two questions machines ask: is the process alive, and is it ready (database reached, migrations applied)?"""

from flask import Blueprint, Flask, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from mentorhub.foundation.schema import current_revision, newest_revision

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
    """200 when the database answers and is migrated; 503 with the reason otherwise."""
    try:
        revision = current_revision()
    except SQLAlchemyError:
        return jsonify(status="unavailable", reason="the database does not answer"), 503
    if revision != newest_revision():
        return jsonify(status="unavailable", reason="run: mentorhub upgrade"), 503
    return jsonify(status="ok", revision=revision), 200
