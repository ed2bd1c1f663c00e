"""A "no" over HTTP: a calm page of the right code, or a small document for a .json address; never a trace."""

from pathlib import Path

import pytest
from flask import Flask, abort, redirect
from flask.testing import FlaskClient
from flask_login import current_user
from werkzeug.wrappers import Response

from mentorhub.app import create_app
from mentorhub.foundation.errors import Busy, NotFound
from mentorhub.web.errors import words
from tests.conftest import dispose, settings_for

CODES = (400, 403, 404, 405, 413, 429, 500, 503)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """An app whose views fail in each way; errors are answered as in production."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/abort/<int:code>", view_func=_abort)
    app.add_url_rule("/raise/<kind>", view_func=_raise)
    app.add_url_rule("/raise/<kind>.json", "raise_json", _raise)
    app.add_url_rule("/elsewhere", view_func=_elsewhere)
    return app.test_client()


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_its_page(client: FlaskClient, code: int) -> None:
    response = client.get(f"/abort/{code}")
    assert response.status_code == code
    assert f"{words(code)[0]}</h1>" in response.text
    assert words(code)[1] in response.text


def test_an_unknown_address_is_404(client: FlaskClient) -> None:
    assert client.get("/no/such/page").status_code == 404


def test_what_is_not_yours_answers_as_what_does_not_exist(client: FlaskClient) -> None:
    refused, absent = client.get("/raise/NotFound"), client.get("/no/such/page")
    assert (refused.status_code, words(404)[0] in refused.text) == (404, True)
    assert absent.status_code == 404


def test_a_busy_database_asks_to_come_back(client: FlaskClient) -> None:
    response = client.get("/raise/Busy")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_an_unforeseen_error_shows_no_trace(client: FlaskClient) -> None:
    response = client.get("/raise/ZeroDivisionError")
    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert "a secret detail" not in response.text


def test_a_database_that_broke_is_not_asked_whose_page_it_is(tmp_path: Path) -> None:
    app = create_app(settings_for(f"postgresql://nobody@/nowhere?host={tmp_path}"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/query", view_func=lambda: str(current_user.is_authenticated))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id="somebody", _fresh=True)
    response = client.get("/query")
    assert response.status_code == 503
    assert "MentorHub is not available just now" in response.text
    dispose(app)


def test_a_json_address_answers_json(client: FlaskClient) -> None:
    response = client.get("/raise/NotFound.json")
    assert response.status_code == 404
    assert response.get_json() == {"error": words(404)[0]}


def test_a_wrong_method_is_405(client: FlaskClient) -> None:
    assert client.delete("/health/live").status_code in {400, 405}
    assert client.get("/abort/405").status_code == 405
    traced = client.open("/health/live", method="TRACE", headers={"X-Secret": "told"})
    assert traced.status_code == 405 and "told" not in traced.text


def test_a_redirect_is_not_an_error(client: FlaskClient) -> None:
    response = client.get("/elsewhere")
    assert (response.status_code, response.headers["Location"]) == (303, "/health/live")


def _abort(code: int) -> str:
    abort(code)


def _raise(kind: str) -> str:
    known = {"NotFound": NotFound, "Busy": Busy, "ZeroDivisionError": ZeroDivisionError}
    raise known[kind]("a secret detail")


def _elsewhere() -> Response:
    abort(redirect("/health/live", 303))
