"""The notebook's settings, its pauses, and how many contacts a week its rhythms mean."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Pause
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.pauses import pauses_of
from mentorhub.workspace.queries.rhythm import Calendar, cadence_days, calendar_of
from mentorhub.workspace.rules.rhythm import contacts_a_week
from mentorhub.workspace.rules.stages import LADDER


@dataclass(frozen=True)
class Settings:
    """What the owner chose. `a_week`: contacts that the rhythms of `people` mean in an average week.

    `now` is the pause of today, `ahead` those to come, the next first, `past` those that are over, the latest first.
    """

    calendar: Calendar
    daily_max: int
    phone_region: str
    people: int
    a_week: float
    now: Pause | None
    ahead: Sequence[Pause]
    past: Sequence[Pause]


def settings(*, viewer: Viewer, now: dt.datetime) -> Settings:
    """The settings of the viewer's notebook; raises `NotFound` without one."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        calendar = calendar_of(session, workspace, now=now)
        cadences = _cadences(session, workspace.id)
        pauses = pauses_of(session, workspace.id)
        today = calendar.today
        return Settings(
            calendar=calendar,
            daily_max=workspace.daily_max,
            phone_region=workspace.phone_region,
            people=sum(people for _days, people in cadences),
            a_week=contacts_a_week(cadences),
            now=next((one for one in pauses if one.days.holds(today)), None),
            ahead=[one for one in reversed(pauses) if one.from_on > today],
            past=[one for one in pauses if one.until_on is not None and one.until_on < today],
        )


def _cadences(session: Session, workspace_id: int) -> list[tuple[int, int]]:
    """Each interval in force with how many people have it, of those whom a rhythm may speak of."""
    days = select(cadence_days().label("days")).where(
        Person.workspace_id == workspace_id, Person.stage.in_(LADDER), Person.is_muted.is_(False)
    )
    each = days.subquery().c.days
    found = session.execute(select(each, func.count()).where(each.is_not(None)).group_by(each))
    return [(interval, people) for interval, people in found]
