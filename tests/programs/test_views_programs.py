"""The editor's pages: listed, begun, written in two tabs, previewed, published, archived, copied."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from mentorhub.accounts.rules.practices import Role
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM
from mentorhub.programs.actions import offers
from mentorhub.programs.models.offers import Program
from tests.support import factories, practice_pages
from tests.support.counting import queries_of
from tests.support.forms import submit, token_on, version_on
from tests.support.rewriting import written

LIST, NEW = "/practice/programs", "/practice/programs/new"
HOSTILE = "**Yes** <script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
NUMBERS = {
    "refund_full_days": "14",
    "refund_part_percent": "50",
    "refund_part_days": "14",
    "missed_instalment": "pause",
    "missed_after_days": "14",
}


@pytest.fixture
def scene(app: Flask) -> factories.Scene:
    """A public programme of Ines's."""
    with app.app_context():
        return factories.scene(promise="A *first* promise", terms_md="First")


@pytest.fixture
def ines(app: Flask, scene: factories.Scene) -> FlaskClient:
    """Its owner's browser."""
    return practice_pages.staff(app)


@pytest.fixture
def at(app: Flask, scene: factories.Scene) -> str:
    """The address of its pages."""
    with app.app_context():
        return f"{LIST}/{db.session.get_one(Program, scene.program_id).public_id}"


def _typed(**fields: str) -> dict[str, str]:
    return {"title": "Renamed", "slug": "power-networking", **NUMBERS, **fields}


def _save(client: FlaskClient, at: str, **fields: Any) -> Any:
    return submit(client, f"{at}/page", page=f"{at}/edit", **_typed(**fields))


def _stored(app: Flask, scene: factories.Scene) -> Any:
    with app.app_context():
        return written(db.session(), scene.program_id)


def test_the_list_shows_each_programme_with_its_state_and_cohort(
    app: Flask, ines: FlaskClient, scene: factories.Scene
) -> None:
    with app.app_context():
        offers.create_program(scene.practice_id, viewer=SYSTEM, slug="draft", title="A draft")
    page = ines.get(LIST).text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Power Networking Personal Mentoring" in words and "/programs/power-networking" in words
    assert "Public" in words and "Spring circle, open" in words and "0 of 2" in words
    assert "A draft" in words and "none yet" in words and "Publish , A draft" in words


def test_the_list_asks_as_often_for_one_programme_as_for_many(
    app: Flask, ines: FlaskClient, scene: factories.Scene
) -> None:
    counts = []
    for number in range(3):
        with app.app_context(), queries_of() as asked:
            assert ines.get(LIST).status_code == 200
        counts.append(len(asked))
        with app.app_context():
            factories.program(scene.practice_id, scene.mentor_id, slug=f"more-{number}")
    assert len(set(counts)) == 1, counts


def test_who_has_no_practice_to_write_for_finds_nothing(
    app: Flask, scene: factories.Scene, at: str
) -> None:
    with app.app_context():
        practice_pages.member(scene, "siri@example.org", Role.ASSISTANT)
        factories.user("stranger@example.org")
    for email in ("siri@example.org", "stranger@example.org"):
        client = app.test_client()
        factories.sign_in(client, email)
        for path in (LIST, NEW, f"{at}/edit", f"{at}/preview", f"{at}/questions"):
            assert client.get(path).status_code == 404, (email, path)
    assert app.test_client().get(f"{at}/edit").location.startswith("/sign-in")


def test_a_mentor_who_is_no_owner_writes_too(app: Flask, scene: factories.Scene, at: str) -> None:
    with app.app_context():
        practice_pages.member(scene, "tuva@example.org", Role.MENTOR)
    tuva = practice_pages.staff(app, "tuva@example.org")
    assert _save(tuva, at).status_code == 303
    assert _stored(app, scene).title == "Renamed"


@pytest.mark.parametrize(("begins", "has_weeks"), [("starter", True), ("empty", False)])
def test_a_draft_begins_with_the_starter_or_empty_and_is_not_public(
    app: Flask, ines: FlaskClient, begins: str, has_weeks: bool
) -> None:
    answer = submit(ines, LIST, page=NEW, title="Ein Anfang für Zoë", slug="", begins=begins)
    assert answer.status_code == 303
    page = ines.get(answer.location).text
    assert ("Week 12" in page) is has_weeks
    assert 'value="Ines Halvorsen"' in page and "Only you and your practice can see it." in page
    assert ">Draft<" in page
    slug = re.search(r'name="slug"[^>]*value="([^"]+)"', page)
    assert slug and slug.group(1).startswith("ein-anfang-f")
    visitor = app.test_client()
    assert visitor.get(f"/programs/{slug.group(1)}").status_code == 404
    assert visitor.get(f"/programs/{slug.group(1)}/share.png").status_code == 404
    assert "Ein Anfang" not in visitor.get("/").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "slug": "a"}, "Please give it a title."),
        ({"title": "T", "slug": "Über uns"}, "Use lower-case letters"),
        (
            {"title": "T", "slug": "power-networking"},
            "Another programme has, or had, this address.",
        ),
        ({"title": "T", "slug": "practice"}, "This word stands for pages of the site itself."),
        ({"title": "T", "slug": "t", "begins": "nothing"}, "Not a valid choice"),
    ],
)
def test_a_beginning_that_cannot_be_is_said_beside_its_field(
    app: Flask, ines: FlaskClient, fields: dict[str, str], words: str
) -> None:
    answer = submit(ines, LIST, page=NEW, **{"begins": "empty", **fields})
    assert answer.status_code == 422
    assert words in html.unescape(answer.text).replace("\n", " ")
    with app.app_context():
        assert db.session.query(Program).count() == 1


