"""The package's blueprint."""

from flask import Blueprint

from mentorhub.foundation import links

blueprint = Blueprint("programs", __name__)
blueprint.add_app_template_global(links.absolute, "absolute")
