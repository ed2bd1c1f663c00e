"""The app of a race: on PostgreSQL whatever the run's kind, at the sandbox where a test asks for `stripe`."""

from collections.abc import Iterator

import pytest
from flask import Flask

from mentorhub.app import create_app
from tests.conftest import dispose, settings_for
from tests.support.stripe_client import StripeClient


@pytest.fixture
def racing(postgres_url: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An app on PostgreSQL; each thread pushes its own context."""
    settings = settings_for(postgres_url)
    if "stripe" in request.fixturenames:
        stripe_client: StripeClient = request.getfixturevalue("stripe")
        settings = settings_for(postgres_url, stripe_api_base=stripe_client.url)
    app = create_app(settings)
    yield app
    dispose(app)
