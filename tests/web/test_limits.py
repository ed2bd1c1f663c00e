"""Rate limits: on in a running install, counted per caller, answered with a calm page; off in other tests."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from mentorhub.app import create_app
from mentorhub.web.limits import crowd_limit, limiter
from tests.conftest import dispose, settings_for

Decorate = Callable[[Callable[[], str]], Callable[[], str]]


@pytest.mark.parametrize("limit", [limiter.limit("2/minute"), crowd_limit("2/minute")])
def test_too_often_is_429_per_caller(tmp_path: Path, limit: Decorate) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, testing=False))
    app.add_url_rule("/limited", view_func=limit(_limited))
    try:
        codes = [app.test_client().get("/limited").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        refused = app.test_client().get("/limited")
        assert "Too many attempts" in refused.text
        other = app.test_client().get("/limited", environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert other.status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()
        dispose(app)


@pytest.mark.parametrize("limit", [limiter.limit("1/minute"), crowd_limit("1/minute")])
def test_limits_are_off_in_tests_that_are_not_about_them(app: Flask, limit: Decorate) -> None:
    app.add_url_rule("/limited", view_func=limit(_limited))
    assert [app.test_client().get("/limited").status_code for _ in range(3)] == [200] * 3


def _limited() -> str:
    return "fine"
