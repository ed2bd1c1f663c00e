"""Saved searches, as the API takes and gives them."""

from pydantic import BaseModel, Field

from mentorhub.workspace.rules.searches import SAVED_NAME_MAX
from mentorhub.workspace.schemas.people import PeopleFilter
from mentorhub.workspace.schemas.texts import Line60, Sent

Named = Field(min_length=1, max_length=SAVED_NAME_MAX)


class NewSearch(PeopleFilter, Sent):
    """Words and filters to keep under a name."""

    name: Line60 = Named


class SearchChange(Sent):
    """Its new name."""

    name: Line60 = Named


class Search(PeopleFilter):
    """A saved search. Whom it finds is looked up each time: `GET /people` with the same fields."""

    id: str
    name: str


class Searches(BaseModel):
    """All of them, by name."""

    searches: list[Search]
