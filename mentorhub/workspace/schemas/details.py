"""All that is written about a person, in parts: emails with what they are, addresses, roles, days."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from mentorhub.workspace.forms.rows import LinkRow, partial_day
from mentorhub.workspace.rules.details import MANY_MAX, Precision
from mentorhub.workspace.schemas.texts import (
    Line10,
    Line40,
    Line60,
    Line100,
    Line200,
    Line300,
    Line500,
    Line2000,
    Note,
    Sent,
    Yearly,
)


def as_field(check: Callable[[Any, Any], None]) -> Callable[[str], str]:
    """A form's check of one field, for a text of its own: raises `ValueError` with the form's own words."""

    def checked(text: str) -> str:
        field = SimpleNamespace(data=text)
        check(None, field)
        return str(field.data)

    return checked


def _in_parts(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) else value


def _partial(text: str) -> str:
    return as_field(partial_day)(text) if text else text


PartialDay = Annotated[Line10, AfterValidator(_partial)]


class Email(Sent):
    """An email address, and what it is, such as "work"."""

    value: Annotated[Line300, StringConstraints(min_length=1, max_length=254)]
    label: Line100 = ""


class Phone(Sent):
    """A phone number as it was typed, and what it is."""

    value: Line60
    label: Line100 = ""


class Url(Sent):
    """A web address, and what it is."""

    value: Annotated[Line2000, AfterValidator(as_field(LinkRow.validate_value))]
    label: Line100 = ""


class Address(Sent):
    """A postal address."""

    label: Line100 = ""
    street: Line500 = ""
    extended: Line500 = ""
    po_box: Line100 = ""
    city: Line200 = ""
    region: Line200 = ""
    postal_code: Line40 = ""
    country: Line100 = ""
    formatted: Note = ""


class Affiliation(Sent):
    """Where somebody works or belongs, as what, since and until when."""

    organization: Annotated[Line300, StringConstraints(min_length=1)]
    title: Line300 = ""
    department: Line300 = ""
    since: PartialDay = ""
    until: PartialDay = ""


class Custom(Sent):
    """Something else, under a name of its owner's."""

    label: Line100
    value: Line500

    @model_validator(mode="after")
    def both(self) -> "Custom":
        """Refuse half of it."""
        if not (self.label and self.value):
            raise ValueError("Please give both a label and a value.")
        return self


class Event(Sent):
    """A named day of every year."""

    label: Line100
    on: Yearly

    @model_validator(mode="after")
    def both(self) -> "Event":
        """Refuse half of it."""
        if not (self.label and self.on):
            raise ValueError("Please give both a label and a day.")
        return self


class Details(BaseModel):
    """All that is written about a person. Of several emails, phones or affiliations the first is the one to use."""

    given_name: str
    additional_name: str
    family_name: str
    prefix: str
    suffix: str
    nickname: str
    pronunciation: str
    headline: str
    affiliations: list[Affiliation]
    emails: list[Email]
    phones: list[Phone]
    urls: list[Url]
    addresses: list[Address]
    events: list[Event]
    customs: list[Custom]
    occasion: str
    met_on: dt.date | None
    met_precision: Precision
    met_how: str
    met_through: str
    purpose: str
    source_note: str
    closeness: int | None


Many = Field(max_length=MANY_MAX)
Emails = Annotated[list[Annotated[Email, BeforeValidator(_in_parts)]], Many]
Phones = Annotated[list[Annotated[Phone, BeforeValidator(_in_parts)]], Many]
Urls = Annotated[list[Annotated[Url, BeforeValidator(_in_parts)]], Many]
