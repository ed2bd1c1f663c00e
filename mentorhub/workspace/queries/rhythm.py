"""The cadence in force and who is due by it: as conditions of SQL for any number, and for people who are loaded."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from mentorhub.foundation.database.days import days_between
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.models.workspaces import Pause, Workspace
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.pauses import DAY, Paused, pause_on
from mentorhub.workspace.rules.stages import LADDER


@dataclass(frozen=True)
class Calendar:
    """Which day it is in a notebook, and its pauses, the earliest first."""

    today: dt.date
    pauses: tuple[Paused, ...] = ()

    @property
    def paused(self) -> Paused | None:
        """The pause of today; None where the notebook is open."""
        return pause_on(self.today, self.pauses)


def calendar_of(session: Session, workspace: Workspace, *, now: dt.datetime) -> Calendar:
    """Today in this notebook, on its owner's calendar."""
    pauses = session.execute(
        select(Pause.from_on, Pause.until_on)
        .where(Pause.workspace_id == workspace.id)
        .order_by(Pause.from_on)
    )
    today = rhythm.local_day(now, zone=workspace.user.timezone)
    return Calendar(today, tuple(Paused(first, last) for first, last in pauses))


def cadence_days() -> ColumnElement[Any]:
    """The cadence in force of a person in days, NULL without one.

    The shortest of their tags' is a subquery of each row: joined, a planner without statistics, as after an import,
    compares every person with every tagged one.
    """
    by_tag = (
        select(func.min(Tag.cadence_days))
        .join(PersonTag, PersonTag.tag_id == Tag.id)
        .where(PersonTag.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    tier = case(
        *((Person.tier == tier, days) for tier, days in rhythm.CADENCE_DAYS.items() if days),
        else_=None,
    )
    return func.coalesce(Person.cadence_days, by_tag, tier)


def due_people(
    workspace_id: int, calendar: Calendar, *, at_least: float = 0.0
) -> Select[int, float]:
    """Id and lateness, as `rules.rhythm.lateness`, of who is due by rhythm, from this lateness on; in no order."""
    silent = _active_days(func.coalesce(Person.last_contact_on, Person.added_on), calendar)
    people = (
        select(
            Person.id,
            cadence_days().label("days"),
            silent.label("silent"),
            Person.last_contact_on.is_(None).label("is_new"),
        )
        .where(Person.workspace_id == workspace_id, may_be_due(calendar))
        .offset(0)  # each column is computed once for a person, and not wherever it is used below
        .subquery()
    )
    days, passed = people.c.days, people.c.silent
    late = case(
        (days.is_(None), None),
        (people.c.is_new, cast(passed, Float) / rhythm.FIRST_WORD_DAYS),
        else_=cast(passed - days, Float) / days,
    )
    return select(people.c.id, late.label("lateness")).where(late >= at_least)


def may_be_due(calendar: Calendar) -> ColumnElement[bool]:
    """A person of whom a rhythm may speak today: nothing is paused, snoozed or muted, and no follow-up is set."""
    if calendar.paused:
        return literal(False)
    return and_(
        Person.stage.in_(LADDER),
        Person.is_muted.is_(False),
        or_(Person.snoozed_until.is_(None), Person.snoozed_until <= calendar.today),
        ~exists().where(FollowUp.person_id == Person.id, FollowUp.state == FollowUpState.SCHEDULED),
    )


def may_be_named(workspace_id: int) -> Select[int]:
    """The ids of whom an email may name: they are neither muted nor resting."""
    return select(Person.id).where(
        Person.workspace_id == workspace_id, Person.stage.in_(LADDER), Person.is_muted.is_(False)
    )


def cadence_of(person: Person, tags: Sequence[Tag]) -> rhythm.Cadence:
    """The cadence in force of a person who is loaded, with their tags."""
    return rhythm.cadence_in_force(
        person.tier, own=person.cadence_days, tags=[(tag.cadence_days, tag.name) for tag in tags]
    )


def urgency_of(
    person: Person, cadence: rhythm.Cadence, *, calendar: Calendar, has_follow_up: bool
) -> rhythm.Urgency | None:
    """How due a person is who is loaded; None for whom `may_be_due` leaves out."""
    snoozed_until = person.snoozed_until
    is_waiting = snoozed_until is not None and snoozed_until > calendar.today
    if is_waiting or has_follow_up or calendar.paused:
        return None
    if person.is_muted or person.stage not in LADDER:
        return None
    return rhythm.urgency(
        rhythm.lateness(
            cadence.days,
            last_on=person.last_contact_on,
            added_on=person.added_on,
            today=calendar.today,
            pauses=calendar.pauses,
        )
    )


def _active_days(since: ColumnElement[Any], calendar: Calendar) -> ColumnElement[Any]:
    """Days after `since`, up to and with today, outside pauses: from the last pause back, those that are wholly later
    count in full, the one that holds the day in part.
    """
    later, cases = 0, []
    for pause in reversed(calendar.pauses):
        if pause.from_on > calendar.today:
            continue
        last = min(pause.until_on or calendar.today, calendar.today)
        cases += [
            (since >= last, literal(later)),
            (since >= pause.from_on - DAY, later + days_between(since, last)),
        ]
        later += (last - pause.from_on).days + 1
    passed = days_between(since, calendar.today)
    return passed - case(*cases, else_=later) if cases else passed
