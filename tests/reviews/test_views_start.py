"""The first page of who has neither a practice nor a place: both ways in."""

from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories


def test_start_shows_both_ways_in_to_who_has_neither(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("new@example.org", "New Here")
    factories.sign_in(client, "new@example.org")
    answer = client.get("/start")
    assert answer.status_code == 200
    assert 'href="/#programs"' in answer.text and 'href="/practices/new"' in answer.text
    assert app.test_client().get("/start").location.startswith("/sign-in")
