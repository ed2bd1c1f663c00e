"""The lists of Today: who is due, what was promised and what is coming; how long each is, and some of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.reach import people_by_id
from mentorhub.workspace.queries.rhythm import Calendar, due_people, may_be_named
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState

AHEAD = dt.timedelta(days=7)
PAGE = 20


class Listed(StrEnum):
    """The lists of Today, of which one can be asked for alone, a page at a time."""

    DUE = "due"
    PROMISES = "promises"
    COMING = "coming"


@dataclass(frozen=True)
class Reach:
    """A person who is due by the chosen rhythm; `last_on` is None where no contact was ever logged."""

    person: Person
    last_on: dt.date | None
    lateness: float

    @property
    def urgency(self) -> rhythm.Urgency | None:
        """Soft from one interval of silence, late from one and a half."""
        return rhythm.urgency(self.lateness)


class DueLists:
    """The lists of one notebook: how long each is, and some of it.

    An email `for_mail` names nobody who is muted or rests, and only promises whose day has come.
    """

    def __init__(
        self, session: Session, workspace_id: int, calendar: Calendar, *, for_mail: bool = False
    ) -> None:
        self.session = session
        self.calendar = calendar
        set_up = and_(
            FollowUp.workspace_id == workspace_id, FollowUp.state == FollowUpState.SCHEDULED
        )
        day, ahead = calendar.today, calendar.today + AHEAD
        self.due = and_(set_up, FollowUp.due_on <= day)
        self.coming = and_(set_up, FollowUp.due_on > day, FollowUp.due_on <= ahead)
        self.promises = and_(
            Promise.workspace_id == workspace_id,
            Promise.state == PromiseState.OPEN,
            or_(Promise.due_on.is_(None), Promise.due_on <= ahead),
        )
        if for_mail:
            self.due = and_(self.due, FollowUp.person_id.in_(may_be_named(workspace_id)))
            has_come = Promise.due_on <= day
            self.promises = and_(
                self.promises, has_come, Promise.person_id.in_(may_be_named(workspace_id))
            )
        self.follow_ups_due = 0
        by_rhythm = due_people(workspace_id, calendar).subquery()
        late = by_rhythm.c.lateness
        ordered = select(by_rhythm.c.id, late).order_by(late.desc(), by_rhythm.c.id)
        self.reach = session.execute(ordered).all()

    def totals(self) -> dict[Listed, int]:
        """How many there are of each; those due by rhythm are counted to those whose follow-up is due."""
        counted: tuple[Select[Any], ...] = (
            select(func.count(FollowUp.id)).where(self.due),
            select(func.count(Promise.id)).where(self.promises),
            select(func.count(FollowUp.id)).where(self.coming),
        )
        follow_ups, promises, coming = self.session.execute(
            select(*(one.scalar_subquery() for one in counted))
        ).one()
        self.follow_ups_due = follow_ups
        return {
            Listed.DUE: follow_ups + len(self.reach),
            Listed.PROMISES: promises,
            Listed.COMING: coming,
        }

    def rows(self, listed: Listed, offset: int, limit: int) -> Any:
        """Some of a list; of who is due a pair: what was set for a day comes before what a rhythm proposes."""
        if listed is Listed.COMING:
            return self._follow_ups(self.coming, offset, limit)
        if listed is Listed.PROMISES:
            return self._promises(offset, limit)
        due = self._follow_ups(self.due, offset, limit)
        return due, self._reach(max(0, offset - self.follow_ups_due), limit - len(due))

    def _follow_ups(
        self, which: ColumnElement[bool], offset: int, limit: int
    ) -> Sequence[FollowUp]:
        return self.session.scalars(
            select(FollowUp)
            .where(which)
            .options(joinedload(FollowUp.person))
            .order_by(FollowUp.due_on, FollowUp.id)
            .offset(offset)
            .limit(limit)
        ).all()

    def _promises(self, offset: int, limit: int) -> Sequence[Promise]:
        return self.session.scalars(
            select(Promise)
            .where(self.promises)
            .options(joinedload(Promise.person))
            .order_by(Promise.due_on.is_(None), Promise.due_on, Promise.id)
            .offset(offset)
            .limit(limit)
        ).all()

    def _reach(self, offset: int, limit: int) -> list[Reach]:
        """The latest by their own rhythm, nobody who has a follow-up set."""
        late = dict(self.reach[offset : offset + limit])
        people = people_by_id(self.session, list(late))
        return [Reach(person, person.last_contact_on, late[person.id]) for person in people]
