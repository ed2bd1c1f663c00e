"""The only importer of stripe."""

from flask import Flask

from mentorhub.foundation.config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Fit the client into the app."""
