"""Whatever is wrong below /api is answered as a problem: the address, the method, the token, ourselves."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.actions.tokens import end_token
from mentorhub.accounts.models.tokens import ApiToken
from mentorhub.accounts.rules.tokens import Scope
from mentorhub.foundation import clock
from mentorhub.foundation.database.viewers import USER
from mentorhub.foundation.errors import Busy
from tests.support import api, factories, notebooks
from tests.support.api import Program, told


@pytest.fixture
def amara(app: Flask) -> Program:
    """Her program."""
    return api.program(app)


@pytest.mark.parametrize("path", ["/nothing", "/people/", "/", "/people/a/b/c", "/openapi.yaml"])
def test_an_address_that_there_is_not(amara: Program, path: str) -> None:
    told(amara.get(path), 404)


def test_an_unknown_address_needs_no_token(client: FlaskClient) -> None:
    told(client.post("/api/v2/people"), 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_an_address_does_not_take(amara: Program, method: str) -> None:
    answer = amara.send(method, "/people")
    told(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer mhp_x", "Basic YTpi", "mhp_x", "Bearer \xe4"]
)
def test_without_a_token_nothing_opens(amara: Program, header: str) -> None:
    answer = amara.get("/people", headers={"Authorization": header})
    told(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="MentorHub"')


def test_a_cookie_opens_nothing(amara: Program, client: FlaskClient) -> None:
    factories.sign_in(client, notebooks.EMAIL)
    told(client.get("/api/v1/people"), 401)
    told(client.post("/api/v1/people", json={"name": "Aylin"}), 401)


def test_a_token_that_ended_or_expired_opens_nothing(amara: Program) -> None:
    with clock.moved(dt.timedelta(days=91)):
        assert "expired" in told(amara.get("/people"), 401)["detail"]
    assert amara.get("/people").status_code == 200
    with amara.app.app_context():
        (stored,) = notebooks.stored(ApiToken)
        end_token(stored.public_id, viewer=amara.viewer)
    answer = amara.get("/people")
    told(answer, 401)
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_token_does_what_its_scopes_say(amara: Program) -> None:
    with amara.app.app_context():
        reads, writes = (api.token_of(amara.viewer, scope) for scope in Scope)
    reading, writing = (Program(amara.app, amara.viewer, token) for token in (reads, writes))
    assert reading.get("/people").status_code == 200
    answer = reading.post("/people", {"name": "Aylin"})
    assert "people:write" in told(answer, 403)["detail"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert writing.post("/people", {"name": "Aylin"}).status_code == 201
    told(writing.get("/people"), 403)


def test_whoever_has_no_notebook_finds_nothing(app: Flask) -> None:
    with app.app_context():
        viewer = USER(factories.user("bo@example.org"))
        stranger = Program(app, viewer, api.token_of(viewer))
    told(stranger.get("/people"), 404)
    told(stranger.post("/people", {"name": "Aylin"}), 404)


def test_head_is_answered_and_nothing_is_kept(amara: Program) -> None:
    answer = amara.send("HEAD", "/people")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_an_error_nobody_foresaw_says_nothing_of_itself(
    amara: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("a secret")

    amara.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("mentorhub.workspace.api.people.listed_people", fail)
    answer = amara.get("/people")
    told(answer, 500)
    assert "secret" not in answer.text


def test_a_lock_that_was_not_had_may_be_tried_again(
    amara: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr("mentorhub.workspace.api.people.add_person", busy)
    answer = amara.post("/people", {"name": "Aylin"})
    told(answer, 503)
    assert answer.headers["Retry-After"] == "5"


def test_more_than_may_be_sent_names_the_limit(amara: Program) -> None:
    sent = {"name": "A", "note": "x" * (2 * 1024 * 1024)}
    assert "At most 2 MB" in told(amara.post("/people", sent), 413)["detail"]
