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
