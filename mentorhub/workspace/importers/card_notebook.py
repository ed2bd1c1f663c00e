"""What only a notebook's own cards say (X-MENTORHUB-…): how, when and through whom one met, why, and fields by name."""

from collections.abc import Callable

from mentorhub.workspace.importers import card_values
from mentorhub.workspace.importers.card_parts import CardParts
from mentorhub.workspace.importers.content_line import Line
from mentorhub.workspace.importers.dates import known_day

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
    since, until = (text if known_day(text) else "" for text in found)
    return since, until


def _about(parts: CardParts, line: Line) -> None:
    parts.draft.say(_ABOUT[line.name], card_values.unescaped(parts.text(line)))


def _occasion(parts: CardParts, line: Line) -> None:
    parts.draft.occasion = card_values.unescaped(parts.text(line))


def _met_on(parts: CardParts, line: Line) -> None:
    text = parts.text(line).strip()
    if found := known_day(text):
        parts.draft.met_on, parts.draft.met_precision = found
    else:
        parts.keep(line)


def _field(parts: CardParts, line: Line) -> None:
    parts.draft.custom(parts.label(line) or "other", card_values.unescaped(parts.text(line)))


PROPERTIES: dict[str, Callable[[CardParts, Line], None]] = {
    **dict.fromkeys(_ABOUT, _about),
    "X-MENTORHUB-FIELD": _field,
    "X-MENTORHUB-MET-ON": _met_on,
    "X-MENTORHUB-OCCASION": _occasion,
}
