"""A link of a morning email opens one thing, as it was, for its owner's sake; anything else opens nothing."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from mentorhub.accounts.models.people import User
from mentorhub.foundation import clock, links
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.actions.bin import delete_thing
from mentorhub.workspace.actions.promises import add_promise, keep_promise, release_promise
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.reminders import opened_outcome, opened_reminder, reminder_token
from mentorhub.workspace.rules.bin import Thing
from mentorhub.workspace.rules.reminders import ReminderStale
from tests.support import notebooks
from tests.support.account_closing import close

pytestmark = pytest.mark.database
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def amara(in_app: Flask) -> Viewer:
    """A notebook with a promise."""
    viewer = notebooks.notebook(timezone="Pacific/Kiritimati")
    add_promise(notebooks.person(viewer, "Eva"), viewer=viewer, what="Write")
    return viewer


def _token(viewer: Viewer) -> str:
    (made,) = notebooks.stored(Promise)
    with transaction(viewer=SYSTEM) as session:
        owner = session.get_one(User, viewer.id)
        return reminder_token(session.merge(made), owner, until=clock.now() + HOUR)


def _change(table: type[Any], **values: object) -> None:
    with transaction(viewer=SYSTEM) as session:
        for row in session.query(table).all():
            for name, value in values.items():
                setattr(row, name, value)


def _public_id() -> str:
    return notebooks.stored(Promise)[0].public_id


def test_it_opens_the_thing_on_its_owners_day_and_behalf(amara: Viewer) -> None:
    now = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
    clock.advance(now - clock.now())
    found = opened_reminder(_token(amara), now=now)
    assert (found.person.name, found.viewer, found.today) == ("Eva", amara, dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    "change",
    [
        lambda viewer: keep_promise(_public_id(), viewer=viewer),
        lambda viewer: release_promise(_public_id(), viewer=viewer),
        lambda viewer: delete_thing(Thing.PROMISE, _public_id(), viewer=viewer),
        lambda _viewer: _change(Promise, what="Write about something private"),
        lambda _viewer: _change(Promise, due_on=dt.date(2030, 1, 1)),
        lambda _viewer: _change(Person, name="Somebody private"),
        lambda _viewer: _change(User, link_version=7),
        lambda viewer: close(viewer.id or 0),
        lambda _viewer: clock.advance(HOUR),
    ],
)
def test_it_opens_nothing_once_what_the_email_said_has_changed(amara: Viewer, change: Any) -> None:
    token = _token(amara)
    change(amara)
    with pytest.raises(ReminderStale):
        opened_reminder(token, now=clock.now())


@pytest.mark.parametrize("purpose", ["reminder-outcome", "unsubscribe", "inquiry"])
def test_a_link_of_another_kind_opens_nothing(amara: Viewer, purpose: str) -> None:
    until = clock.now() + HOUR
    token = links.sign_dated(f"m.{_public_id()}", 0, purpose=purpose, until=until)
    with pytest.raises(NotFound):
        opened_reminder(token, now=clock.now())
    with pytest.raises(NotFound):
        opened_outcome(_token(amara), now=clock.now())
