"""The package's own fixture: a mentee signed in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support import notebook_browsers


@pytest.fixture
def browser(app: Flask, client: FlaskClient) -> notebook_browsers.NotebookBrowser:
    """Amara, signed in, with Tomáš in her notebook."""
    return notebook_browsers.browser(app, client)
