"""The calendar under a secret address: made, read by another program, renewed and ended by its owner alone."""

import datetime as dt
import re

import pytest
from icalendar import Calendar

from mentorhub.workspace.actions.feeds import renew_feed
from mentorhub.workspace.actions.follow_ups import schedule_follow_up
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.rules.details import DatedEvent, PartialDate
from mentorhub.workspace.rules.feeds import UNKNOWN
from tests.support import notebooks
from tests.support.notebook_browsers import NotebookBrowser

PAGE = "/notebook/calendar"


def test_renew_feed_shows_an_address_once_and_end_feed_stops_it(
    browser: NotebookBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    assert f'href="{PAGE}"' in browser.client.get("/notebook").text
    shown = browser.post(PAGE, page=PAGE)
    (address,) = re.findall(r'value="(http[^"]+\.ics)"', shown.text)
    path = address.removeprefix("http://localhost")
    assert shown.headers["Cache-Control"] == "no-store" and address.count("/") == 4
    assert path not in browser.client.get(PAGE).text
    calendar = browser.app.test_client()
    assert calendar.get(path).status_code == 200
    assert "A calendar last read it" in browser.client.get(PAGE).text
    (renewed,) = re.findall(r'value="(http[^"]+\.ics)"', browser.post(PAGE, page=PAGE).text)
    assert calendar.get(path).status_code == 404 and calendar.get(renewed).status_code == 200
    assert browser.post(f"{PAGE}/removal", page=PAGE).status_code == 303
    assert calendar.get(renewed).status_code == 404
    assert path.removeprefix("/calendar/") not in caplog.text


def test_read_feed_names_people_and_says_no_more(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        soon = notebooks.today() + dt.timedelta(days=40)
        person_id = notebooks.person(
            browser.viewer,
            "Zoë, née X",
            birthday=PartialDate(2, 29, 1988),
            events=(DatedEvent("Sober", PartialDate(2, 28, 2019)),),
            remember="Private",
        )
        schedule_follow_up(person_id, viewer=browser.viewer, due_on=soon, reason="Private")
        add_promise(person_id, viewer=browser.viewer, what="Private", due_on=soon)
        token = renew_feed(viewer=browser.viewer)
    answer = browser.app.test_client().get(f"/calendar/{token}.ics")
    assert not re.search("Private|Sober|1988|2019", answer.text)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in answer.data
    events = {str(one["summary"]): one for one in Calendar.from_ical(answer.data).events}
    mine = {title: one for title, one in events.items() if "Zoë, née X" in title}
    assert list(mine) == [
        *("Get in touch with Zoë, née X", "A promise to Zoë, née X"),
        *("A day to think of Zoë, née X", "Birthday of Zoë, née X"),
    ]
    talk, promise, other, birthday = mine.values()
    assert talk.decoded("dtstart") == promise.decoded("dtstart") == soon
    last_of_february = {"FREQ": ["YEARLY"], "BYMONTH": [2], "BYMONTHDAY": [-1]}
    assert (other["rrule"], birthday["rrule"]) == ({"FREQ": ["YEARLY"]}, last_of_february)
    assert (birthday.decoded("dtstart").month, birthday.decoded("dtstart").day) == (2, 29)
    assert len({one["uid"] for one in events.values()}) == len(events)


def test_read_feed_costs_little_when_nothing_changed(browser: NotebookBrowser) -> None:
    with browser.app.app_context():
        token = renew_feed(viewer=browser.viewer)
    calendar, path = browser.app.test_client(), f"/calendar/{token}.ics"
    answer = calendar.get(path)
    assert (
        answer.mimetype == "text/calendar"
        and answer.headers["Cache-Control"] == "private, no-cache"
    )
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    known = {"If-None-Match": answer.headers["ETag"]}
    again = calendar.get(path, headers=known)
    assert (again.status_code, again.data) == (304, b"")
    with browser.app.app_context():
        notebooks.person(browser.viewer, "New", birthday=PartialDate(5, 2))
    assert calendar.get(path, headers=known).status_code == 200


def test_addresses_are_not_tried_out(
    browser: NotebookBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with browser.app.app_context():
        token = renew_feed(viewer=browser.viewer)
    monkeypatch.setitem(browser.app.config, "RATE_LIMITS_COUNTED", True)
    calendar = browser.app.test_client()
    tries = [calendar.get(f"/calendar/{token[:-1]}-{at}.ics") for at in range(UNKNOWN.amount + 1)]
    assert {one.status_code for one in tries[:-1]} == {404} and tries[-1].status_code == 429
    assert calendar.get(f"/calendar/{token}.ics").status_code == 200
