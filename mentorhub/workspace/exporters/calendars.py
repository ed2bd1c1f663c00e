"""Days and appointments as iCalendar (RFC 5545): the one module that knows icalendar."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icalendar import Calendar, Event

PRODUCT = "-//MentorHub//My data//EN"
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Entry:
    """One entry. `uid` stays the same from one file to the next; `known_at` is when it was written down (aware).

    `starts` is a day, which is that day wherever its owner is, or an aware moment, which lasts `minutes`.
    """

    uid: str
    starts: dt.date | dt.datetime
    title: str
    known_at: dt.datetime
    minutes: int = 0
    note: str = ""
    place: str = ""
    is_called_off: bool = False


def calendar_pieces(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A calendar; what fills a whole day leaves its owner free. Moments are written in UTC, so it needs no zones."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    yield calendar.to_ical().removesuffix(_END)
    for entry in entries:
        yield _written(entry)
    yield _END


def _written(entry: Entry) -> bytes:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.known_at.astimezone(dt.UTC))
    event.add("summary", entry.title)
    if isinstance(entry.starts, dt.datetime):
        starts = entry.starts.astimezone(dt.UTC)
        event.add("dtstart", starts)
        event.add("dtend", starts + dt.timedelta(minutes=entry.minutes))
    else:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.starts + dt.timedelta(days=1))  # the first day that is not in it
        event.add("transp", "TRANSPARENT")
    if entry.note:
        event.add("description", entry.note)
    if entry.place:
        event.add("location", entry.place)
    if entry.is_called_off:
        event.add("status", "CANCELLED")
    return bytes(event.to_ical())
