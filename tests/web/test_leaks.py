"""What no answer tells: files beside the static ones, listings, what was sent by TRACE, versions, a debugger."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.app import create_app
from tests.conftest import dispose, settings_for

NOT_SERVED = [
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/pyproject.toml",
    "/wsgi.py",
    "/mentorhub/app.py",
]
NOT_SERVED += ["/static", "/static/", "/static/css/", "/static/../app.py", "/static/..%2fapp.py"]
NOT_SERVED += ["/static/%2e%2e/app.py", "/static//etc/passwd", "/static/css/..%2f..%2f..%2fapp.py"]
NOT_SERVED += ["/static/..%5capp.py", "/docs", "/swagger.json", "/metrics", "/console", "/admin"]


@pytest.mark.parametrize("path", NOT_SERVED)
def test_only_the_static_files_themselves_are_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)  # of slashes too many
    assert answer.status_code == 404
    assert "create_app" not in answer.text and "root:" not in answer.text


def test_no_answer_names_a_version(client: FlaskClient) -> None:
    for path in ("/", "/no/such/page", "/health/ready"):
        answer = client.get(path)
        assert {"Server", "X-Powered-By", "Via"}.isdisjoint(answer.headers)
        assert not any(word in answer.text for word in ("Werkzeug", "Python/", "Flask/"))


def test_no_setting_of_flasks_switches_debugging_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}"))
    assert not app.debug
    dispose(app)


def test_an_answer_says_what_it_is_and_how_it_is_written(app: Flask, client: FlaskClient) -> None:
    kinds = {}
    for path in ("/", "/no/such/page", "/no/such.json", "/health/live", "/static/js/app.js"):
        with client.get(path, follow_redirects=True) as answer:
            kinds[path] = answer.content_type
    assert kinds["/"] == kinds["/no/such/page"] == "text/html; charset=utf-8"
    assert kinds["/no/such.json"] == kinds["/health/live"] == "application/json"
    assert kinds["/static/js/app.js"] == 'text/javascript; charset="utf-8"'
