"""create_sandbox(): the Flask app around a sandbox. Serving it is in `serve.py`."""

from pathlib import Path

from flask import Flask
from flask.typing import ResponseReturnValue

from mentorhub.folders import folder
from mentorhub.stripe_sandbox import (
    account_control,
    api,
    control,
    fault_routes,
    onboarding_page,
    panel,
    panel_accounts,
    panel_forms,
    pay_page,
)
from mentorhub.stripe_sandbox.sandbox import Sandbox
from mentorhub.stripe_sandbox.settings import Settings
from mentorhub.stripe_sandbox.store import Store

TEMPLATES = folder("templates")


def create_sandbox(
    *, store: Store, settings: Settings | None = None, templates: Path = TEMPLATES
) -> Flask:
    """Return the app; its `extensions["stripe_sandbox"]` is the `Sandbox`. It starts no thread."""
    app = Flask(__name__, template_folder=str(templates), static_folder="static")
    sandbox = Sandbox(store, settings=settings or Settings())
    app.extensions["stripe_sandbox"] = sandbox
    api.register(app, sandbox)
    app.register_blueprint(pay_page.blueprint)
    app.register_blueprint(onboarding_page.blueprint)
    app.register_blueprint(control.blueprint)
    app.register_blueprint(account_control.blueprint)
    app.register_blueprint(fault_routes.blueprint)
    app.register_blueprint(panel.blueprint)
    app.register_blueprint(panel_forms.blueprint)
    app.register_blueprint(panel_accounts.blueprint)
    app.add_url_rule("/favicon.ico", "favicon", _favicon)
    return app


def _favicon() -> ResponseReturnValue:
    return "", 204
