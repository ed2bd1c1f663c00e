"""Every cookie: over https with Secure and the `__Host-` prefix, never for scripts or other sites; small."""

import ast
import dataclasses
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask import Flask

from mentorhub.app import create_app
from tests.architecture.tree import (
    PACKAGE,
    modules,
    named,
    parsed,
)
from tests.conftest import dispose, settings_for
from tests.support import factories
from tests.support.forms import submit
from tests.web.test_hosts import reach

HOME = "https://mentors.example.org"


@pytest.fixture
def install(database_url: str) -> Iterator[Flask]:
    """As in production, by https; with a programme and a user."""
    app = create_app(dataclasses.replace(settings_for(database_url), base_url=HOME))
    with app.app_context():
        factories.user("amara@example.org", "Amara Nwosu")
    reach(app, **{"HTTP_HOST": "mentors.example.org", "wsgi.url_scheme": "https"})
    yield app
    dispose(app)


def _told(install: Flask) -> list[str]:
    """Every Set-Cookie of a visitor who takes a place and signs in."""
    with install.app_context():
        page = f"/programs/{factories.scene().slug}"
    client, told = install.test_client(), []
    for path, form in (
        (page, {}),
        (f"{page}/enrolments", {"name": "Ada", "email": "ada@example.org"}),
        ("/sign-in", {"email": "amara@example.org", "password": factories.PASSWORD}),
    ):
        shown = page if path.startswith(page) else path
        answer = submit(client, path, page=shown, **form) if form else client.get(path)
        assert answer.status_code in {200, 303}
        told += answer.headers.getlist("Set-Cookie")
        if path == f"{page}/enrolments":
            told += client.get(answer.location).headers.getlist("Set-Cookie")
    return told


def test_over_https_each_cookie_is_of_this_host_alone(install: Flask) -> None:
    told = _told(install)
    names = set()
    for text in told:
        ((name, cookie),) = SimpleCookie(text).items()
        names.add(name)
        flags = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"])
        assert flags == (True, True, "Lax", "/"), text
        assert not cookie["domain"] and len(text) < 4096
    assert names == {f"__Host-mentorhub{ending}" for ending in ("", "-known", "_line")}


def test_no_cookie_is_set_without_all_its_flags() -> None:
    wanting = []
    for path in modules("mentorhub"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".set_cookie"):
                said = {word.arg: ast.unparse(word.value) for word in node.keywords}
                flags = (said.get("httponly"), said.get("samesite"), "is_secure" in said["secure"])
                if flags != ("True", "'Lax'", True):
                    wanting.append(named(path))
    assert wanting == []


def test_the_one_cookie_that_a_script_sets_is_held_to_this_host_too() -> None:
    script = (PACKAGE / "static" / "js" / "theme.js").read_text()
    assert script.count("document.cookie") == 1
    assert (
        '${isSecure ? "__Host-" : ""}theme=' in script and '${isSecure ? "; secure" : ""}' in script
    )
    others = [path for path in (PACKAGE / "static" / "js").glob("*.js") if path.name != "theme.js"]
    assert not any("document.cookie" in path.read_text() for path in others)


def test_a_chosen_theme_is_read_from_this_hosts_cookie_only(install: Flask) -> None:
    client = install.test_client()
    client.set_cookie("theme", "dark")
    assert 'data-theme="dark"' not in client.get("/sign-in").text
    client.set_cookie("__Host-theme", "dark")
    assert 'data-theme="dark"' in client.get("/sign-in").text
