"""Slots: what a lower room's page shows of an upper one, in order, escaped by who renders it."""

import pytest
from flask import Flask
from markupsafe import Markup

from mentorhub.web import panels


@pytest.fixture
def room(in_app: Flask) -> Flask:
    """An app whose `calendar` slot has two panels."""
    panels.fill(
        in_app,
        "calendar",
        (lambda **shown: f"<p>{len(shown)}</p>", lambda **_shown: Markup("<p>two</p>")),
    )
    return in_app


def test_panels_are_shown_in_their_order(room: Flask) -> None:
    assert panels.rendered("calendar", user=1) == "<p>1</p><p>two</p>"


def test_a_template_shows_a_slot(room: Flask) -> None:
    page = room.jinja_env.from_string("{{ slot('calendar', user=1, week=2) }}")
    assert page.render() == "<p>2</p><p>two</p>"


def test_an_empty_slot_shows_nothing(room: Flask) -> None:
    panels.fill(room, "calendar", ())
    assert panels.rendered("calendar") == ""


def test_a_slot_gives_its_functions(room: Flask) -> None:
    assert len(panels.filling("calendar")) == 2


def test_an_unknown_slot_is_a_mistake(room: Flask) -> None:
    with pytest.raises(AssertionError):
        panels.fill(room, "attic", ())
    with pytest.raises(AssertionError):
        panels.filling("attic")
