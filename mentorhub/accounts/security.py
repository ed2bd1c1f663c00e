"""Users, hashes and link secrets, without a request; signing in and out happens in views."""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from mentorhub.accounts.models import Role, User, WebAuthn
from mentorhub.foundation.database import db


def init_app(app: Flask) -> None:
    """Fit Flask-Security-Too into the app."""
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"]
    Security(app, SQLAlchemyUserDatastore(db, User, Role, WebAuthn), register_blueprint=False)
