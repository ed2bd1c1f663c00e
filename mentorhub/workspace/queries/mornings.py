"""What a morning email says about one notebook, and whose is due: as many queries for any number of people."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Protocol

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.foundation.config import extension
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.mail.kinds import Topic
from mentorhub.mail.mornings import MailMorning
from mentorhub.workspace.models.details import PersonDay
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.due import DueLists, Listed, Reach
from mentorhub.workspace.queries.last_said import last_said
from mentorhub.workspace.queries.morning_items import Items
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.rhythm import calendar_of, may_be_named
from mentorhub.workspace.rules.mornings import (
    PART_MAX,
    CheckInDue,
    Morning,
    Reader,
    comes_round,
    days_round,
)

CHECK_IN = "check_in_due"  # the extension that knows whose check-in of this week is not sent yet


class CheckInOf(Protocol):
    """A reader's check-in of this week; None where none is waited for."""

    def __call__(self, *, viewer: Viewer) -> CheckInDue | None:
        """Of this viewer."""


def due_mornings(*, viewer: Viewer, now: dt.datetime, limit: int) -> Sequence[int]:
    """User ids of whose morning email is to be looked at, the longest due first."""
    due = select(MailMorning.user_id).where(MailMorning.due_at <= now)
    with reading(viewer=viewer) as session:
        return session.scalars(due.order_by(MailMorning.due_at, MailMorning.id).limit(limit)).all()


def morning(*, viewer: Viewer, now: dt.datetime, wanted: Collection[Topic]) -> Morning | None:
    """What the viewer's email says now, of these parts; None while the notebook rests.

    Raises `NotFound` without a notebook.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=now)
        if calendar.paused:
            return None
        lists = DueLists(session, workspace.id, calendar, for_mail=True)
        totals = lists.totals()
        owner, today = workspace.user, calendar.today
        items = Items(owner, today, now)
        due: Sequence[FollowUp] = []
        reach: Sequence[Reach] = []
        promises: Sequence[Promise] = []
        if Topic.REACH in wanted:
            due, reach = lists.rows(Listed.DUE, 0, workspace.daily_max)
        if Topic.PROMISES in wanted:
            promises = lists.rows(Listed.PROMISES, 0, PART_MAX)
        days = _days(session, workspace.id, today) if Topic.DAYS in wanted else []
        ids = [*(found.person_id for found in due), *(one.person.id for one in reach)]
        return Morning(
            reader=_reader(owner),
            today=today,
            people=items.people(due, reach, last_said(session, ids)),
            more_people=totals[Listed.DUE] - len(ids) if ids else 0,
            promises=items.promises(promises),
            more_promises=totals[Listed.PROMISES] - len(promises) if promises else 0,
            days=items.days(days[:PART_MAX]),
            more_days=len(days[PART_MAX:]),
            check_in=_check_in(viewer) if Topic.CHECK_IN in wanted else None,
        )


def _reader(owner: User) -> Reader:
    return Reader(
        *(owner.id, owner.public_id, owner.name, owner.email), owner.locale, owner.timezone
    )


def _days(session: Session, workspace_id: int, today: dt.date) -> list[tuple[PersonDay, Person]]:
    """What comes round within a week, the nearest first."""
    near = [
        and_(PersonDay.month == month, PersonDay.day == day) for month, day in days_round(today)
    ]
    found = session.execute(
        select(PersonDay, Person)
        .join(Person, Person.id == PersonDay.person_id)
        .where(
            PersonDay.workspace_id == workspace_id,
            or_(*near),
            Person.id.in_(may_be_named(workspace_id)),
        )
        .order_by(Person.name_key, PersonDay.id)
    )
    days = [(day, who) for day, who in found]
    return sorted(days, key=lambda one: comes_round(one[0].month, one[0].day, today=today))


def _check_in(viewer: Viewer) -> CheckInDue | None:
    """What the mentor's side says, which stands above this package."""
    ask: CheckInOf = extension(CHECK_IN)
    return ask(viewer=viewer)
