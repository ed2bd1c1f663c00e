"""Texts, days and pages of the API: read as the notebook's forms read them."""

import datetime as dt
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from mentorhub.foundation.names import clean_name
from mentorhub.programs.forms.fields import several_lines
from mentorhub.workspace.forms.fields import EARLIEST, NOTE_MAX
from mentorhub.workspace.rules.details import PartialDate


def _line(value: Any) -> Any:
    return clean_name(value) if isinstance(value, str) else value


def _lines(value: Any) -> Any:
    return several_lines(value) if isinstance(value, str) else value


def _yearly(value: str) -> str:
    if value and PartialDate.from_iso(value) is None:
        raise ValueError("Please give a day as YYYY-MM-DD, or as --MM-DD without a year.")
    return value


_Cleaned = Annotated[str, BeforeValidator(_line)]
Line10 = Annotated[_Cleaned, StringConstraints(max_length=10)]
Line40 = Annotated[_Cleaned, StringConstraints(max_length=40)]
Line60 = Annotated[_Cleaned, StringConstraints(max_length=60)]
Line100 = Annotated[_Cleaned, StringConstraints(max_length=100)]
Line200 = Annotated[_Cleaned, StringConstraints(max_length=200)]
Line300 = Annotated[_Cleaned, StringConstraints(max_length=300)]
Line500 = Annotated[_Cleaned, StringConstraints(max_length=500)]
Line2000 = Annotated[_Cleaned, StringConstraints(max_length=2000)]
Name = Annotated[_Cleaned, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[_Cleaned, StringConstraints(min_length=1, max_length=300)]
Note = Annotated[str, BeforeValidator(_lines), StringConstraints(max_length=NOTE_MAX)]
Yearly = Annotated[
    Line10,
    AfterValidator(_yearly),
    Field(description="A day of every year: YYYY-MM-DD, or --MM-DD without its year."),
]
Day = Annotated[dt.date, Field(ge=EARLIEST)]
PersonId = Annotated[str, StringConstraints(min_length=1, max_length=22)]


class Sent(BaseModel):
    """What a program sends: a field that there is not is an error, since it may be mistyped."""

    model_config = ConfigDict(extra="forbid")


class ListQuery(BaseModel):
    """Which page of a list."""

    cursor: str | None = Field(None, description="`next` of the page before; none for the first.")


class Reference(BaseModel):
    """Somebody, by id and name."""

    id: str
    name: str


NEXT = Field(description="The cursor of the page that follows; null at the end.")
