"""What the columns of a table mean: guessed from its header (`headers.py`), or chosen by its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mentorhub.workspace.importers import headers
from mentorhub.workspace.importers.headers import Meaning

HEADER_MAX = 200  # characters of one column's name
COLUMNS_MAX = 500
OWN_ID = "MentorHub ID"  # a table with this column was written by `exporters.tables`
OWN_COLUMNS_MAX = 3_000  # of such a table: a hundred values of each kind, and more


class Field(StrEnum):
    """Where a column's values go."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    ADDITIONAL_NAME = "additional_name"
    FAMILY_NAME = "family_name"
    PREFIX = "prefix"
    SUFFIX = "suffix"
    NICKNAME = "nickname"
    PRONUNCIATION = "pronunciation"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    ORGANIZATION = "organization"
    TITLE = "title"
    DEPARTMENT = "department"
    SINCE = "since"
    UNTIL = "until"
    ADDRESS = "address"  # the whole of it, or its first line
    STREET = "street"
    EXTENDED = "extended"
    PO_BOX = "po_box"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    BIRTHDAY = "birthday"
    BIRTH_YEAR = "birth_year"
    BIRTH_MONTH = "birth_month"
    BIRTH_DAY = "birth_day"
    EVENT = "event"
    MET_ON = "met_on"
    OCCASION = "occasion"
    HEADLINE = "headline"
    MET_HOW = "met_how"
    MET_THROUGH = "met_through"
    PURPOSE = "purpose"
    SOURCE_NOTE = "source_note"
    NOTE = "note"
    TAGS = "tags"
    UID = "uid"
    LABEL = "label"  # what the column beside it is labelled, such as Google's "Phone 1 - Label"
    CUSTOM = "custom"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, the label of its values, and what it belongs to ("email 1", an address's "home")."""

    field: Field
    label: str = ""
    group: str = ""


def guess(header: Sequence[str]) -> list[Field]:
    """What each column of a header means: `CUSTOM` where its name is not known, `IGNORE` where nobody needs it."""
    return [column.field for column in columns(header)]


def is_own(header: Sequence[str]) -> bool:
    """Whether this is the header of a notebook's own table."""
    return OWN_ID in header


def columns(header: Sequence[str], *, mapping: Sequence[Field] | None = None) -> list[Column]:
    """The first columns of a header (`columns_max`); `mapping`, a field for each, takes the place of the guess.

    Columns that the mapping does not reach are ignored.
    """
    names = header[: columns_max(header)]
    guessed = _settled([headers.meaning(name[:HEADER_MAX]) for name in names])
    if mapping is None:
        return guessed
    chosen = [*mapping, *[Field.IGNORE] * len(guessed)][: len(guessed)]
    return [
        _as_chosen(one, name, field)
        for one, name, field in zip(guessed, header, chosen, strict=False)
    ]


def columns_max(header: Sequence[str]) -> int:
    """How many columns of such a table are read."""
    return OWN_COLUMNS_MAX if is_own(header) else COLUMNS_MAX


def known_words(header: Sequence[str]) -> int:
    """How many of these cells are names of columns; more than of any other row where it is a notebook's own header."""
    if is_own(header):
        return OWN_COLUMNS_MAX
    return sum(
        1 for name in header[:COLUMNS_MAX] if len(name) <= HEADER_MAX and headers.is_known(name)
    )


def _as_chosen(guessed: Column, name: str, field: Field) -> Column:
    """A column whose field was chosen: its values are labelled as guessed, a text or day by the column's own name."""
    if field in {Field.CUSTOM, Field.EVENT}:
        return Column(field, guessed.label or " ".join(name.split())[:HEADER_MAX], guessed.group)
    return Column(field, "" if guessed.field is Field.CUSTOM else guessed.label, guessed.group)


def _settled(found: list[Meaning]) -> list[Column]:
    """Columns of what is known by itself, and of words that mean one thing here and another there."""
    keys = [one.key for one in found]
    names = [at for at, key in enumerate(keys) if key == "any_name"]
    titles = [at for at, key in enumerate(keys) if key == "any_title"]
    fields: dict[int, Field] = dict.fromkeys(names, Field.NAME) | dict.fromkeys(
        titles, Field.PREFIX
    )
    if names and ("given_name" in keys) != ("family_name" in keys):
        fields[names[-1]] = Field.FAMILY_NAME if "given_name" in keys else Field.GIVEN_NAME
    if {"birth_year", "birth_month"} <= set(keys):  # Thunderbird's third column
        fields |= {at: Field.BIRTH_DAY for at, key in enumerate(keys) if key == "birthday"}
    if titles and "title" not in keys:
        fields[titles[-1]] = Field.TITLE
    settled = []
    for at, one in enumerate(found):
        if one.key == "any_yearly":
            is_event = "birthday" in keys
            settled.append(
                Column(Field.EVENT, "anniversary") if is_event else Column(Field.BIRTHDAY)
            )
        else:
            settled.append(
                Column(fields[at] if at in fields else Field(one.key), one.label, one.group)
            )
    return settled
