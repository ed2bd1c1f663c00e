"""People, as the API takes and gives them."""

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, Field

from mentorhub.workspace.queries.filters import Reminders
from mentorhub.workspace.queries.lists import Order
from mentorhub.workspace.rules.cards import CardVersion
from mentorhub.workspace.rules.details import Precision
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.tags import PER_PERSON
from mentorhub.workspace.schemas.details import (
    Address,
    Affiliation,
    Custom,
    Details,
    Emails,
    Event,
    Many,
    Phones,
    Urls,
)
from mentorhub.workspace.schemas.texts import (
    NEXT,
    Day,
    Line100,
    Line200,
    Line300,
    Line500,
    ListQuery,
    Name,
    Note,
    Sent,
    Yearly,
)


class PeopleFilter(BaseModel):
    """Which people; without a stage all but the closed."""

    q: str | None = Field(None, max_length=200, description="Words, each of which must be found.")
    stage: Stage | None = None
    tag: list[str] = Field(default_factory=list, description="Ids of tags; all of them.")
    reminders: Reminders | None = None
    tier: Tier | None = None
    occasion: str = Field("", max_length=200, description="Where you met, by its whole name.")
    organization: str = Field(
        "", max_length=200, description="Where they are or were, by its whole name."
    )


class PeopleQuery(PeopleFilter, ListQuery):
    """Which people, in which order."""

    order: Order | None = Field(None, description="Best match first with `q`, else by name.")


class CardsQuery(PeopleFilter):
    """Whom to take out, and as which version of vCard; without any filter everybody."""

    version: CardVersion = CardVersion.THREE


class CardQuery(BaseModel):
    """As which version of vCard."""

    version: CardVersion = CardVersion.THREE


class PersonFields(Sent):
    """What can be written about a person besides the name."""

    given_name: Line200 = ""
    additional_name: Line200 = ""
    family_name: Line200 = ""
    prefix: Line100 = ""
    suffix: Line100 = ""
    nickname: Line200 = ""
    pronunciation: Line200 = ""
    headline: Line200 = ""
    affiliations: Annotated[list[Affiliation], Many] = Field(default_factory=list)
    organization: Line300 = ""
    title: Line300 = ""
    emails: Emails = Field(default_factory=list)
    phones: Phones = Field(default_factory=list)
    urls: Urls = Field(default_factory=list)
    addresses: Annotated[list[Address], Many] = Field(default_factory=list)
    birthday: Yearly | None = None
    events: Annotated[list[Event], Many] = Field(default_factory=list)
    customs: Annotated[list[Custom], Many] = Field(default_factory=list)
    occasion: Line200 = Field("", description="Where you met.")
    met_on: Day | None = None
    met_precision: Precision = Precision.DAY
    met_how: Line500 = ""
    met_through: Line200 = ""
    purpose: Line500 = ""
    note: Note = Field("", description="Worth remembering.")
    source_note: Line300 = ""
    tier: Tier = Tier.ACTIVE
    closeness: int | None = Field(None, ge=1, le=7)


class PersonChange(PersonFields):
    """What is to be written about a person. What is not named stays as it is; null and "" empty a field.

    Emails, phones and urls are texts, or objects with `value` and `label`; a text that is there already keeps its
    label. `organization` and `title` are those of the first affiliation.
    """

    name: Name | None = None


class NewPerson(PersonFields):
    """Somebody new; only the name is needed."""

    name: Name
    tags: list[Line100] = Field(default_factory=list, max_length=PER_PERSON)


class PersonSummary(BaseModel):
    """A person, as in lists. `organization` and `title` are those of the first affiliation."""

    id: str
    name: str
    emails: list[str]
    phones: list[str]
    organization: str
    title: str
    urls: list[str]
    birthday: str | None = Field(description="YYYY-MM-DD, or --MM-DD without its year.")
    note: str
    tags: list[str]
    stage: Stage
    tier: Tier
    last_contact_on: dt.date | None
    added_on: dt.date


class Person(PersonSummary):
    """A person with all that is written about them."""

    details: Details


class People(BaseModel):
    """A page of people; `total` counts all that match."""

    people: list[PersonSummary]
    total: int
    next: str | None = NEXT
