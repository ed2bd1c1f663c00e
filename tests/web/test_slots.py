"""Slots: what a lower package's page shows of an upper one, in order, escaped by who renders it."""

import pytest
from flask import Flask
from markupsafe import Markup

from mentorhub.foundation.data_export import File
from mentorhub.foundation.database.viewers import APPLICANT, PUBLIC, SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.web import slots


@pytest.fixture
def app_with_panels(in_app: Flask) -> Flask:
    """An app whose `calendar` slot has two panels."""
    slots.fill(
        in_app,
        "calendar",
        (lambda **shown: f"<p>{len(shown)}</p>", lambda **_shown: Markup("<p>two</p>")),
    )
    return in_app


def test_panels_are_shown_in_their_order(app_with_panels: Flask) -> None:
    assert slots.rendered("calendar", user=1) == "<p>1</p><p>two</p>"


def test_a_template_shows_a_slot(app_with_panels: Flask) -> None:
    page = app_with_panels.jinja_env.from_string("{{ slot('calendar', user=1, week=2) }}")
    assert page.render() == "<p>2</p><p>two</p>"


def test_an_empty_slot_shows_nothing(app_with_panels: Flask) -> None:
    slots.fill(app_with_panels, "calendar", ())
    assert slots.rendered("calendar") == ""


def test_a_slot_gives_its_functions(app_with_panels: Flask) -> None:
    assert len(slots.filling("calendar")) == 2


def test_files_to_take_away_come_package_after_package(app_with_panels: Flask) -> None:
    files = [File(name, "", lambda: []) for name in ("a", "b", "c")]
    slots.fill(app_with_panels, "export", (lambda viewer: files[:2], lambda viewer: files[2:]))
    assert slots.exported(viewer=USER(1)) == files


@pytest.mark.parametrize("viewer", [PUBLIC, SYSTEM, APPLICANT(1)])
def test_whoever_is_no_user_has_nothing_to_take_away(
    app_with_panels: Flask, viewer: Viewer
) -> None:
    with pytest.raises(NotFound):
        slots.exported(viewer=viewer)


def test_an_unknown_slot_is_a_mistake(app_with_panels: Flask) -> None:
    with pytest.raises(AssertionError):
        slots.fill(app_with_panels, "attic", ())
    with pytest.raises(AssertionError):
        slots.filling("attic")
