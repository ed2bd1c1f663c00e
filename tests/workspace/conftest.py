"""The room's own fixture: a mentee signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.workspace import rooms


@pytest.fixture
def room(app: Flask, client: FlaskClient) -> rooms.Room:
    """Amara, signed in, with Tomáš in her notebook."""
    return rooms.room(app, client)
