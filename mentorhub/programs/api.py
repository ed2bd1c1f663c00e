"""JSON of programs."""

from flask import Blueprint

blueprint = Blueprint("programs_api", __name__)
