"""The figures beside Today: conversations by day, people by stage, what was given and received."""

import datetime as dt
from collections import Counter

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from mentorhub.workspace.models.history import Give, Interaction, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import LADDER, Stage

MOVED_WITHIN = dt.timedelta(days=30)


def conversations(session: Session, workspace_id: int, *, today: dt.date) -> Counter[dt.date]:
    """How many two-way conversations each day has, of the weeks that the plot shows."""
    found = session.execute(
        select(Interaction.on_date, func.count())
        .where(
            Interaction.workspace_id == workspace_id,
            Interaction.is_two_way,
            Interaction.on_date > today - dt.timedelta(weeks=rhythm.HEAT_WEEKS),
        )
        .group_by(Interaction.on_date)
    )
    return Counter(dict(found.all()))


def stages(
    session: Session, workspace_id: int, *, now: dt.datetime
) -> list[tuple[Stage, int, int]]:
    """Each stage with how many people are at it, and how many of them moved up to it lately."""
    people = Counter[Stage]()
    for stage, count in session.execute(
        select(Person.stage, func.count())
        .where(Person.workspace_id == workspace_id)
        .group_by(Person.stage)
    ):
        people[stage] = count
    moved = Counter[Stage]()
    for stage, count in session.execute(
        select(StageChange.to_stage, func.count(StageChange.person_id.distinct()))
        .join(
            Person,
            and_(Person.id == StageChange.person_id, Person.stage == StageChange.to_stage),
        )
        .where(
            StageChange.workspace_id == workspace_id,
            StageChange.at > now - MOVED_WITHIN,
            StageChange.from_stage.in_(LADDER),
        )
        .group_by(StageChange.to_stage)
    ):
        moved[stage] = count
    return [(stage, people[stage], moved[stage]) for stage in Stage]


def given(session: Session, workspace_id: int) -> Counter[Direction]:
    """How often something was given and received."""
    found = Counter[Direction]()
    for direction, count in session.execute(
        select(Give.direction, func.count())
        .where(Give.workspace_id == workspace_id)
        .group_by(Give.direction)
    ):
        found[direction] = count
    return found
