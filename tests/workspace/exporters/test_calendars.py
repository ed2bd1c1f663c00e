"""Entries come back as they were written: days as days, moments in UTC, each under its own name."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from mentorhub.workspace.exporters.calendars import Entry, calendar_pieces
from tests.support.malformed_input import TEXTS

KNOWN = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NAMES = (
    "Tomáš; Dvořák, \\n: x",
    "two\nlines",
    "END:VCALENDAR",
    *(one for one in TEXTS if one.strip(" \0\r")),
)


def back(*entries: Entry) -> Calendar:
    """What icalendar reads of what was written."""
    return Calendar.from_ical(b"".join(calendar_pieces(entries)))


def test_a_day_is_that_day_wherever_its_owner_is_and_leaves_them_free() -> None:
    (found,) = back(Entry("uid-1", dt.date(2026, 3, 29), "Reach out", KNOWN)).events
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (
        dt.date(2026, 3, 29),
        dt.date(2026, 3, 30),
    )
    assert (found["uid"], str(found["summary"]), found["transp"]) == (
        "uid-1",
        "Reach out",
        "TRANSPARENT",
    )
    assert found.decoded("dtstamp") == KNOWN
    assert not {"description", "location", "status"} & set(map(str.lower, found))


def test_a_moment_is_written_in_utc_also_over_a_change_of_the_clock() -> None:
    starts = dt.datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Oslo"))  # the clock leaps at 2
    entry = Entry("uid-1", starts, "Talk", KNOWN, minutes=60, place="Oslo", is_called_off=True)
    (found,) = back(entry).events
    assert found.to_ical().count(b"20260329T003000Z") == 1
    assert found.decoded("dtend") == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert (str(found["location"]), found["status"]) == ("Oslo", "CANCELLED")
    assert "transp" not in found


def test_an_hour_is_an_hour_also_where_the_clock_is_set_back() -> None:
    starts = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Oslo"))  # back at 3
    (found,) = back(Entry("uid-1", starts, "Talk", KNOWN, minutes=60)).events
    assert found.decoded("dtend") - found.decoded("dtstart") == dt.timedelta(hours=1)


@pytest.mark.parametrize("words", NAMES)
def test_every_text_comes_back(words: str) -> None:
    kept = words.replace("\r\n", "\n")
    entries = [
        Entry("uid-1", dt.date(2026, 3, 29), words, KNOWN, note=words, place=words),
        Entry("uid-2", dt.date(2026, 3, 30), "Next", KNOWN),
    ]
    found, after = back(*entries).events
    assert [str(found[name]) for name in ("summary", "description", "location")] == [kept] * 3
    assert after["uid"] == "uid-2"


@pytest.mark.parametrize("words", ["Ada", *NAMES, *TEXTS, "å" * 70, "x" * 70, "\\" * 80])
def test_an_entry_is_as_icalendar_itself_would_write_it(words: str) -> None:
    """Lines are put together here, since its objects are slow."""
    moment = dt.datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Asia/Kabul"))
    in_utc, hour = moment.astimezone(dt.UTC), dt.timedelta(hours=1)
    day, next_day = dt.date(2026, 3, 29), dt.date(2026, 3, 30)
    spans: list[tuple[Any, Any, Any]] = [(day, day, next_day), (moment, in_utc, in_utc + hour)]
    for given, starts, ends in spans:
        whole = Event()
        whole.add("uid", "uid-1")
        whole.add("dtstamp", KNOWN)
        whole.add("dtstart", starts)
        whole.add("dtend", ends)
        whole.add("summary", words)
        for name in ("description", "location") if words else ():
            whole.add(name, words)
        whole.add("status", "CANCELLED")
        if given is day:
            whole.add("transp", "TRANSPARENT")
        entry = Entry("uid-1", given, words, KNOWN, 60, note=words, place=words, is_called_off=True)
        assert whole.to_ical() in b"".join(calendar_pieces([entry]))


def test_the_whole_is_a_published_calendar_with_lines_as_the_rfc_has_them() -> None:
    text = b"".join(calendar_pieces([Entry("uid-1", dt.date(2026, 3, 29), "å" * 300, KNOWN)]))
    assert text.startswith(b"BEGIN:VCALENDAR\r\n") and text.endswith(b"END:VCALENDAR\r\n")
    assert text.count(b"BEGIN:VCALENDAR") == 1 and b"VERSION:2.0\r\n" in text
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")
