"""Texts of a file as they are stored: composed (NFC), without control characters, on one line or on several."""

import unicodedata

import regex

from mentorhub.foundation.names import clean_name

TEXT_MAX = 100_000  # characters; more than is kept of any text (`records.py`)
LABEL_MAX = 100  # characters
_UNWANTED = regex.compile(r"(?V1)[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]--[\n\t]]")
_LINE_ENDS = regex.compile(r"\r\n|[\r\u2028\u2029]")


def one_line(text: str) -> str:
    """A name, title, address part or label: as every name in the app (`names.clean_name`)."""
    return clean_name(text[:TEXT_MAX])


def label(text: str) -> str:
    """What something is called, no longer than a label is stored."""
    return one_line(text)[:LABEL_MAX].rstrip() if text else ""


def token(text: str) -> str:
    """An email, phone or link: no blanks around it, none of what cannot be seen in it."""
    if text.isascii() and text.isprintable():
        return text[:TEXT_MAX].strip()
    return clean_name(text[:TEXT_MAX])


def several_lines(text: str) -> str:
    """A note or an address: its lines end in a plain line feed, tabs stay."""
    text = text[:TEXT_MAX]
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", plain).strip()
