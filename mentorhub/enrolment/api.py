"""JSON of enrolment."""

from flask import Blueprint

blueprint = Blueprint("enrolment_api", __name__)
