"""Named slots: what a lower room's page shows of an upper room. `app.py` fills them, on one page."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

SLOTS = ("enrolling", "today", "export", "closing_account", "calendar")
Panel = Callable[..., Any]
_KEY = "mentorhub.panels"


def fill(app: Flask, slot: str, panels: Iterable[Panel]) -> None:
    """Say which functions fill a slot, in order."""
    assert slot in SLOTS, slot
    app.extensions.setdefault(_KEY, {})[slot] = tuple(panels)


def filling(slot: str) -> tuple[Panel, ...]:
    """The functions of a slot; each takes the slot's keyword arguments and gives what the slot shows."""
    assert slot in SLOTS, slot
    found: tuple[Panel, ...] = current_app.extensions.get(_KEY, {}).get(slot, ())
    return found


def rendered(slot: str, **context: Any) -> Markup:
    """A slot's HTML: what each of its panels rendered, one after the other."""
    return Markup("").join(Markup(panel(**context)) for panel in filling(slot))  # noqa: S704 - from render_template


def init_app(app: Flask) -> None:
    """Templates write `{{ slot('enrolling', cohort=cohort) }}`."""
    app.add_template_global(rendered, "slot")
