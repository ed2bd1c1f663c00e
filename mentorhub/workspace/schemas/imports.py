"""Imports of contacts, as the API takes and gives them."""

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, Field

from mentorhub.workspace.rules.imports import Choice, Outcome
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.schemas.texts import NEXT, Line40, Line200, ListQuery, Sent


class State(StrEnum):
    """Where an import stands. A worker is at one that is `applying`, also while it takes it back."""

    PREVIEWED = "previewed"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDONE = "undone"
    FAILED = "failed"


class ImportQuery(ListQuery):
    """Which of its records."""


class ImportsQuery(ListQuery):
    """Which imports."""


class Application(Sent):
    """What is done with everybody who is taken in."""

    tag: Line40 = ""
    occasion: Line200 = Field("", description="Where you met them.")
    tier: Tier = Tier.OFF
    takes_file: bool = Field(
        False, description="Whether the file's words take the place of those in the notebook."
    )


class UnusableRecord(BaseModel):
    """A record that cannot be used, and why."""

    row: int
    reason: str


class ImportRecord(BaseModel):
    """A record of the file; `row` counts from 1 in its order. `outcome` and `choice` say what becomes of it."""

    row: int
    name: str
    emails: list[str]
    phones: list[str]
    organization: str
    title: str
    urls: list[str]
    birthday: str | None = Field(description="YYYY-MM-DD, or --MM-DD without its year.")
    note: str
    outcome: Outcome
    choice: Choice


class ImportSummary(BaseModel):
    """An import, without its records."""

    id: str
    state: State
    format: str
    file_name: str
    total: int
    new: int
    updates: int
    doubles: int
    created_at: dt.datetime


class Imports(BaseModel):
    """The latest imports."""

    imports: list[ImportSummary]


class Import(BaseModel):
    """A file that was looked at: new + updates + doubles + the unusable are `total`. `done` are gone through."""

    id: str
    state: State
    format: str
    encoding: str
    total: int
    new: int
    updates: int
    doubles: int
    unusable: list[UnusableRecord]
    done: int
    records: list[ImportRecord]
    next: str | None = NEXT
