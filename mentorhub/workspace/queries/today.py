"""Today: who to get in touch with and why, as many as a day holds; what was promised, and the figures beside it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries import figures
from mentorhub.workspace.queries.due import PAGE, DueLists, Listed, Reach
from mentorhub.workspace.queries.last_said import Said, last_said
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.queries.rhythm import calendar_of
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.pauses import Paused
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import LADDER, Stage

SNOOZED_MAX = 3


@dataclass(frozen=True)
class Today:
    """All that the page shows. `stages`: (stage, people, moved up this month); `totals` counts each list as a whole.

    `listed` is the list that was asked for alone, of which `page` is shown; without one, each list is as long as a day
    holds. `said` is the last thing said, by a person's id. `snoozed` are a few who wait until a later day.
    """

    today: dt.date
    paused: Paused | None
    listed: Listed | None
    page: int
    length: int
    people: int
    due: Sequence[FollowUp]
    reach: Sequence[Reach]
    coming: Sequence[FollowUp]
    promises: Sequence[Promise]
    totals: Mapping[Listed, int]
    said: Mapping[int, Said]
    snoozed: Sequence[Person]
    late: frozenset[str]
    heat: list[list[int]]
    conversations: int
    stages: list[tuple[Stage, int, int]]
    given: int
    received: int

    @property
    def to_think_of(self) -> int:
        """People named under "Get in touch", each counted once."""
        return len({found.person_id for found in self.due} | {r.person.id for r in self.reach})

    @property
    def more(self) -> Mapping[Listed, int]:
        """How much of each list is not shown."""
        shown = {
            Listed.DUE: len(self.due) + len(self.reach),
            Listed.PROMISES: len(self.promises),
            Listed.COMING: len(self.coming),
        }
        return {each: self.totals[each] - shown[each] for each in Listed}

    @property
    def first(self) -> int:
        """The number of the first that is shown of a list asked for alone, from 1."""
        return (self.page - 1) * self.length + 1


def today(
    *, viewer: Viewer, now: dt.datetime, listed: Listed | None = None, page: int = 1
) -> Today:
    """The viewer's Today on their own calendar; raises `NotFound` without a notebook.

    While the notebook is paused, nobody is due by rhythm, and a list is shown only when it is asked for. A page past
    the end is the last one.
    """
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=now)
        lists = DueLists(session, workspace.id, calendar)
        totals = lists.totals()
        length = PAGE if listed else workspace.daily_max
        page = max(1, min(page, -(-totals[listed] // PAGE))) if listed else 1
        wanted = {listed} if listed else set() if calendar.paused else set(Listed)
        rows = {each: lists.rows(each, (page - 1) * length, length) for each in wanted}
        due, reach = rows.get(Listed.DUE, ([], []))
        promises = rows.get(Listed.PROMISES, [])
        shown = [*(found.person for found in due), *(one.person for one in reach)]
        load_reach(session, shown)
        return Today(
            today=calendar.today,
            paused=calendar.paused,
            listed=listed,
            page=page,
            length=length,
            due=due,
            reach=reach,
            coming=rows.get(Listed.COMING, []),
            promises=promises,
            totals=totals,
            said=last_said(session, [person.id for person in shown]),
            snoozed=_snoozed(session, workspace.id, today=calendar.today),
            late=_late(due, promises, today=calendar.today),
            **_figures(session, workspace.id, today=calendar.today, now=now),
        )


def _figures(
    session: Session, workspace_id: int, *, today: dt.date, now: dt.datetime
) -> dict[str, Any]:
    stages = figures.stages(session, workspace_id, now=now)
    conversations = figures.conversations(session, workspace_id, today=today)
    given = figures.given(session, workspace_id)
    return {
        "people": sum(count for _stage, count, _moved in stages),
        "heat": rhythm.heat(conversations, today=today),
        "conversations": conversations.total(),
        "stages": stages,
        "given": given[Direction.GAVE],
        "received": given[Direction.RECEIVED],
    }


def _snoozed(session: Session, workspace_id: int, *, today: dt.date) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .where(
            Person.workspace_id == workspace_id,
            Person.stage.in_(LADDER),
            Person.snoozed_until > today,
        )
        .order_by(Person.snoozed_until, Person.id)
        .limit(SNOOZED_MAX + 1)
    ).all()


def _late(
    due: Sequence[FollowUp], promises: Sequence[Promise], *, today: dt.date
) -> frozenset[str]:
    """Public ids of what is late."""
    late = {
        found.public_id
        for found in due
        if is_late(found.due_on, grace_days=found.kind.grace_days, today=today)
    }
    return frozenset(
        late
        | {made.public_id for made in promises if made.due_on and is_late(made.due_on, today=today)}
    )
