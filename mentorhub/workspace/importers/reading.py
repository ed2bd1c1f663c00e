"""A file of contacts, whichever it is: the one way in. What it is, its content tells, never its name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from mentorhub.workspace.importers import charsets, kinds, ldif, tables, vcards, zips
from mentorhub.workspace.importers.columns import Field
from mentorhub.workspace.importers.records import (
    RECORDS_MAX,
    File,
    FileEmpty,
    FileTooBig,
    Format,
    NotContacts,
    Record,
    TooManyRecords,
)
from mentorhub.workspace.rules.imports import FILE_MAX

_VCARD = re.compile(
    rb"^[^\x20-\x7e\n]{0,8}[ \t]*(?:[\w-]+\.)?BEGIN[ \t]*:[ \t]*VCARD[ \t\r]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADLESS = re.compile(rb"\A\s*VERSION:[234]\.[01]\s*$", re.IGNORECASE | re.MULTILINE)
_LDIF = re.compile(
    rb"(?:\s|#[^\n]*+\n)*+(?:version:[ \t]*\d+[ \t\r]*\n(?:\s|#[^\n]*+\n)*+)?dn::?[ \t]?\S",
    re.IGNORECASE,
)
_SEEN = 65_536  # bytes, in which an LDIF file comes to its first entry
_CHARSET = re.compile(rb"CHARSET=\"?([\w-]+)", re.IGNORECASE)


def read_file(
    data: bytes,
    *,
    encoding: str = "",
    mapping: Sequence[Field] | None = None,
    day_first: bool | None = None,
) -> File:
    """Every record of a file of contacts, and how it was read.

    `encoding` (a name of `charsets.NAMES`, or any other label of it; unknown ones count as ''), `mapping` (a field for
    each column of a table) and `day_first` (4/5/2020 is in May) are what its owner chose instead of what was found.
    Raises a subclass of `records.Unreadable`, and nothing else.
    """
    if len(data) > FILE_MAX:
        raise FileTooBig(FILE_MAX)
    if kinds.is_zip(data):
        data, is_packed = zips.connections(data), True
    else:
        is_packed = False
    if kind := "archive" if kinds.is_zip(data) else kinds.of_bytes(data):
        raise NotContacts(kind)
    told = charsets.known(encoding) if encoding else ""
    body, wide = charsets.in_utf8(data, told=told)
    if not body.strip(b" \t\r\n\0\f"):
        raise FileEmpty
    body = charsets.with_line_feeds(body)
    found = _read(body, charsets.UTF8 if wide else told, mapping, day_first)
    return replace(
        found,
        format=Format.LINKEDIN_ZIP if is_packed else found.format,
        encoding=wide or found.encoding,
    )


def _read(data: bytes, told: str, mapping: Sequence[Field] | None, day_first: bool | None) -> File:
    if _VCARD.search(data) or _HEADLESS.match(data):
        return _listed(Format.VCARD, data, told, vcards.records(data, told=told))
    if _LDIF.match(data[:_SEEN].lstrip()):
        return _listed(Format.LDIF, data, told, ldif.records(data, told=told))
    if kind := kinds.of_text(data):
        raise NotContacts(kind)
    return tables.read(data, encoding=told, mapping=mapping, day_first=day_first)


def _listed(wrote: Format, data: bytes, told: str, records: Iterator[Record]) -> File:
    found: list[Record] = []
    for record in records:
        if len(found) == RECORDS_MAX:
            raise TooManyRecords
        found.append(record)
    if not found:
        raise NotContacts("text")
    return File(wrote, told or _encoding(data), found)


def _encoding(data: bytes) -> str:
    """UTF-8, else what the cards themselves call theirs, else the guess."""
    found = charsets.encoding_of(data)
    if found == charsets.UTF8:
        return found
    named = (
        charsets.known(one[1].decode("ascii", "replace"))
        for one in islice(_CHARSET.finditer(data), 100)
    )
    return next((name for name in named if name not in {"", charsets.UTF8}), found)
