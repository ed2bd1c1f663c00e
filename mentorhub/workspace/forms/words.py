"""The words for what can be chosen in the notebook's forms, as every page says them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from mentorhub.workspace.rules.conversations import Outcome
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Direction, Visibility
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Kind

STAGES: Mapping[StrEnum, Any] = {
    Stage.MET: _l("Met"),
    Stage.IN_TOUCH: _l("In touch"),
    Stage.GETTING_TO_KNOW: _l("Getting to know each other"),
    Stage.MUTUAL: _l("Mutual"),
    Stage.LASTING: _l("Lasting"),
    Stage.RESTING: _l("Resting"),
    Stage.CLOSED: _l("Closed"),
}
STAGE_MEANINGS: Mapping[StrEnum, Any] = {
    Stage.MET: _l("You know their name, and little more so far."),
    Stage.IN_TOUCH: _l("You know why you would like to stay in contact."),
    Stage.GETTING_TO_KNOW: _l("You have talked or written to each other since you met."),
    Stage.MUTUAL: _l("You are in contact regularly, and one of you has helped the other."),
    Stage.LASTING: _l("It has lasted half a year or more, and both of you have helped."),
    Stage.RESTING: _l("There is no contact at present; you can start again whenever you like."),
    Stage.CLOSED: _l("You have ended the contact; nothing you wrote is deleted."),
}
KINDS: Mapping[StrEnum, Any] = {
    Kind.MESSAGE: _l("Message"),
    Kind.CALL: _l("Call"),
    Kind.VIDEO: _l("Video call"),
    Kind.IN_PERSON: _l("In person"),
    Kind.EMAIL: _l("Email"),
    Kind.LETTER: _l("Letter"),
    Kind.EVENT: _l("At an event"),
}
OUTCOMES: Mapping[StrEnum, Any] = {
    Outcome.BOTH_WAYS: "",
    Outcome.OUTGOING: _l("you wrote, no answer yet"),
    Outcome.INCOMING: _l("they wrote, not answered yet"),
    Outcome.TRIED: _l("you tried, no answer"),
    Outcome.MISSED: _l("they tried, not answered yet"),
    Outcome.PRESENT: _l("you did not speak"),
}
GIVEN = [(Direction.GAVE.value, _l("I gave")), (Direction.RECEIVED.value, _l("I received"))]
EFFORTS = [("1", _l("Little")), ("2", _l("Some")), ("3", _l("Much"))]
TIERS: Mapping[StrEnum, Any] = {
    Tier.INNER: _l("Every week"),
    Tier.CLOSE: _l("Every month"),
    Tier.ACTIVE: _l("Every three months"),
    Tier.NETWORK: _l("Every five months"),
    Tier.YEARLY: _l("Once a year"),
    Tier.OFF: _l("No reminders"),
}
VISIBILITIES: Mapping[StrEnum, Any] = {
    Visibility.HIDDEN: _l("Nothing of this person"),
    Visibility.INITIALS: _l("Initials, stage and dates"),
    Visibility.NAMED: _l("Name and company too"),
}


def choices(words: Mapping[StrEnum, Any], of: Iterable[StrEnum] | None = None) -> list[Any]:
    """What a field offers, in the words' order or that of `of`."""
    return [(key.value, words[key]) for key in (of or words)]


def explained_stages(of: Iterable[Stage]) -> list[Any]:
    """Stages to choose from, each with the sentence that explains it."""
    return [(stage.value, f"{STAGES[stage]}: {STAGE_MEANINGS[stage]}") for stage in of]
