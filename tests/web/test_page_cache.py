"""A kept page is the same for everybody but for their own tokens; who may see another one gets another one."""

import re
from time import monotonic

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.models.offers import Program
from mentorhub.web import page_cache
from tests.support import factories
from tests.support.factories import Scene
from tests.support.forms import submit, token_on

TITLE = "Turn contacts into relationships"


@pytest.fixture
def open_program(app: Flask) -> Scene:
    app.config["PAGES_KEPT_SECONDS"] = 3600.0
    with app.app_context():
        return factories.scene()


def _rename(app: Flask, scene: Scene) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        program = session.get_one(Program, scene.program_id)
        program.title = TITLE


def _page(client: FlaskClient, scene: Scene, query: str = "") -> str:
    return client.get(f"/programs/{scene.slug}{query}").text


def test_a_page_is_rendered_once_for_many(app: Flask, open_program: Scene) -> None:
    first = _page(app.test_client(), open_program)
    _rename(app, open_program)
    second = _page(app.test_client(), open_program)
    assert TITLE not in second
    assert len(second) == len(first)


def test_each_reader_has_their_own_nonce_and_token(app: Flask, open_program: Scene) -> None:
    pages = [app.test_client().get(f"/programs/{open_program.slug}") for _ in range(3)]
    tokens = [re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page.text) for page in pages]
    assert all(len(set(found)) == 1 for found in tokens)
    assert len({found[0] for found in tokens}) == 3
    for page in pages:
        named = re.findall(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
        assert set(re.findall(r'nonce="([^"]+)"', page.text)) <= set(named)


def test_a_form_of_a_kept_page_is_taken(app: Flask, open_program: Scene) -> None:
    _page(app.test_client(), open_program)
    client = app.test_client()
    page = f"/programs/{open_program.slug}"
    assert token_on(client, page)
    answer = submit(client, f"{page}/enrolments", page=page, name="Ada", email="ada@example.org")
    assert answer.status_code == 303


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_who_chose_a_theme_gets_it(app: Flask, open_program: Scene, theme: str) -> None:
    _page(app.test_client(), open_program)
    client = app.test_client()
    client.set_cookie("theme", theme)
    _rename(app, open_program)
    assert TITLE in _page(client, open_program)


def test_who_is_signed_in_or_asks_more_gets_a_page_of_their_own(
    app: Flask, open_program: Scene
) -> None:
    _page(app.test_client(), open_program)
    _rename(app, open_program)
    assert TITLE in _page(app.test_client(), open_program, "?from=mail")
    client = app.test_client()
    factories.sign_in(client, "ines@example.org")
    assert TITLE in _page(client, open_program)
    assert TITLE not in _page(app.test_client(), open_program)  # theirs was not kept for others


def test_when_its_time_is_over_one_request_renders_it_anew(
    app: Flask, open_program: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    _page(app.test_client(), open_program)
    _rename(app, open_program)
    later = monotonic() + 4000
    monkeypatch.setattr(page_cache, "monotonic", lambda: later)
    assert TITLE in _page(app.test_client(), open_program)


def test_pages_kept_are_never_more_than_the_most(
    app: Flask, open_program: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "MOST", 1)
    with app.app_context():
        other = factories.program(open_program.practice_id, open_program.mentor_id, slug="another")
    _page(app.test_client(), open_program)
    _page(app.test_client(), other)
    assert list(app.extensions["mentorhub.page_cache"].cached) == [other.slug]


def test_a_page_without_a_form_starts_no_session(app: Flask, open_program: Scene) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        practice = session.get_one(Practice, open_program.practice_id).slug
    for _ in range(2):
        answer = app.test_client().get(f"/practices/{practice}")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert f"practices/{practice}" in app.extensions["mentorhub.page_cache"].cached
