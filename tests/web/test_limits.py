"""Rate limits: on in a running house, counted per caller, answered with a calm page; off in other tests."""

import dataclasses
from pathlib import Path

from flask import Flask

from mentorhub.app import create_app
from mentorhub.web.limits import limiter
from tests.conftest import dispose, settings_for


def test_too_often_is_429_per_caller(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'empty.db'}")
    app = create_app(dataclasses.replace(settings, testing=False))
    app.add_url_rule("/limited", view_func=limiter.limit("2/minute")(_limited))
    try:
        codes = [app.test_client().get("/limited").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        refused = app.test_client().get("/limited")
        assert "a little too often" in refused.text
        other = app.test_client().get("/limited", environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert other.status_code == 200
    finally:
        limiter.enabled = False
        limiter.reset()
        dispose(app)


def test_limits_are_off_in_tests_that_are_not_about_them(app: Flask) -> None:
    app.add_url_rule("/limited", view_func=limiter.limit("1/minute")(_limited))
    assert [app.test_client().get("/limited").status_code for _ in range(3)] == [200] * 3


def _limited() -> str:
    return "fine"
