"""What the links of a morning email open: one thing each, without signing in, while it is as the email said."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.accounts.models.people import User
from mentorhub.foundation import links
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import SYSTEM, USER, Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.versions import version_of
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.reminders import Ending, ReminderKind, ReminderStale
from mentorhub.workspace.rules.rhythm import local_day

Thing = FollowUp | Person | Promise
PURPOSE, OUTCOME = "reminder", "reminder-outcome"
_TABLES: dict[ReminderKind, Any] = {
    ReminderKind.FOLLOW_UP: FollowUp,
    ReminderKind.PERSON: Person,
    ReminderKind.PROMISE: Promise,
}


@dataclass(frozen=True)
class Reminder:
    """One thing, as the email named it; `today` is its owner's, `until` when its links end."""

    kind: ReminderKind
    thing: Thing
    person: Person
    owner: User
    today: dt.date
    until: dt.datetime

    @property
    def viewer(self) -> Viewer:
        """On whose behalf its link acts."""
        return USER(self.owner.id)


@dataclass(frozen=True)
class Outcome:
    """What was done about it; `made` is '' or what came of it, and what an undo needs: the public id of a conversation,
    a day in ISO 8601, "said" where something was written down with a follow-up's end.
    """

    reminder: Reminder
    ending: Ending
    made: str


def reminder_token(thing: Thing, owner: User, *, until: dt.datetime) -> str:
    """For links that end or put off this thing, until then and while it is as it is now."""
    name = f"{_kind(thing)}.{thing.public_id}"
    return links.sign_dated(name, _version(thing, owner), purpose=PURPOSE, until=until)


def outcome_token(reminder: Reminder, ending: Ending, made: str) -> str:
    """For the page that says what was done, and undoes it while nothing newer stands there; ends with the email's."""
    with reading(viewer=SYSTEM) as session:
        thing, _person, owner = _found(session, reminder.kind, reminder.thing.public_id)
        name = f"{reminder.kind}.{thing.public_id}.{ending}.{made}"
        return links.sign_dated(name, _version(thing, owner), purpose=OUTCOME, until=reminder.until)


def token_again(outcome: Outcome) -> str:
    """For the thing of an outcome that was undone; ends with the email's."""
    reminder = outcome.reminder
    with reading(viewer=SYSTEM) as session:
        thing, _person, owner = _found(session, reminder.kind, reminder.thing.public_id)
        return reminder_token(thing, owner, until=reminder.until)


def opened_reminder(token: str, *, now: dt.datetime) -> Reminder:
    """What a link of ours is about; raises `NotFound` for any other, `ReminderStale` for one that is over."""
    return _current(token, PURPOSE, now=now)[0]


def opened_outcome(token: str, *, now: dt.datetime) -> Outcome:
    """What was done by a link; raises as `opened_reminder`."""
    found, (ending, made) = _current(token, OUTCOME, now=now)
    return Outcome(found, Ending(ending), made)


def _current(token: str, purpose: str, *, now: dt.datetime) -> tuple[Reminder, list[str]]:
    opened = links.opened_until(token, purpose=purpose)
    if opened is None:
        raise NotFound
    kind, public_id, *more = opened.public_id.split(".")
    with reading(viewer=SYSTEM) as session:
        thing, person, owner = _found(session, ReminderKind(kind), public_id)
    is_over = now >= opened.until or owner.closing_at is not None
    if is_over or _version(thing, owner) != opened.version:
        raise ReminderStale
    today = local_day(now, zone=owner.timezone)
    return Reminder(ReminderKind(kind), thing, person, owner, today, opened.until), more


def _found(session: Session, kind: ReminderKind, public_id: str) -> tuple[Thing, Person, User]:
    table = _TABLES[kind]
    asked = (
        select(table, User)
        .join(Workspace, Workspace.id == table.workspace_id)
        .join(User, User.id == Workspace.user_id)
        .where(table.public_id == public_id)
        .execution_options(populate_existing=True)
    )
    if kind is not ReminderKind.PERSON:
        asked = asked.options(joinedload(table.person))
    row = session.execute(asked).one_or_none()
    if row is None:
        raise ReminderStale
    thing, owner = row
    person = cast(Person, thing if isinstance(thing, Person) else thing.person)
    return thing, person, owner


def _kind(thing: Thing) -> ReminderKind:
    return next(kind for kind, table in _TABLES.items() if isinstance(thing, table))


def _version(thing: Thing, owner: User) -> int:
    """Differs as soon as what the email said about it does, and once its owner has ended their links."""
    if isinstance(thing, Person):
        values: tuple[Any, ...] = (
            thing.name,
            thing.stage,
            thing.last_contact_on,
            thing.snoozed_until,
        )
    else:
        words = thing.reason if isinstance(thing, FollowUp) else thing.what
        values = thing.person.name, thing.state, thing.due_on, words
    return crc32(version_of(owner.link_version, *values).encode())
