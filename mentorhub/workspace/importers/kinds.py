"""What a file is, by how it begins: a ZIP, or something that holds no contacts. Never by its name."""

import re

_SEEN = 4096  # bytes from the beginning
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"\0\0\1\0", "picture"),
    (b"\xd0\xcf\x11\xe0", "office"),  # .xls, .doc, .msg
    (b"!BDN", "outlook data file"),
    (b"SQLite format 3\0", "database"),
    (b"bplist", "apple address book"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"{\\rtf", "document"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"fLaC", "sound"),
)
_BOXES = (
    ("picture", b"heic heix mif1 avif"),
    ("film", b"isom mp41 mp42 qt   M4V  3gp4 dash"),
)  # ISO media, byte 8
_HTML = rb"\s*+(?><!--.*?-->\s*+)*+<(?:!doctype html|html|head|body)\b"
_TEXTS = (
    ("web page", re.compile(_HTML, re.IGNORECASE | re.DOTALL)),
    ("xml", re.compile(rb"\s*<\?xml\b|\s*<[a-z][\w:-]*[\s>]", re.IGNORECASE)),
    ("json", re.compile(rb"\s*(?:\{\s*\"|\{\s*\}|\[\s*[\[{\"\d\]])")),
    ("calendar", re.compile(rb"\s*BEGIN:VCALENDAR\b", re.IGNORECASE)),
    ("thunderbird address book", re.compile(rb"// <!-- <mdb:mork")),
    ("email message", re.compile(rb"(?:From \S+@|Return-Path: |Received: |MIME-Version: )")),
)
_PACKED = {  # what a ZIP is, by the names in it
    "spreadsheet": re.compile(rb"xl/workbook|Index/Tables/"),
    "document": re.compile(rb"word/document|ppt/presentation"),
    "program": re.compile(rb"META-INF/MANIFEST|AndroidManifest"),
}
# Everything that a file may be said to be (`records.NotContacts.kind`).
KINDS = frozenset(
    {
        *(kind for _magic, kind in _MAGIC),
        *(kind for kind, _brands in _BOXES),
        *(kind for kind, _begin in _TEXTS),
        *_PACKED,
        *("archive", "binary", "text"),
    }
)
_UNPRINTABLE = bytes(set(range(32)) - set(b"\t\n\r\x0c\x1b"))


def is_zip(data: bytes) -> bool:
    """Whether it begins as a ZIP does, an empty or a split one too."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def of_zip(names: bytes) -> str:
    """What else than an archive a ZIP is, by its members' names one after the other; '' if it is only that."""
    if b"mimetypecontent.xml" in names.replace(b"\n", b"") or names.startswith(b"mimetype\n"):
        return "spreadsheet" if b"content.xml" in names else "document"
    return next((kind for kind, found in _PACKED.items() if found.search(names)), "")


def of_bytes(data: bytes) -> str:
    """The kind of a file that is no text; '' if it may be one."""
    found = next(
        (kind for magic, kind in _MAGIC if data.startswith(magic) and _is_binary(magic, data)), ""
    )
    if found or data[4:8] != b"ftyp":
        return found
    return next((kind for kind, brands in _BOXES if data[8:12] in brands), "film")


def of_text(data: bytes) -> str:
    """The kind of a text that is no table, vCard or LDIF; '' if it may be one. In ASCII or an encoding above it."""
    beginning = data[:_SEEN]
    if found := next((kind for kind, begin in _TEXTS if begin.match(beginning)), ""):
        return found
    odd = len(beginning) - len(beginning.translate(None, _UNPRINTABLE))
    return "binary" if odd > len(beginning) // 50 else ""


def _is_binary(magic: bytes, data: bytes) -> bool:
    """A text may begin with the same two characters."""
    return len(magic) > 2 or magic == b"\x1f\x8b" or b"\0" in data[:64]
