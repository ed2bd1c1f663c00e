"""Texts as cells of a spreadsheet: none is taken for a formula, and what was put before it can be taken away again."""

import re

# How spreadsheets know a formula: by its first sign, at the beginning of a cell. Where they take another sign than the
# comma for what stands between cells, one begins behind each of those, whatever quotation marks stand before it.
_BEGIN = r"""(^[^\S\t\r\n]*|[;\t\r\n](?:[^\S\t\r\n]|")*)"""
_SIGN = "[=+\\-@＝＋－＠])"
_FORMULA = re.compile(f"{_BEGIN}(?={_SIGN}")
_LOOKS_GUARDED = re.compile(f"{_BEGIN}(?='+{_SIGN}")
_GUARDED = re.compile(f"{_BEGIN}'(?='*{_SIGN}")
_PHONE = re.compile(r"\+[0-9][0-9 ]*")  # as the whole of a cell: nothing to be reckoned


def guarded(text: str) -> str:
    """An apostrophe goes before what a spreadsheet would take for a formula (OWASP), also inside, behind a semicolon, a
    tab or a line break. A cell that is a phone number, `+` with digits and spaces, stays as it is.
    """
    return text if _PHONE.fullmatch(text) else _FORMULA.sub(r"\1'", text)


def marked(text: str) -> str:
    """For tables that are read again: a text which looks as if it had been guarded gets one apostrophe more.

    `unguarded(guarded(marked(text)))` is the text, whatever it is.
    """
    return _LOOKS_GUARDED.sub(r"\1'", text)


def unguarded(cell: str) -> str:
    """The text of a cell, without the apostrophes that `guarded` and `marked` put."""
    return _GUARDED.sub(r"\1", cell)
