"""Conversations and what was given in them, as the API takes and gives them."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from mentorhub.workspace.rules.conversations import MINUTES_MAX, PARTICIPANTS_MAX
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.warmth import Began, Kind
from mentorhub.workspace.schemas.texts import (
    NEXT,
    Day,
    Line300,
    ListQuery,
    Name,
    Note,
    PersonId,
    Reference,
    Sent,
)

Effort = Annotated[int, Field(ge=1, le=3, description="1 little, 2 some, 3 much.")]
Minutes = Annotated[int, Field(ge=1, le=MINUTES_MAX)]


class Participant(Sent):
    """Somebody who took part, and a note about them alone."""

    id: PersonId
    note: Note = ""


class ConversationFields(Sent):
    """What is written about a conversation; what is not named stays as it is."""

    kind: Kind = Kind.MESSAGE
    on_date: Day | None = Field(None, description="Today, unless it is given.")
    at_time: dt.time | None = None
    minutes: Minutes | None = None
    began: Began = Began.ME
    note: Note = ""
    new_names: list[Name] = Field(
        default_factory=list, description="Of people who took part and are added to the notebook."
    )


class ConversationChange(ConversationFields):
    """As it is to be; whoever is no longer among `people` was not there."""

    is_two_way: bool = False
    people: list[Participant] = Field(default_factory=list, max_length=PARTICIPANTS_MAX)


class GiveChange(Sent):
    """What was given, which way, and to or by whom of those who took part."""

    person: PersonId | None = None
    direction: Direction = Direction.GAVE
    what: Line300 = ""
    effort: Effort = 1


class NewGive(Sent):
    """Something given or received."""

    person: PersonId
    direction: Direction
    what: Line300 = ""
    effort: Effort = 1


class NewConversation(ConversationFields):
    """Something that happened, or was tried."""

    is_two_way: bool = Field(description="Whether it was answered; only then it counts.")
    people: list[Participant] = Field(max_length=PARTICIPANTS_MAX)


class ConversationsQuery(ListQuery):
    """Which conversations."""


class TookPart(Reference):
    """Somebody who took part, with the note about them alone."""

    note: str


class Give(BaseModel):
    """Something given or received in a conversation."""

    id: str
    conversation: str | None
    person: Reference
    direction: Direction
    what: str
    effort: int
    on_date: dt.date


class Conversation(BaseModel):
    """A conversation, or a try at one, with everybody who took part."""

    id: str
    kind: Kind
    on_date: dt.date
    at_time: dt.time | None
    minutes: int | None
    began: Began
    is_two_way: bool
    note: str
    people: list[TookPart]
    gives: list[Give]


class Conversations(BaseModel):
    """A page of conversations, the latest first."""

    conversations: list[Conversation]
    next: str | None = NEXT


class GivesQuery(ListQuery):
    """Whose gives, and which way they went."""

    person: str | None = Field(None, description="A person's id.")
    direction: Direction | None = None


class Gives(BaseModel):
    """A page of gives, the earliest first."""

    gives: list[Give]
    next: str | None = NEXT
