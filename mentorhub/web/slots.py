"""Named slots: what a lower package's page shows of an upper package. `app.py` fills them, on one page."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from flask import Flask, current_app
from markupsafe import Markup

from mentorhub.foundation.data_export import File
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound

SLOTS = (
    "navigation",
    "enrolling",
    "enrolled",
    "payments",
    "setup",
    "today",
    "export",
    "closing_account",
    "calendar",
)
Panel = Callable[..., Any]
_KEY = "mentorhub.panels"


class Export(Protocol):
    """A panel of the slot `export`: one package's files of what is the viewer's own, in a fixed order.

    Called inside a snapshot, in which the files are also written; it may ask the database, and changes nothing.
    """

    def __call__(self, *, viewer: Viewer) -> Iterable[File]:
        """The package's files; none where it stores nothing of the viewer's."""


def fill(app: Flask, slot: str, panels: Iterable[Panel]) -> None:
    """Say which functions fill a slot, in order."""
    assert slot in SLOTS, slot
    app.extensions.setdefault(_KEY, {})[slot] = tuple(panels)


def filling(slot: str) -> tuple[Panel, ...]:
    """The functions of a slot; each takes the slot's keyword arguments and gives what the slot shows."""
    assert slot in SLOTS, slot
    found: tuple[Panel, ...] = current_app.extensions.get(_KEY, {}).get(slot, ())
    return found


def exported(*, viewer: Viewer) -> list[File]:
    """What each package stores of the viewer's, as files, package by package. Raises `NotFound` for no user."""
    if viewer.kind != "user":  # nobody's rows are those without an owner
        raise NotFound
    exports: tuple[Export, ...] = filling("export")
    return [file for export in exports for file in export(viewer=viewer)]


def rendered(slot: str, **context: Any) -> Markup:
    """A slot's HTML: what each of its panels rendered, one after the other."""
    return Markup("").join(Markup(panel(**context)) for panel in filling(slot))  # noqa: S704 - from render_template


def init_app(app: Flask) -> None:
    """Templates write `{{ slot('enrolling', cohort=cohort) }}`."""
    app.add_template_global(rendered, "slot")
