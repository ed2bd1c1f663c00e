"""The package's own fixture: a mentee signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.workspace import browsers


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> browsers.NotebookBrowser:
    """Amara, signed in, with Tomáš in her notebook."""
    return browsers.browser(app, client)
