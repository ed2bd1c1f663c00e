"""Follow-ups and promises, as the API takes and gives them."""

import datetime as dt

from pydantic import BaseModel, Field

from mentorhub.workspace.rules.follow_ups import FollowUpKind, FollowUpState
from mentorhub.workspace.rules.promises import PromiseState
from mentorhub.workspace.rules.warmth import Kind
from mentorhub.workspace.schemas.texts import (
    NEXT,
    Line300,
    Line500,
    ListQuery,
    PersonId,
    Reference,
    Sent,
    Words,
)


class FollowUpsQuery(ListQuery):
    """Whose follow-ups, and in which state."""

    person: str | None = Field(None, description="A person's id.")
    state: FollowUpState | None = None


class NewFollowUp(Sent):
    """A day on which to reach out to a person, and what for."""

    person: PersonId
    due_on: dt.date
    reason: Line300 = ""


class FollowUpChange(Sent):
    """What is to stand; what is not named stays as it is."""

    due_on: dt.date | None = None
    reason: Line300 = ""


class Completion(Sent):
    """What was said, which may stay empty. With `is_two_way` it becomes a conversation of today."""

    note: Line500 = ""
    kind: Kind = Kind.MESSAGE
    is_two_way: bool | None = None


class Postponement(Sent):
    """The day to which it is put off."""

    due_on: dt.date


class Reopening(Sent):
    """Of one that was moved: the day it was moved to, as it was read."""

    moved_to: dt.date | None = None


class FollowUp(BaseModel):
    """A follow-up, and what became of it."""

    id: str
    person: Reference
    kind: FollowUpKind
    state: FollowUpState
    due_on: dt.date
    reason: str
    created_at: dt.datetime
    ended_at: dt.datetime | None


class FollowUps(BaseModel):
    """A page of follow-ups, the earliest set first."""

    follow_ups: list[FollowUp]
    next: str | None = NEXT


class PromisesQuery(ListQuery):
    """Whose promises, and in which state."""

    person: str | None = Field(None, description="A person's id.")
    state: PromiseState | None = None


class NewPromise(Sent):
    """Something said to be done for a person, and until when."""

    person: PersonId
    what: Words
    due_on: dt.date | None = None


class PromiseChange(Sent):
    """What is to stand; what is not named stays as it is."""

    what: Words | None = None
    due_on: dt.date | None = None


class Promise(BaseModel):
    """A promise, and what became of it."""

    id: str
    person: Reference
    state: PromiseState
    what: str
    due_on: dt.date | None
    made_at: dt.datetime
    ended_at: dt.datetime | None


class Promises(BaseModel):
    """A page of promises, the earliest made first."""

    promises: list[Promise]
    next: str | None = NEXT
