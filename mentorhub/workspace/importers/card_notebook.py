"""What only a notebook's own cards say (X-MENTORHUB-…): how, when and through whom one met, why, and fields by name."""

import datetime as dt
import re
from collections.abc import Callable

from mentorhub.workspace.importers import card_values
from mentorhub.workspace.importers.card_parts import CardParts
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.rules.details import Precision

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_ABOUT = {
    "X-MENTORHUB-HEADLINE": "headline",
    "X-MENTORHUB-MET-HOW": "met_how",
    "X-MENTORHUB-MET-THROUGH": "met_through",
    "X-MENTORHUB-PURPOSE": "purpose",
    "X-MENTORHUB-SOURCE": "source_note",
}


def dates(line: Line) -> tuple[str, str]:
    """Since and until when somebody is somewhere: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or ''."""
    found = (line.param("X-MENTORHUB-SINCE"), line.param("X-MENTORHUB-UNTIL"))
    since, until = (text if _first_day(text) else "" for text in found)
    return since, until


def _about(parts: CardParts, line: Line) -> None:
    parts.draft.say(_ABOUT[line.name], card_values.unescaped(parts.text(line)))


def _occasion(parts: CardParts, line: Line) -> None:
    parts.draft.occasion = card_values.unescaped(parts.text(line))


def _met_on(parts: CardParts, line: Line) -> None:
    text = parts.text(line).strip()
    if on := _first_day(text):
        parts.draft.met_on, parts.draft.met_precision = on, _PRECISIONS[len(text)]
    else:
        parts.keep(line)


def _field(parts: CardParts, line: Line) -> None:
    parts.draft.custom(parts.label(line) or "other", card_values.unescaped(parts.text(line)))


def _first_day(text: str) -> dt.date | None:
    """The first day of a year, a month or a day; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return None


PROPERTIES: dict[str, Callable[[CardParts, Line], None]] = {
    **dict.fromkeys(_ABOUT, _about),
    "X-MENTORHUB-FIELD": _field,
    "X-MENTORHUB-MET-ON": _met_on,
    "X-MENTORHUB-OCCASION": _occasion,
}
