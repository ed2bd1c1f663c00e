"""Lines of vCard and iCalendar, folded alike (RFC 2426 section 2.6, RFC 5545 section 3.1): at 75 octets of UTF-8."""

from collections.abc import Callable
from typing import Any

from icalendar.parser import Contentline

OCTETS_MAX = 75
_FOLDED: Callable[[str], Any] = Contentline


def folded(line: str) -> bytes:
    """A line without its end, in as many as it takes; neither a character nor an escaped one is cut in two."""
    written = line.encode()
    return written if len(written) <= OCTETS_MAX else bytes(_FOLDED(line).to_ical())


def folded_before_words(line: str) -> bytes:
    """As `folded`, but what goes on begins with no blank: readers take two before a property's name for an indent."""
    written = line.encode()
    start = 0
    parts: list[bytes] = []
    while len(written) - start > OCTETS_MAX - bool(parts):
        end = _end(written, start, start + OCTETS_MAX - bool(parts))
        parts.append(written[start:end])
        start = end
    return b"\r\n ".join([*parts, written[start:]])


def _end(written: bytes, start: int, latest: int) -> int:
    """The last place to cut: in no character, in no escaped one, and before no blank if there is such a place."""
    places = (
        at
        for at in range(latest, start, -1)
        if written[at] & 0xC0 != 0x80 and written[at - 1 : at] != b"\\"
    )
    whole = next(places, latest)
    if written[whole] not in b" \t":
        return whole
    return next((at for at in places if written[at] not in b" \t"), whole)
