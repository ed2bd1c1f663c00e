"""Pages of workspace."""

from flask import Blueprint

blueprint = Blueprint("workspace", __name__)
