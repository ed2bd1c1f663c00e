"""The words for what can be chosen in the notebook's forms, as every page says them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind

STAGES: Mapping[StrEnum, Any] = {
    Stage.MET: _l("Captured"),
    Stage.IN_TOUCH: _l("Aware"),
    Stage.GETTING_TO_KNOW: _l("Exploring"),
    Stage.MUTUAL: _l("Growing"),
    Stage.LASTING: _l("Trusted"),
    Stage.RESTING: _l("Dormant"),
    Stage.CLOSED: _l("Closed"),
}
KINDS: Mapping[StrEnum, Any] = {
    Kind.MESSAGE: _l("Message"),
    Kind.CALL: _l("Call"),
    Kind.VIDEO: _l("Video call"),
    Kind.IN_PERSON: _l("In person"),
    Kind.EVENT: _l("At an event"),
}
TIERS: Mapping[StrEnum, Any] = {
    Tier.INNER: _l("Every week"),
    Tier.CLOSE: _l("Every month"),
    Tier.ACTIVE: _l("Every three months"),
    Tier.NETWORK: _l("Every five months"),
    Tier.YEARLY: _l("Once a year"),
    Tier.OFF: _l("No rhythm"),
}
VISIBILITIES: Mapping[StrEnum, Any] = {
    Visibility.HIDDEN: _l("Nothing of this person"),
    Visibility.INITIALS: _l("Initials, stage and dates"),
    Visibility.NAMED: _l("Name and company too"),
}


def choices(words: Mapping[StrEnum, Any], of: Iterable[StrEnum] | None = None) -> list[Any]:
    """What a field offers, in the words' order or that of `of`."""
    return [(key.value, words[key]) for key in (of or words)]
