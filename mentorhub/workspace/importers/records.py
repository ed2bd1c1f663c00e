"""What is read of a file of contacts: its records, each with what it holds or why it is of no use, and the file itself.

Texts are cleaned (`cleaning.py`) and no longer than is said here; what is not known is '' or an empty tuple.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mentorhub.foundation.errors import Refusal
from mentorhub.workspace.rules.details import (
    Address,
    Affiliation,
    Custom,
    DatedEvent,
    Labelled,
    PartialDate,
    Precision,
)

RECORDS_MAX = 20_000  # in one file
PHOTO_MAX = 2_000_000  # bytes
NAME_MAX = 200  # characters, as the others
EMAIL_MAX = 254
PHONE_MAX = 60
LINE_MAX = 300
LINK_MAX = 2_000
CUSTOM_MAX = 500
PLACE_MAX = {
    **{"street": 500, "extended": 500, "formatted": 500, "po_box": 100},
    **{"city": 200, "region": 200, "postal_code": 40, "country": 100},
}
ABOUT_MAX = {  # what only a notebook writes, by the names of `Details`
    **{"headline": 200, "met_through": 200, "source_note": 300},
    **{"met_how": 500, "purpose": 500},
}
NOTE_MAX = 20_000
SEVERAL_MAX = 100  # values of one kind in one record
RAW_MAX = 100_000  # characters of one record's lines that are kept as they came


class Format(StrEnum):
    """What wrote the file, as far as its content shows."""

    LINKEDIN_CSV = "linkedin_csv"
    LINKEDIN_ZIP = "linkedin_zip"
    GOOGLE_CSV = "google_csv"
    GOOGLE_CSV_OLD = "google_csv_old"
    OUTLOOK_CSV = "outlook_csv"
    OUTLOOK_CSV_CLASSIC = "outlook_csv_classic"
    THUNDERBIRD_CSV = "thunderbird_csv"
    LDIF = "ldif"
    VCARD = "vcard"
    MENTORHUB_CSV = "mentorhub_csv"
    CSV = "csv"


class Problem(StrEnum):
    """Why a record cannot be used."""

    NAMELESS = "nameless"  # no name, organisation or e-mail
    CUT_OFF = "cut_off"  # the file ends in the middle of it
    GROUP = "group"  # a list of people
    NOT_A_PERSON = "not_a_person"  # another kind of entry, or one that takes something away
    TOO_LONG = "too_long"  # one line of it is longer than any person's


class Unreadable(Refusal):
    """The file as a whole cannot be taken. Subclasses say why."""


class FileEmpty(Unreadable):
    """Nothing is in it, or only blanks."""


class FileTooBig(Unreadable):
    """More than a file may have; carries how many bytes that is."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


class NotContacts(Unreadable):
    """It is something else; carries what: "pdf", "spreadsheet", "picture", "text", … (`kinds.py`)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class TooManyRecords(Unreadable):
    """More than `RECORDS_MAX`; carries that number."""

    def __init__(self, most: int = RECORDS_MAX) -> None:
        self.most = most
        super().__init__(most)


class ZipBroken(Unreadable):
    """It begins like a ZIP and cannot be opened as one."""


class ZipTooBig(Unreadable):
    """What is packed in it is more; carries how many bytes it may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


class TooManyMembers(Unreadable):
    """A ZIP with more files; carries how many there may be."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(most)


class ZipEncrypted(Unreadable):
    """The ZIP asks for a password."""


class NoConnections(Unreadable):
    """A ZIP without LinkedIn's Connections.csv."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file. `row` counts from 1 in the order of the file, and counts the useless ones too.

    `name` is the name as the file writes it, else put together of its parts, else the organisation, else an email.
    `met_on` is LinkedIn's "Connected On"; from `met_precision` to `source_note` stands what only a notebook writes;
    `raw` are content lines whose property we do not understand, unfolded, as they came; `cut` names the fields that
    held more than they may (`drafts.py` says what becomes of the rest).
    """

    row: int
    name: str = ""
    given_name: str = ""
    additional_name: str = ""
    family_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    pronunciation: str = ""
    emails: tuple[Labelled, ...] = ()
    phones: tuple[Labelled, ...] = ()
    links: tuple[Labelled, ...] = ()
    addresses: tuple[Address, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    birthday: PartialDate | None = None
    events: tuple[DatedEvent, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    customs: tuple[Custom, ...] = ()
    uid: str = ""
    met_on: dt.date | None = None
    occasion: str = ""
    met_precision: Precision = Precision.DAY
    headline: str = ""
    met_how: str = ""
    met_through: str = ""
    purpose: str = ""
    source_note: str = ""
    photo: bytes = b""
    raw: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read. What follows `records` is of tables only, for the page where columns are mapped by hand.

    `encoding` is the codec it was read in ("utf-8", "windows-1252", …). `columns` is the header ('' for each where it
    has none, see `has_header`), `mapping` what each column was taken for (`columns.Field`), `samples` up to three
    different values of each; `day_first` how 4/5/2020 was read, or None where no date could be read in two ways.
    """

    format: Format
    encoding: str
    records: list[Record]
    columns: tuple[str, ...] = ()
    mapping: Sequence[str] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    has_header: bool = False
    day_first: bool | None = None
    delimiter: str = field(default="", repr=False)
