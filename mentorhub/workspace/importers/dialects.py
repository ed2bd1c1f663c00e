"""Which program wrote a table, by what only its header holds."""

import re
from collections.abc import Sequence

from mentorhub.workspace.importers.columns import Column, Field, is_own
from mentorhub.workspace.importers.headers import words_of
from mentorhub.workspace.importers.records import Format

_LINKEDIN_MOST = 12  # columns
_GOOGLE = re.compile(
    r"(?:e-?mail|phone|address|organization|website) \d+ - (label|type|value|name|street)",
    re.IGNORECASE,
)
_THUNDERBIRD = {"primary email", "screen name", "secondary email"}
_BIRTH = {Field.BIRTH_YEAR, Field.BIRTH_MONTH, Field.BIRTH_DAY}
_LIVE = {
    "given yomi",
    "surname yomi",
    "im address",
    "imaddress",
    "company yomi",
    "personal web page",
    "schools",
}
_CLASSIC = {
    "initials",
    "internet free busy",
    "organizational id number",
    "sensitivity",
    "email type",
    "keywords",
    "user",
}


def of(header: Sequence[str], columns: Sequence[Column]) -> Format:
    """The format of a table with this header; `Format.CSV` where it is nobody's in particular."""
    if is_own(header):
        return Format.MENTORHUB_CSV
    words = {words_of(name) for name in header}
    fields = {column.field for column in columns}
    google = {found[1].casefold() for name in header if (found := _GOOGLE.match(name.strip()))}
    if google or {"phonetic first name", "group membership"} & words:
        return (
            Format.GOOGLE_CSV_OLD
            if "type" in google or "group membership" in words
            else Format.GOOGLE_CSV
        )
    if len(words & _THUNDERBIRD) > 1 or fields >= _BIRTH:
        return Format.THUNDERBIRD_CSV
    if (
        len(header) <= _LINKEDIN_MOST
        and {Field.MET_ON, Field.GIVEN_NAME, Field.ORGANIZATION} <= fields
    ):
        return Format.LINKEDIN_CSV
    if _is_outlook(columns, fields):
        return (
            Format.OUTLOOK_CSV
            if words & _LIVE and len(words & _CLASSIC) < 2
            else Format.OUTLOOK_CSV_CLASSIC
        )
    return Format.CSV


def _is_outlook(columns: Sequence[Column], fields: set[Field]) -> bool:
    """A name in parts, an email, and addresses at home and at work, in whatever language."""
    places = {column.label for column in columns if column.field in {Field.STREET, Field.CITY}}
    return {Field.GIVEN_NAME, Field.FAMILY_NAME, Field.EMAIL} <= fields and {
        "home",
        "work",
    } <= places
