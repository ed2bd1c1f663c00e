"""What a calendar reads: names and days of whom Today would name, of nobody else, while its owner is there."""

import datetime as dt

import pytest
from flask import Flask

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import PUBLIC, SYSTEM
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.feeds import renew_feed
from mentorhub.workspace.actions.follow_ups import drop_follow_up, schedule_follow_up
from mentorhub.workspace.actions.imports import apply_import
from mentorhub.workspace.actions.promises import add_promise
from mentorhub.workspace.queries.feeds import Feed, feed, reader_of
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.details import DatedEvent, PartialDate
from mentorhub.workspace.rules.stages import Stage
from tests.support import importing, notebooks, rhythms

pytestmark = pytest.mark.database
BORN = PartialDate(2, 29, 1988)


def said(found: Feed) -> list[list[str]]:
    return [[row.name for row in rows] for rows in (found.follow_ups, found.promises, found.days)]


def test_a_calendar_names_whom_today_would(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    soon = notebooks.today() + dt.timedelta(days=40)
    people = {
        name: notebooks.person(viewer, name, birthday=BORN)
        for name in ("Ada", "Muted", "Closed", "Gone")
    }
    rhythms.change(viewer, people["Muted"], is_muted=True)
    rhythms.change(viewer, people["Closed"], stage=Stage.CLOSED)
    for person_id in people.values():
        schedule_follow_up(person_id, viewer=viewer, due_on=soon, reason="Tea")
        add_promise(person_id, viewer=viewer, what="A book", due_on=soon)
    add_promise(people["Ada"], viewer=viewer, what="No day")
    dropped = schedule_follow_up(people["Ada"], viewer=viewer, due_on=soon, reason="No")
    drop_follow_up(dropped, viewer=viewer)
    delete_thing(Thing.PERSON, people["Gone"], viewer=viewer)
    arriving = importing.look(viewer, b"Name,Birthday\nArriving,1990-01-02\n")
    apply_import(arriving, viewer=viewer)
    notebooks.person(notebooks.notebook("other@example.org", "Other"), "Not mine", birthday=BORN)
    there = ["Ada", "Muted", "Closed"]
    assert said(feed(viewer=viewer)) == [there, there, ["Ada"]]
    with pytest.raises(NotFound):
        feed(viewer=PUBLIC)


def test_days_of_one_person_on_one_day_are_one(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    events = (
        DatedEvent("Sober", PartialDate(5, 2, 2019)),
        DatedEvent("Wedding", PartialDate(5, 2)),
    )
    notebooks.person(viewer, "Ada", events=events)
    (day,) = feed(viewer=viewer).days
    assert (day.month, day.day) == (5, 2) and "Sober" not in str(day)


def test_an_account_that_closes_has_no_calendar(in_app: Flask) -> None:
    viewer = notebooks.notebook()
    token = renew_feed(viewer=viewer)
    found = reader_of(token)
    assert found is not None and (found.viewer, found.read_at) == (viewer, None)
    assert [reader_of(one) for one in ("", token[:-1], token.upper(), "\udcff")] == [None] * 4
    with transaction(viewer=SYSTEM) as session:
        session.get_one(User, viewer.id).closing_at = clock.now()
    assert reader_of(token) is None
