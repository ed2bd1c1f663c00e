"""A request for somebody else's host is refused before any view; links in mails never come from a Host header."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from mentorhub.web.hosts import name_in, names_of
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.account_emails import link_of, mails
from tests.support.forms import submit, token_on

FOREIGN = ["evil.example", "localhost.evil.example", "evil.example:80", "localhost,evil.example"]
FOREIGN += [
    "",
    "user@localhost",
    "localhost:80@evil.example",
    "[::1",
    "localhost/",
    "169.254.169.254",
]


def reach(app: Flask, **told: str) -> None:
    """Every request arrives with these in its environ, whatever the test's browser thinks where it is."""
    answer = app.wsgi_app

    def reached(environ: dict[str, Any], start_response: Any) -> Any:
        return answer(environ | told, start_response)

    app.wsgi_app = reached  # type: ignore[method-assign]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/css/app.css", "/no/such/page"])
def test_a_foreign_host_is_refused_with_a_plain_page(
    client: FlaskClient, host: str, path: str
) -> None:
    refused = client.get(path, headers={"Host": host})
    assert (refused.status_code, refused.mimetype) == (421, "text/plain")
    assert refused.text.endswith("http://localhost is.\n")
    assert "evil" not in refused.text + str(refused.headers)
    assert "Set-Cookie" not in refused.headers
    assert "frame-ancestors 'none'" in refused.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:9", "[::1]:8000"])
def test_an_install_on_a_loopback_answers_to_all_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_slash_too_many_is_no_way_to_another_host(client: FlaskClient) -> None:
    slashes = {"PATH_INFO": "//health//live"}
    refused = client.get("/", headers={"Host": "evil.example"}, environ_overrides=slashes)
    assert refused.status_code == 421 and not refused.location
    led = client.get("/", environ_overrides=slashes)
    assert (led.status_code, led.location) == (308, "http://localhost/health/live")


def test_a_forged_host_mails_nothing_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    form = {"email": "amara@example.org", "csrf_token": token_on(client, "/password-resets")}
    for headers in (
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://localhost"},
    ):
        assert client.post("/password-resets", data=form, headers=headers).status_code == 421
        assert client.post("/sign-in/links", data=form, headers=headers).status_code == 421
    assert mails(app, "password_reset") == mails(app, "sign_in_link") == []


def test_a_mailed_link_is_the_base_addresss_whatever_the_host_said(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    reach(app, HTTP_HOST="127.0.0.1:8000", HTTP_X_FORWARDED_HOST="evil.example")
    page = "/password-resets"
    assert submit(client, page, page=page, email="amara@example.org").status_code == 200
    (mail,) = mails(app, "password_reset")
    told = mail.text_body + mail.html_body
    assert "http://localhost" + link_of(app, "password_reset") in told
    assert "evil" not in told and "127.0.0.1" not in told


def test_a_public_install_answers_to_its_own_name_only(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, base_url="https://Mentors.example.org:8443"))
    client = app.test_client()
    hosts = ("mentors.example.org", "mentors.example.org:8000", "localhost", "127.0.0.1")
    codes = [client.get("/sign-in", headers={"Host": host}).status_code for host in hosts]
    assert codes == [200, 200, 421, 421]
    machines = [client.get("/health/live", headers={"Host": host}) for host in ("10.0.0.7", "x")]
    assert [answer.status_code for answer in machines] == [200, 200]
    dispose(app)


def test_a_name_beyond_ascii_is_known_by_its_wire_form() -> None:
    settings = settings_for("sqlite://")
    assert names_of(dataclasses.replace(settings, base_url="https://müller.example")) == {
        "xn--mller-kva.example"
    }
    assert names_of(dataclasses.replace(settings, base_url="https://straße.example")) == {
        "xn--strae-oqa.example"  # what browsers send; IDNA 2003 had it answer to strasse.example
    }
    odd = dataclasses.replace(settings, base_url=f"https://{'x' * 70}.example")
    assert names_of(odd) == {f"{'x' * 70}.example"}
    assert (name_in("A.example:1"), name_in("[::1]:80"), name_in("[")) == ("a.example", "::1", "")


def test_a_form_still_works_on_each_of_the_demos_names(app: Flask, client: FlaskClient) -> None:
    reach(app, HTTP_HOST="127.0.0.1:8000")
    assert submit(client, "/sign-in", page="/sign-in", email="x@example.org").status_code == 422
