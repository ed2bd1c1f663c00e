"""Days as address books write them: a text into year (or None), month, day. Knows no time of day and no today.

Shapes: 1985-04-12, 19850412, --04-12, --0412, 12.4.1985, 4/12/85, 12 Apr 2024, April 12, 12. April, 1985年4月12日; a
time behind it is left out. 1604 (Apple) stands for "no year", 1601 and 4501 (Outlook) for "no day".
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from babel.dates import get_month_names

from mentorhub.workspace.rules.details import PartialDate, Precision

Parts = tuple[int | None, int, int]
LENGTH_MAX = 60  # characters; longer is a sentence
NO_YEAR, NO_DAY = 1604, {1601, 4501}
# Interface languages of the address books whose files name months in words.
LANGUAGES = "en de fr es it nl pt sv da nb fi cs sk pl tr hu ro id".split()
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$")
_NO_YEAR = re.compile(r"--?-?(\d{1,2})-?(\d{2})(?:T.*)?$")
_NUMBERS = re.compile(
    r"(\d{1,4})\s*([./-])\s*(\d{1,2})(?:\s*\2\s*(\d{1,4})?)?[.\s]*(?:\d{1,2}:\d.*)?$"
)
_CJK = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_KNOWN = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
_AMBIGUOUS = re.compile(r"\s*(\d{1,2})\s*([/-])\s*(\d{1,2})(?:\s*\2\s*(?:\d{4}|\d{2})?)?(?!\d)")


def parts(text: str, *, day_first: bool = False) -> Parts | None:
    """Year (None if not said), month and day of a text, or None if it names no day that a calendar has."""
    plain = text[: 2 * LENGTH_MAX].strip()
    return _parts(plain, day_first=day_first) if 0 < len(plain) <= LENGTH_MAX else None


def day_first(texts: Iterable[str], *, otherwise: bool) -> bool | None:
    """Whether 4/5/2020 is the fourth of May in this column: shown by a value above 12, else by `otherwise`.

    None where every value can be read in one way only.
    """
    doubtful = False
    for text in texts:
        found = _AMBIGUOUS.match(text)
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            return True
        if second > 12 >= first:
            return False
        doubtful = doubtful or first != second
    return otherwise if doubtful else None


@lru_cache(4096)  # thousands of connections were made on few days
def _parts(plain: str, *, day_first: bool) -> Parts | None:
    found = _in_numbers(plain, day_first=day_first) or _in_words(plain)
    if found is None or found[0] in NO_DAY:
        return None
    year, month, day = found
    year = None if year in {NO_YEAR, 0} else year
    try:
        dt.date(2000 if year is None else year, month, day)
    except ValueError:
        return None
    return year, month, day


def _in_numbers(text: str, *, day_first: bool) -> Parts | None:
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NO_YEAR.match(text):
        return None, int(found[1]), int(found[2])
    if found := _CJK.match(text):
        return (int(found[1]) if found[1] else None), int(found[2]), int(found[3])
    if found := _NUMBERS.match(text):
        return _in_order(found, day_first=day_first)
    return None


def _in_order(found: re.Match[str], *, day_first: bool) -> Parts | None:
    first, separator, second, third = found[1], found[2], found[3], found[4]
    if len(first) > 2:  # year first: 2024/3/5
        return (int(first), int(second), int(third)) if third and len(first) == 4 else None
    if third is not None and len(third) not in {2, 4} and int(third):
        return None
    year = None if third is None else _whole_year(third)
    one, other = int(first), int(second)
    is_day_first = separator == "." or one > 12 or (day_first and other <= 12)
    return (year, other, one) if is_day_first else (year, one, other)


def _in_words(text: str) -> Parts | None:
    """A month's name with a day and perhaps a year, in any order: "05 Mar 2024", "March 5", "5 de março de 2024"."""
    words = _WORDS.findall(_folded(text))
    months = {month for word in words if (month := _month_names().get(word))}
    numbers = [word for word in words if word.isdecimal()][:2]
    if len(months) != 1 or not numbers:
        return None
    day, year = numbers[0], (numbers[1] if len(numbers) > 1 else None)
    if year and len(day) > 2:
        day, year = year, day
    if len(day) > 2 or (year and len(year) not in {2, 4}):
        return None
    return (_whole_year(year) if year else None), months.pop(), int(day)


def _whole_year(digits: str) -> int:
    """Two digits as spreadsheets read them: 00 to 29 are this century, 30 to 99 the last."""
    year = int(digits)
    if len(digits) != 2:
        return year
    return year + (2000 if year < 30 else 1900)


@cache
def _month_names() -> dict[str, int]:
    """Long and short names of months, folded, in all `LANGUAGES`; a name of two different months is none."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for month, name in get_month_names(width, context, language).items():
                    found.setdefault(_folded(name).rstrip("."), set()).add(month)
    return {name: next(iter(months)) for name, months in found.items() if len(months) == 1}


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def partial_date(text: str, *, day_first: bool = False) -> PartialDate | None:
    """The day a text names in any of these shapes, or None; `day_first` decides what 4/5/2020 is."""
    found = parts(text, day_first=day_first)
    return PartialDate(month=found[1], day=found[2], year=found[0]) if found else None


def known_day(text: str) -> tuple[dt.date, Precision] | None:
    """The first day of a year, a month or a day (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`), and which; else None."""
    if not _KNOWN.fullmatch(text):
        return None
    try:
        on = dt.date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    except ValueError:
        return None
    return on, _PRECISIONS[len(text)]
