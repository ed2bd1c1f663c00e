"""What is written about a person, as values: names, ways to reach them, where they work, days, where one met. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.workspace.rules.rhythm import Tier

MANY_MAX = 30  # e-mails, phones, links … of one person, each


class DetailKind(StrEnum):
    """How a person can be reached, or what their owner calls it."""

    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    CUSTOM = "custom"


class DayKind(StrEnum):
    """A day to think of a person; all but the birthday have a name of their owner's."""

    BIRTHDAY = "birthday"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a day is known; a month or a year is stored as its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_PARTIAL = re.compile(r"(?:(\d{4})|-)-(\d{2})-(\d{2})")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day of every year; the year it began is not always known. Raises `ValueError` where no calendar has it."""

    month: int
    day: int
    year: int | None = None

    def __post_init__(self) -> None:
        dt.date(2000 if self.year is None else self.year, self.month, self.day)

    @property
    def date(self) -> dt.date | None:
        """The day itself, if its year is known."""
        return None if self.year is None else dt.date(self.year, self.month, self.day)

    @property
    def iso(self) -> str:
        """`YYYY-MM-DD`, or `--MM-DD` without a year (ISO 8601:2000, as vCard 4.0 writes it)."""
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"

    @classmethod
    def from_iso(cls, text: str) -> "PartialDate | None":
        """What `iso` wrote; None for anything else, and for a day that no calendar has."""
        found = _PARTIAL.fullmatch(text)
        if found is None:
            return None
        year, month, day = found.groups()
        return cls.valid(int(month), int(day), int(year) if year else None)

    @classmethod
    def valid(cls, month: int, day: int, year: int | None = None) -> "PartialDate | None":
        """Such a day, or None where no calendar has it; 29 February is one without a year, too."""
        try:
            return cls(month, day, year)
        except ValueError:
            return None


@dataclass(frozen=True)
class Labelled:
    """One e-mail address, phone number or link, and what its owner calls it, as "work" or "mobile"."""

    value: str
    label: str = ""


@dataclass(frozen=True)
class Address:
    """A postal address by its parts; `formatted` is the whole as it came, where the parts are not known."""

    label: str = ""
    street: str = ""
    extended: str = ""
    po_box: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    formatted: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """As it stands on an envelope."""
        if self.formatted:
            return tuple(self.formatted.splitlines())
        town = " ".join(filter(None, (self.postal_code, self.city)))
        parts = (self.street, self.extended, self.po_box, town, self.region, self.country)
        return tuple(filter(None, parts))


@dataclass(frozen=True)
class Affiliation:
    """Where somebody works or belongs, as what, since and until when: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or ''."""

    organization: str
    title: str = ""
    department: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Custom:
    """Something else about a person, under a name of its owner's."""

    label: str
    value: str


@dataclass(frozen=True)
class DatedEvent:
    """A named day of every year, but not the birthday."""

    label: str
    on: PartialDate


@dataclass(frozen=True)
class Details:
    """What is written about a person. Of several e-mails, phones or organisations the first is the one to use.

    `occasion` is where they met, `met_on` the day as precisely as `met_precision` says; `met_through` is who brought
    them together.
    """

    name: str
    given_name: str = ""
    additional_name: str = ""
    family_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    pronunciation: str = ""
    headline: str = ""
    affiliations: tuple[Affiliation, ...] = ()
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    links: tuple[Labelled, ...] = ()
    addresses: tuple[Address, ...] = ()
    birthday: PartialDate | None = None
    events: tuple[DatedEvent, ...] = ()
    customs: tuple[Custom, ...] = ()
    occasion: str = ""
    met_on: dt.date | None = None
    met_precision: Precision = Precision.DAY
    met_how: str = ""
    met_through: str = ""
    purpose: str = ""
    remember: str = ""
    source_note: str = ""
    tier: Tier = Tier.ACTIVE
    cadence_days: int | None = None
    closeness: int | None = None
