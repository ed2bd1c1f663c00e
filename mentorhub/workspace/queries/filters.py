"""Which people a list is of, as a condition of SQL: for the list itself, and for what is done to all of it at once."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_, select, union_all

from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.queries.rhythm import Calendar, due_people
from mentorhub.workspace.queries.tags import having_all
from mentorhub.workspace.rules import rhythm, words
from mentorhub.workspace.rules.follow_ups import FollowUpKind, FollowUpState
from mentorhub.workspace.rules.stages import Stage

WORDS_MAX = 8


class Reminders(StrEnum):
    """What Today says of a person: due or late, by a follow-up or by rhythm; or nothing, for now or at all."""

    DUE = "due"
    LATE = "late"
    SNOOZED = "snoozed"
    MUTED = "muted"


@dataclass(frozen=True)
class Which:
    """Which people: by words, stage (without one all but the closed), tags (public ids; all of them), reminders."""

    search: str = ""
    stage: Stage | None = None
    tags: tuple[str, ...] = ()
    reminders: Reminders | None = None

    def known(self) -> dict[str, object]:
        """What was asked for of the parts that have a fixed list, by their names in an address."""
        return {"stage": self.stage, "reminders": self.reminders}

    def people_of(self, workspace_id: int, *, calendar: Calendar) -> ColumnElement[bool]:
        """The condition on a person of this notebook."""
        return and_(
            Person.workspace_id == workspace_id,
            _of_stage(self.stage),
            *having_all(self.tags),
            *_matches(self.search),
            *_reminded(self.reminders, workspace_id, calendar=calendar),
        )


def _of_stage(stage: Stage | None) -> ColumnElement[bool]:
    return Person.stage == stage if stage else Person.stage != Stage.CLOSED


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


def _matches(search: str) -> list[ColumnElement[bool]]:
    """Every word must be found: with the person, or in something written about them, or in a tag."""
    return [
        or_(
            Person.search_key.contains(word, autoescape=True),
            exists().where(
                Participant.person_id == Person.id,
                Interaction.id == Participant.interaction_id,
                or_(
                    Interaction.search_key.contains(word, autoescape=True),
                    Participant.search_key.contains(word, autoescape=True),
                ),
            ),
            exists().where(
                PersonTag.person_id == Person.id,
                Tag.id == PersonTag.tag_id,
                Tag.search_key.contains(word, autoescape=True),
            ),
        )
        for word in words.folded(search).split()[:WORDS_MAX]
    ]
