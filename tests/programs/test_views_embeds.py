"""The button on a mentor's own site: in every state, for everybody alike, without a cookie, in a frame of anybody's."""

import datetime as dt
import re
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from mentorhub.accounts.models.practices import Practice
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.offers import Program
from tests.support import factories
from tests.support.counting import queries_of

DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
EMBED = "/embed/power-networking"
HOSTILE = '"><script>alert(1)</script>'
POLICY = "default-src 'none'; style-src 'self'; frame-ancestors *; form-action 'none'"


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """An open programme of twelve seats."""
    with app.app_context():
        return factories.scene(seats=12)


def _set(app: Flask, scene: factories.Scene, **values: Any) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        cohort = session.get_one(Cohort, scene.cohort_id)
        for name, value in values.items():
            setattr(cohort, name, value)


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main>")[2]).split())


def test_show_embed_sends_exactly_its_headers(client: FlaskClient, scene: factories.Scene) -> None:
    headers = client.get(EMBED).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "public, max-age=30"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in headers.get("Vary", "")
    assert {"X-Frame-Options", "Set-Cookie", "Access-Control-Allow-Origin"}.isdisjoint(headers)


def test_show_embed_reads_and_sets_no_cookie_whoever_asks(
    app: Flask, scene: factories.Scene
) -> None:
    for_strangers = app.test_client().get(EMBED)
    owner = app.test_client()
    factories.sign_in(owner, "ines@example.org")
    owner.set_cookie("theme", "dark")
    with owner:
        for_owner = owner.get(EMBED)
        assert not session  # nor does anything that runs around a view see who this is
    assert for_owner.data == for_strangers.data
    assert "Set-Cookie" not in for_owner.headers
    assert owner.get("/practice/programs").status_code == 200  # and nobody is signed out by it


def test_show_embed_has_one_link_and_nothing_that_runs(
    client: FlaskClient, scene: factories.Scene
) -> None:
    html = client.get(EMBED).text
    (link,) = re.findall(r"<a\b[^>]*>", html)
    assert 'href="http://localhost/programs/power-networking#enrol"' in link
    assert 'target="_blank"' in link and 'rel="noopener"' in link
    for absent in ("<script", "<form", "<img", "<iframe", "style=", "csrf", "<svg"):
        assert absent not in html
    (sheet,) = re.findall(r'<link[^>]*href="([^"]+)"', html)
    with client.get(sheet) as answer:
        assert answer.status_code == 200
        assert "font-face" not in answer.get_data(as_text=True)  # its policy lets none be loaded


@pytest.mark.parametrize(
    ("values", "days", "expected"),
    [
        ({"taken": 9}, 0, ("3 of 12 seats are free. €640", "Take a seat")),
        ({"taken": 11}, 0, ("1 of 12 seats is free. €640", "Take a seat")),
        ({"taken": 12}, 0, ("All 12 seats are taken. Nobody is waiting yet.", "Join the waiting list")),
        ({"taken": 12, "waiting": 14}, 0, ("14 people are waiting.", "Join the waiting list")),
        ({"taken": 11, "waiting": 1}, 0, ("Every free seat is being offered", "Join the waiting list")),
        ({"allocation_paused_at": NOW}, 0, ("Seats are paused for now.", "Join the waiting list")),
        ({"taken": 12, "waiting": 4, "waiting_max": 4}, 0, ("No seat is free now, and", "See the programme")),
        ({}, 35, ("Enrolment has closed.", "See the programme")),
        ({}, 60, ("The programme is running now.", "See the programme")),
        ({}, 200, ("The programme has ended.", "See the programme")),
    ],
)  # fmt: skip
def test_show_embed_says_the_seats_truly_left(
    app: Flask, scene: factories.Scene, values: Any, days: int, expected: tuple[str, str]
) -> None:
    _set(app, scene, **values)
    with clock.moved(days * DAY):
        text = _text(app.test_client().get(EMBED).text)
    assert [words for words in expected if words not in text] == []


