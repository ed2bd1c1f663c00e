"""Tags, as the API takes and gives them."""

from pydantic import BaseModel, Field

from mentorhub.workspace.rules.tags import PER_PERSON
from mentorhub.workspace.schemas.texts import Line100, Sent


class TagNames(Sent):
    """Names of tags to put on a person; those that are new are made."""

    tags: list[Line100] = Field(min_length=1, max_length=PER_PERSON)


class TagChange(Sent):
    """A tag's new name. With `joins`, where another tag has it, the two become one."""

    name: Line100
    joins: bool = False


class Tag(BaseModel):
    """A tag, and how many people have it; `closed` ones are counted apart."""

    id: str
    name: str
    people: int
    closed: int
    cadence_days: int | None


class Tags(BaseModel):
    """Every tag, by name."""

    tags: list[Tag]
