"""`/sitemap.xml`: what is public and nothing else, each with the time of its last dated change."""

import datetime as dt
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.models.practices import Practice, PracticeSlug
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, USER
from mentorhub.programs.actions import offers
from mentorhub.programs.models.cohorts import Cohort
from mentorhub.programs.models.images import ShareImage
from mentorhub.programs.models.offers import Program, ProgramSlug
from mentorhub.programs.queries import sitemap
from tests.support import factories, opening
from tests.support.counting import queries_of

DAY = dt.timedelta(days=1)
ENTRY = re.compile(r"<url><loc>http://localhost([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?</url>")
PRACTICE = "/practices/ines-halvorsen-mentoring"


def _listed(client: FlaskClient) -> dict[str, str]:
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    found = ENTRY.findall(answer.text)
    assert len(found) == answer.text.count("<url>")
    assert len(dict(found)) == len(found)  # nothing stands there twice
    return dict(found)


def test_show_sitemap_is_a_document_that_any_cache_may_hold(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        factories.scene()
    answer = client.get("/sitemap.xml")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    head += '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    assert answer.text.startswith(head) and answer.text.endswith("</urlset>")
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert {"Set-Cookie", "Vary"}.isdisjoint(answer.headers)


def test_show_sitemap_names_what_is_public_and_nothing_else(
    app: Flask, client: FlaskClient
) -> None:
    assert _listed(client) == {"/": ""}
    with app.app_context():
        scene = factories.scene(slug="public")
        of = (scene.practice_id, scene.mentor_id)
        archived = factories.program(*of, slug="archived")
        offers.create_program(scene.practice_id, viewer=SYSTEM, slug="draft", title="Draft")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Program, archived.program_id).archive()
        opening.draft(opening.practice(), slug="drafted")  # a practice with nothing public
    owner = app.test_client()
    factories.sign_in(owner, "ines@example.org")
    for browser in (client, owner):  # whoever asks
        assert set(_listed(browser)) == {"/", PRACTICE, "/programs/public"}


def test_show_sitemap_names_present_addresses(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene()
        offers.rename_slug(scene.program_id, viewer=SYSTEM, slug="moved")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Practice, scene.practice_id).slug = "ines"
            since = clock.now()
            session.add(PracticeSlug(slug="ines", practice_id=scene.practice_id, since=since))
    assert set(_listed(client)) == {"/", "/practices/ines", "/programs/moved"}


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"opens_at": 4}, 4),
        ({"closes_at": 6}, 6),
        ({"allocated_at": 5}, 5),
        ({"cancelled_at": 7}, 7),
        ({"closes_at": 60}, 0),  # what will be has not changed the page yet
    ],
)
def test_lastmod_is_the_last_dated_change_that_has_been(
    app: Flask, client: FlaskClient, values: dict[str, int], days: int
) -> None:
    with app.app_context():
        scene = factories.scene(opens_in=-DAY / 24)
        first = clock.now()
        moved: dict[str, Any] = {name: first + DAY * number for name, number in values.items()}
        if "cancelled_at" in moved:
            moved["state"] = "cancelled"
        if "opens_at" in moved:
            moved["closes_at"] = first + 40 * DAY
        with transaction(viewer=SYSTEM) as session:
            for name, value in moved.items():
                setattr(session.get_one(Cohort, scene.cohort_id), name, value)
    with clock.moved(10 * DAY):
        found = _listed(client)
    at = dt.datetime.fromisoformat(found["/programs/power-networking"])
    assert abs(at - (first + DAY * days)) < dt.timedelta(seconds=5)
    assert found[PRACTICE] == found["/programs/power-networking"]


def test_lastmod_moves_with_address_picture_and_terms(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene, of = factories.scene(), {}
        of = {"program_id": scene.program_id, "practice_id": scene.practice_id}
        now = clock.now()
        with transaction(viewer=SYSTEM) as session:
            fixed = {"image": b"x", "version": "v", "changed_at": now + DAY}
            session.add(ShareImage(**of, **fixed))
    with clock.moved(3 * DAY):
        first = _listed(client)
        assert dt.datetime.fromisoformat(first["/programs/power-networking"]) > now + DAY / 2
        with app.app_context(), transaction(viewer=SYSTEM) as session:
            slug = ProgramSlug(slug="earlier", program_id=scene.program_id, since=now + 2 * DAY)
            session.add(slug)
        second = _listed(client)
    assert second["/programs/power-networking"] > first["/programs/power-networking"]


def test_a_practices_time_is_that_of_its_newest_change(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = factories.scene(slug="older")
        newer = factories.program(scene.practice_id, scene.mentor_id, slug="newer")
        with transaction(viewer=SYSTEM) as session:
            session.get_one(Cohort, newer.cohort_id).allocated_at = clock.now() + DAY
    with clock.moved(2 * DAY):
        found = _listed(client)
    assert found[PRACTICE] == found["/programs/newer"] > found["/programs/older"]


def test_show_sitemap_is_limited_and_asks_the_same_however_much_there_is(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        scene = factories.scene(slug="first")
        with queries_of() as few:
            client.get("/sitemap.xml")
        for number in range(4):
            factories.program(scene.practice_id, scene.mentor_id, slug=f"more-{number}")
        with queries_of() as many:
            assert len(_listed(client)) == 7
        assert len(many) == len(few)
    monkeypatch.setattr(sitemap, "PROGRAMS_MAX", 2)
    assert set(_listed(client)) == {"/", PRACTICE, "/programs/more-3", "/programs/more-2"}


def test_show_sitemap_is_written_once_for_many(app: Flask, client: FlaskClient) -> None:
    app.config["PAGES_KEPT_SECONDS"] = 3600.0
    with app.app_context():
        scene = factories.scene()
        assert "/programs/power-networking" in _listed(client)
        offers.rename_slug(scene.program_id, viewer=USER(scene.mentor_id), slug="moved")
    assert "/programs/moved" not in _listed(app.test_client())
