"""What every route has in common: limits by token, versions, answers."""

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from pydantic import BaseModel

from mentorhub.app import create_app
from mentorhub.web.api.problems import Problem
from mentorhub.web.api.routes import answer, seen, token_or_address
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for
from tests.support.api import told


class Made(BaseModel):
    """Something."""

    name: str


def test_too_many_requests_of_one_token_wait(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, testing=False))
    one, other = ({"Authorization": f"Bearer {token}"} for token in "ab")
    try:
        client = app.test_client()
        codes = {client.get("/api/v1/tags", headers=one).status_code for _ in range(600)}
        answer = client.get("/api/v1/tags", headers=one)
        told(answer, 429)
        assert (codes, answer.headers["Retry-After"]) == ({401}, "60")
        told(client.get("/api/v1/tags", headers=other), 401)
    finally:
        limiter.enabled = False
        limiter.reset()
        dispose(app)


def test_a_version_goes_out_as_an_entity_tag_and_comes_back(app: Flask) -> None:
    with app.test_request_context("/"):
        made = answer(Made(name="é"), 201, version="v1", at="web_api.show_api")
    assert (made.status_code, made.headers["ETag"], made.location) == (201, '"v1"', "/api")
    assert made.get_json() == {"name": "é"}
    for header in ('"v1"', '"v0", "v1"', "*"):
        with app.test_request_context("/", headers={"If-Match": header}):
            assert seen("v1") == "v1"
    for header in ('"v0"', 'W/"v1"'):
        with app.test_request_context("/", headers={"If-Match": header}):
            with pytest.raises(Problem) as problem:
                seen("v1")
            assert problem.value.status == 412


def test_a_limit_counts_by_a_hash_of_the_token(app: Flask) -> None:
    with app.test_request_context("/", headers={"Authorization": "Bearer mhp_x"}):
        assert "mhp_x" not in token_or_address() and len(token_or_address()) == 64
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": "10.0.0.9"}):
        assert token_or_address() == "10.0.0.9"
