"""Days and appointments as iCalendar (RFC 5545): the one module that knows icalendar.

It escapes and folds; an entry as one of its objects would take five times as long, and thousands go out at once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icalendar import Calendar, vText

from mentorhub.workspace.exporters.folding import folded

PRODUCT = "-//MentorHub//My data//EN"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One entry. `uid` stays the same from one file to the next; `known_at` is when it was written down (aware).

    `starts` is a day, which is that day wherever its owner is, or an aware datetime, which lasts `minutes`; a day that
    `is_yearly` comes again every year, the 29th of February as the last day of its month.
    """

    uid: str
    starts: dt.date | dt.datetime
    title: str
    known_at: dt.datetime
    minutes: int = 0
    note: str = ""
    place: str = ""
    is_called_off: bool = False
    is_yearly: bool = False


def calendar_pieces(
    entries: Iterable[Entry], *, name: str = "", is_feed: bool = False
) -> Iterator[bytes]:
    """A calendar; an entry of a whole day leaves its owner free. Times are written in UTC, so it needs no zones.

    A feed says how often it may be asked again: hourly (RFC 7986 section 5.7, and Outlook's older word for it).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    yield calendar.to_ical().removesuffix(_END)
    lines = [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"] if name else []
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"] if is_feed else []
    yield b"".join(folded(line) + b"\r\n" for line in lines)
    for entry in entries:
        yield _written(entry)
    yield _END


def _written(entry: Entry) -> bytes:
    """In the order in which icalendar would write it."""
    lines = ["BEGIN:VEVENT", f"SUMMARY:{_escaped(entry.title)}"]
    if isinstance(entry.starts, dt.datetime):
        starts = entry.starts.astimezone(dt.UTC)  # before the minutes: a clock may change meanwhile
        ends = starts + dt.timedelta(minutes=entry.minutes)
        lines += [f"DTSTART:{_timestamp(starts)}", f"DTEND:{_timestamp(ends)}"]
    else:
        ends_on = entry.starts + dt.timedelta(days=1)  # the first day that is not in it
        lines += [f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}", f"DTEND;VALUE=DATE:{ends_on:%Y%m%d}"]
    if entry.is_yearly:
        lines.append(_yearly(entry.starts))
    lines += [f"DTSTAMP:{_timestamp(entry.known_at)}", f"UID:{_escaped(entry.uid)}"]
    if entry.note:
        lines.append(f"DESCRIPTION:{_escaped(entry.note)}")
    if entry.place:
        lines.append(f"LOCATION:{_escaped(entry.place)}")
    if entry.is_called_off:
        lines.append("STATUS:CANCELLED")
    if not isinstance(entry.starts, dt.datetime):
        lines.append("TRANSP:TRANSPARENT")
    return b"\r\n".join([*map(folded, lines), b"END:VEVENT", b""])


def _yearly(first: dt.date) -> str:
    """Without its own day, most calendars pass over the 29th of February in other years; -1 is a month's last day."""
    is_last = (first.month, first.day) == (2, 29)
    return "RRULE:FREQ=YEARLY" + (";BYMONTH=2;BYMONTHDAY=-1" if is_last else "")


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()


def _timestamp(when: dt.datetime) -> str:
    return f"{when.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
