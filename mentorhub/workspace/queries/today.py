"""Today: who to get in touch with and why, what was promised, and the figures beside it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.rules import rhythm
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import LADDER, Stage

AHEAD = dt.timedelta(days=7)
REACH_OUT_MAX = 5
MOVED_WITHIN = dt.timedelta(days=30)


@dataclass(frozen=True)
class Reach:
    """A person who is due by the chosen rhythm; `last_on` is None where no contact was ever logged."""

    person: Person
    last_on: dt.date | None
    lateness: float


@dataclass(frozen=True)
class Today:
    """All that the page shows. `stages`: (stage, people, moved up this month)."""

    today: dt.date
    people: int
    due: Sequence[FollowUp]
    coming: Sequence[FollowUp]
    promises: Sequence[Promise]
    reach: Sequence[Reach]
    late: frozenset[str]
    heat: list[list[int]]
    conversations: int
    stages: list[tuple[Stage, int, int]]
    given: int
    received: int

    @property
    def to_think_of(self) -> int:
        """People named under "Reach out", each counted once."""
        return len({found.person_id for found in self.due} | {r.person.id for r in self.reach})


def today(*, viewer: Viewer, now: dt.datetime) -> Today:
    """The viewer's Today on their own calendar; raises `NotFound` without a notebook."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        day = rhythm.local_day(now, zone=workspace.user.timezone)
        follow_ups = _follow_ups(session, workspace.id, until=day + AHEAD)
        due = [found for found in follow_ups if found.due_on <= day]
        promises = _promises(session, workspace.id, until=day + AHEAD)
        days = _conversation_days(session, workspace.id, today=day)
        stages = _stages(session, workspace.id, now=now)
        given = _given(session, workspace.id)
        reach = _reach(session, workspace.id, today=day)
        load_reach(session, [*(found.person for found in due), *(one.person for one in reach)])
        return Today(
            today=day,
            people=sum(count for _stage, count, _moved in stages),
            due=due,
            coming=[found for found in follow_ups if found.due_on > day],
            promises=promises,
            reach=reach,
            late=_late(due, promises, today=day),
            heat=rhythm.heat(days, today=day),
            conversations=len(days),
            stages=stages,
            given=given[Direction.GAVE],
            received=given[Direction.RECEIVED],
        )


def _follow_ups(session: Session, workspace_id: int, *, until: dt.date) -> Sequence[FollowUp]:
    return session.scalars(
        select(FollowUp)
        .where(
            FollowUp.workspace_id == workspace_id,
            FollowUp.state == FollowUpState.SCHEDULED,
            FollowUp.due_on <= until,
        )
        .options(joinedload(FollowUp.person))
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()


def _promises(session: Session, workspace_id: int, *, until: dt.date) -> Sequence[Promise]:
    return session.scalars(
        select(Promise)
        .where(
            Promise.workspace_id == workspace_id,
            Promise.state == PromiseState.OPEN,
            or_(Promise.due_on.is_(None), Promise.due_on <= until),
        )
        .options(joinedload(Promise.person))
        .order_by(Promise.due_on.is_(None), Promise.due_on, Promise.id)
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


def _reach(session: Session, workspace_id: int, *, today: dt.date) -> list[Reach]:
    """The latest by their own rhythm, nobody who has a follow-up set."""
    last_on = Person.last_contact_on
    found = session.scalars(
        select(Person).where(
            Person.workspace_id == workspace_id,
            Person.stage.in_(LADDER),
            Person.tier != rhythm.Tier.OFF,
            ~exists().where(
                FollowUp.person_id == Person.id, FollowUp.state == FollowUpState.SCHEDULED
            ),
            or_(
                last_on.is_(None),
                *(
                    and_(Person.tier == tier, last_on <= today - dt.timedelta(days=days))
                    for tier, days in rhythm.CADENCE_DAYS.items()
                    if days is not None
                ),
            ),
        )
    ).all()
    reaches = [
        Reach(person, person.last_contact_on, late)
        for person in found
        if (
            late := rhythm.lateness(
                person.tier,
                last_on=person.last_contact_on,
                added_on=person.added_on,
                today=today,
            )
        )
        is not None
    ]
    return sorted(reaches, key=lambda reach: (-reach.lateness, reach.person.id))[:REACH_OUT_MAX]


def _conversation_days(session: Session, workspace_id: int, *, today: dt.date) -> list[dt.date]:
    return list(
        session.scalars(
            select(Interaction.on_date).where(
                Interaction.workspace_id == workspace_id,
                Interaction.is_two_way,
                Interaction.on_date > today - dt.timedelta(weeks=rhythm.HEAT_WEEKS),
            )
        )
    )


def _stages(
    session: Session, workspace_id: int, *, now: dt.datetime
) -> list[tuple[Stage, int, int]]:
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


def _given(session: Session, workspace_id: int) -> Counter[Direction]:
    found = Counter[Direction]()
    for direction, count in session.execute(
        select(Give.direction, func.count())
        .where(Give.workspace_id == workspace_id)
        .group_by(Give.direction)
    ):
        found[direction] = count
    return found
