"""Where password managers look for the page that changes a password."""

from flask import Flask
from flask.testing import FlaskClient

from tests.support import factories


def test_it_leads_to_the_page_and_through_sign_in_who_is_signed_out(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.user("amara@example.org")
    for _ in range(2):
        led = client.get("/.well-known/change-password")
        assert (led.status_code, led.location) == (302, "/account/password")
        answer = client.get(led.location)
        assert answer.status_code in {200, 303}
        if answer.status_code == 303:
            assert answer.location.startswith("/sign-in")
            factories.sign_in(client, "amara@example.org")
    assert answer.status_code == 200
    assert client.get("/.well-known/no-such-resource").status_code == 404