def test_what_is_saved_is_public_at_once_and_made_safe(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    assert "What you save is on its public page at once." in ines.get(f"{at}/edit").text
    texts = {
        f"{name}_md": HOSTILE for name in ("introduction", "suits", "offer", "mentor", "terms")
    }
    answer = _save(ines, at, promise=HOSTILE, summary=HOSTILE, slug="moved", **texts)
    assert (answer.status_code, answer.location) == (303, f"{at}/edit")
    visitor = app.test_client()
    assert visitor.get("/programs/power-networking").location == "/programs/moved"
    page = visitor.get("/programs/moved").text
    assert "<strong>Yes</strong> &lt;script&gt;" in page
    for evil in ("<script>alert", "<img src=x", 'href="javascript'):
        assert evil not in page and evil not in ines.get(f"{at}/edit").text
    assert "as version 3" in ines.get(f"{at}/edit").text  # the terms were changed once


def test_of_two_tabs_the_second_sees_the_first_and_loses_no_word(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    opened = version_on(ines.get(f"{at}/edit").text)
    _save(ines, at, promise="Of the first tab", refund_part_percent="25")
    second = {"promise": "Of the second tab", "summary": "Not lost", "version": opened}
    answer = _save(ines, at, **second)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert "changed in another window" in text and "Not lost</textarea>" in text
    assert 'value="Of the second tab"' in text
    assert "<dt>Promise</dt><dd>Of the first tab</dd>" in text
    assert "<dt>Then so much of it, in percent</dt><dd>25</dd>" in text
    assert _stored(app, scene).texts.promise == "Of the first tab"
    again = {**second, "version": version_on(answer.text)}
    assert _save(ines, at, **again).status_code == 303
    assert _stored(app, scene).texts.summary == "Not lost"


@pytest.mark.parametrize(
    "typed",
    [
        {"title": " \u200b", "says": "Please give it a title."},
        {"slug": "practice", "says": "This word stands for pages of the site itself."},
        {"slug": "../up", "says": "Use lower-case letters"},
        {"promise": "x" * 301, "says": "Please shorten this to at most 300 characters."},
        {"outline_md": "x" * 20_001, "says": "Please shorten this to at most 20000 characters."},
        {"refund_full_days": "many", "says": "Please write a whole number, such as 14."},
        {"refund_part_percent": "101", "says": "Please give a number from 0 to 100."},
        {"missed_after_days": "0", "says": "Please give a number from 1 to 90."},
        {"missed_instalment": "nothing", "says": "Not a valid choice"},
    ],
)
def test_what_cannot_be_saved_is_said_beside_its_field_and_kept(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str, typed: dict[str, str]
) -> None:
    before = _stored(app, scene)
    fields = {name: value for name, value in typed.items() if name != "says"}
    answer = _save(ines, at, summary="Typed and kept", **fields)
    assert answer.status_code == 422
    assert answer.text.count('class="wrong-note"') == 1
    assert (
        typed["says"] in html.unescape(answer.text) and "Typed and kept</textarea>" in answer.text
    )
    assert _stored(app, scene) == before


def test_a_preview_shows_what_is_typed_and_saves_nothing(
    app: Flask, ines: FlaskClient, scene: factories.Scene, at: str
) -> None:
    before = _stored(app, scene)
    typed = _typed(promise="Only *typed*", offer_md=HOSTILE, refund_full_days="3")
    token = token_on(ines, f"{at}/edit")
    whole = ines.post(f"{at}/preview", data={"csrf_token": token, **typed})
    assert whole.status_code == 200
    assert "Only <em>typed</em>" in whole.text and "at least 3 days before" in whole.text
    assert "This is a preview." in whole.text and "<script>alert" not in whole.text
    assert 'action="/programs/' not in whole.text  # nothing on it can be sent
    part = ines.post(
        f"{at}/preview", data={"csrf_token": token, **typed}, headers={"HX-Request": "true"}
    )
    assert "Only <em>typed</em>" in part.text and "<html" not in part.text
    assert 'id="refund-sentence" hx-swap-oob="true">Everything you paid' in part.text
    assert 'id="promise-count" hx-swap-oob="true">12 of 300 characters' in part.text
    broken = {**typed, "refund_full_days": "-1", "summary": "x" * 600}
    answer = ines.post(f"{at}/preview", data={"csrf_token": token, **broken})
    assert "at least 14 days before" in answer.text and "x" * 501 not in answer.text
    assert "A <em>first</em> promise" in ines.get(f"{at}/preview").text
    assert _stored(app, scene) == before
