"""The package's blueprint."""

from flask import Blueprint

blueprint = Blueprint("payments", __name__)
