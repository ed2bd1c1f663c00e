"""Which people a list is of, as a condition of SQL: for the list itself, and for what is done to all of it at once."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select, union_all

from mentorhub.workspace.models.by_name import organization_key
from mentorhub.workspace.models.details import Organization, PersonAffiliation
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.queries.rhythm import Calendar, due_people
from mentorhub.workspace.queries.tags import having_all
from mentorhub.workspace.rules import rhythm, words
from mentorhub.workspace.rules.follow_ups import FollowUpKind, FollowUpState
from mentorhub.workspace.rules.stages import Stage


class Reminders(StrEnum):
    """What Today says of a person: due or late, by a follow-up or by rhythm; or nothing, for now or at all."""

    DUE = "due"
    LATE = "late"
    SNOOZED = "snoozed"
    MUTED = "muted"


@dataclass(frozen=True)
class Which:
    """Which people: by words, stage (without one all but the closed), tags (public ids; all of them), reminders, tier,

    where one met them, and where they ever worked or belonged (both by name, as it is written or nearly so).
    """

    search: str = ""
    stage: Stage | None = None
    tags: tuple[str, ...] = ()
    reminders: Reminders | None = None
    tier: rhythm.Tier | None = None
    occasion: str = ""
    organization: str = ""

    @property
    def has_words(self) -> bool:
        """Whether something is looked for, and not only filtered."""
        return bool(self.search.strip())

    def known(self) -> dict[str, object]:
        """What was asked for of the parts that have a fixed list, by their names in an address."""
        return {"stage": self.stage, "reminders": self.reminders, "tier": self.tier}

    def people_of(self, workspace_id: int, *, calendar: Calendar) -> ColumnElement[bool]:
        """The condition on a person of this notebook, but for the words: `queries.search` finds those."""
        return and_(
            Person.workspace_id == workspace_id,
            _of_stage(self.stage),
            *having_all(self.tags),
            *([Person.tier == self.tier] if self.tier else []),
            *_met_at(self.occasion, workspace_id),
            *_ever_at(self.organization, workspace_id),
            *_reminded(self.reminders, workspace_id, calendar=calendar),
        )


def _of_stage(stage: Stage | None) -> ColumnElement[bool]:
    return Person.stage == stage if stage else Person.stage != Stage.CLOSED


def _met_at(name: str, workspace_id: int) -> list[ColumnElement[bool]]:
    at = select(Occasion.id).where(
        Occasion.workspace_id == workspace_id, Occasion.name_key == words.name_key(name)
    )
    return [Person.occasion_id.in_(at)] if name else []


def _ever_at(name: str, workspace_id: int) -> list[ColumnElement[bool]]:
    """Whoever was there, now or before."""
    at = (
        select(PersonAffiliation.person_id)
        .join(Organization, Organization.id == PersonAffiliation.organization_id)
        .where(
            Organization.workspace_id == workspace_id,
            Organization.name_key == organization_key(name),
        )
    )
    return [Person.id.in_(at)] if name else []


def _reminded(
    reminders: Reminders | None, workspace_id: int, *, calendar: Calendar
) -> list[ColumnElement[bool]]:
    today = calendar.today
    if reminders is None:
        return []
    if reminders is Reminders.MUTED:
        return [Person.is_muted.is_(True)]
    if reminders is Reminders.SNOOZED:
        return [Person.snoozed_until > today]
    is_late = reminders is Reminders.LATE
    by_rhythm = due_people(workspace_id, calendar, at_least=rhythm.LATE_FROM if is_late else 0.0)
    follow_up = [
        and_(FollowUp.kind == kind, FollowUp.due_on < today - dt.timedelta(days=kind.grace_days))
        for kind in FollowUpKind
    ]
    planned = select(FollowUp.person_id).where(
        FollowUp.workspace_id == workspace_id,
        FollowUp.state == FollowUpState.SCHEDULED,
        or_(*follow_up) if is_late else FollowUp.due_on <= today,
    )
    by_rhythm_alone = select(by_rhythm.subquery().c.id)
    # Worked out once: PostgreSQL would otherwise do it again for every person, for minutes in a large notebook.
    due = union_all(planned, by_rhythm_alone).cte("due").prefix_with("MATERIALIZED")
    return [Person.id.in_(select(due.c.person_id))]