def test_show_embed_before_the_opening_says_when(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene(opens_in=2 * DAY, price_minor=0)
    text = _text(client.get(EMBED).text)
    assert "Opens " in text and "in Oslo. Free of charge" in text
    assert "See the programme" in text


def test_show_embed_says_that_payments_are_stopped(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Practice, scene.practice_id).stop_payments(clock.now())
    assert "free. Payments are stopped just now. €640" in _text(client.get(EMBED).text)


def test_show_embed_without_dates_or_after_a_cancellation(
    app: Flask, scene: factories.Scene, client: FlaskClient
) -> None:
    with app.app_context():
        program_id = offers.create_program(
            scene.practice_id, viewer=SYSTEM, slug="bare", title="Bare"
        )
        assert client.get("/embed/bare").status_code == 404  # a draft
        offers.publish_program(program_id, viewer=SYSTEM)
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Cohort, scene.cohort_id).cancel(clock.now())
    assert "No dates are set yet." in _text(client.get("/embed/bare").text)
    assert "This programme has been cancelled." in _text(client.get(EMBED).text)


@pytest.mark.parametrize("slug", ["nobody", "UPPER", "x" * 300])
def test_show_embed_says_in_its_frame_that_nothing_is_there(
    client: FlaskClient, scene: factories.Scene, slug: str
) -> None:
    answer = client.get(f"/embed/{slug}")
    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "Set-Cookie" not in answer.headers
    assert "There is nothing to enrol in at this address." in answer.text


def test_show_embed_of_an_archived_programme_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene()
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Program, scene.program_id).archive()
    answer = client.get(EMBED)
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (410, POLICY)
    assert "It is not offered any more." in answer.text


def test_show_embed_at_an_old_address_leads_to_the_present_one(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="moved")
    asked = {"theme": "dark", "_scheme": "ftp", "slug": "evil"}
    answer = client.get(EMBED, query_string=asked)
    assert (answer.status_code, answer.location) == (301, "/embed/moved?theme=dark")
    assert "Set-Cookie" not in answer.headers
    assert client.get(answer.location).status_code == 200


@pytest.mark.parametrize(
    ("asked", "theme"), [("light", "light"), ("dark", "dark"), ('"><b>', ""), ("", "")]
)
def test_show_embed_stays_light_or_dark_where_it_is_told_so(
    client: FlaskClient, scene: factories.Scene, asked: str, theme: str
) -> None:
    html = client.get(EMBED, query_string={"theme": asked}).text
    assert re.findall(r'data-theme="(\w*)"', html) == ([theme] if theme else [])
    assert f'name="color-scheme" content="{theme or "light dark"}"' in html


def test_show_embed_lets_no_text_become_markup(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        factories.scene(title=HOSTILE)
    html = client.get(EMBED).text
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_show_embed_is_rendered_once_for_many_and_asks_little(
    app: Flask, client: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context(), queries_of() as asked:
        client.get(EMBED)
    assert len(asked) <= 3
    app.config["PAGES_KEPT_SECONDS"] = 3600.0
    first = client.get(EMBED)
    with app.app_context(), queries_of() as later:
        second = app.test_client().get(EMBED)
    assert (second.data, later) == (first.data, [])
    assert second.headers["Content-Security-Policy"] == POLICY
    assert "Set-Cookie" not in second.headers


def test_the_editor_shows_the_code_of_a_public_programme_alone(
    app: Flask, scene: factories.Scene
) -> None:
    owner = app.test_client()
    factories.sign_in(owner, "ines@example.org")
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        program = session.get_one(Program, scene.program_id)
        program.title = 'Ask "why" & <listen>'
        edit = f"/practice/programs/{program.public_id}/edit"
    page = owner.get(edit).text
    (shown,) = re.findall(r'<textarea[^>]*id="snippet"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert "&lt;iframe src=&#34;http://localhost/embed/power-networking&#34;" in shown
    assert "&amp;lt;listen&amp;gt;" in shown  # what is copied is escaped for the mentor's page
    with app.app_context(), transaction(viewer=SYSTEM) as session:
        session.get_one(Program, scene.program_id).archive()
    assert 'id="snippet"' not in owner.get(edit).text


@pytest.mark.parametrize("path", [EMBED, "/sitemap.xml", "/robots.txt"])
def test_what_is_no_question_is_refused_without_a_session(
    client: FlaskClient, scene: factories.Scene, path: str
) -> None:
    for answer in (client.post(path), client.delete(path), client.get(f"{path}/more")):
        assert answer.status_code in {400, 404, 405}
        assert "Set-Cookie" not in answer.headers
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
