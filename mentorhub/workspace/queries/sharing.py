"""What a mentor sees of mentees' notebooks: counts, and people as far as their owner shows them."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, contains_eager

from mentorhub.accounts.models.practices import Membership
from mentorhub.accounts.rules.addresses import initials
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.enrolment.queries.account_closing import mentee_stays
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.sharing import Direction, Visibility, may_access
from mentorhub.workspace.rules.stages import Stage


@dataclass(frozen=True)
class Counts:
    """Numbers of one notebook; a condition of the programme, said before payment."""

    people: int = 0
    given: int = 0
    received: int = 0
    conversations: int = 0
    follow_ups_done: int = 0


@dataclass(frozen=True)
class SharedPerson:
    """A person as the mentor sees them: `name` and `company` are '' unless their owner shows them.

    `notes` are (day, words) of the conversations that were sent to the mentor, one by one.
    """

    initials: str
    name: str
    company: str
    stage: Stage
    added_on: dt.date
    last_on: dt.date | None
    notes: tuple[tuple[dt.date, str], ...] = ()


def shared_counts(
    mentorship_ids: Collection[int], *, viewer: Viewer, now: dt.datetime
) -> Mapping[int, Counts]:
    """Counts by mentorship, of those the viewer mentors and may see now; the others are left out.

    Also left out: mentees who have not opened a notebook.
    """
    with reading(viewer=viewer) as session:
        grants = [
            grant
            for grant in grants_for(session, mentorship_ids, viewer=viewer, now=now)
            if grant.shares_counts
        ]
        counts = _counts(session, {grant.workspace_id for grant in grants})
        return {grant.mentorship_id: counts[grant.workspace_id] for grant in grants}


def shared_people(mentorship_id: int, *, viewer: Viewer, now: dt.datetime) -> list[SharedPerson]:
    """The people of a mentee, for their own mentor; raises `NotFound` for anybody else or out of time.

    A page shows them through the action `read_shared_people`, which records the access.
    """
    with reading(viewer=viewer) as session:
        grant = current_grant(session, mentorship_id, viewer=viewer, now=now)
        found = session.scalars(
            select(Person)
            .where(
                Person.workspace_id == grant.workspace_id,
                Person.visibility != Visibility.HIDDEN,
                Person.stage != Stage.CLOSED,
            )
            .order_by(Person.added_on.desc(), Person.id.desc())
        ).all()
        load_reach(session, found, "affiliations")
        notes = _shown_notes(session, grant.workspace_id)
        return [_shared(person, notes.get(person.id, ())) for person in found]


def current_grant(
    session: Session,
    mentorship_id: int,
    *,
    viewer: Viewer,
    now: dt.datetime,
    is_locked: bool = False,
) -> Grant:
    """The grant by which this viewer may see people now; raises `NotFound`."""
    grants = grants_for(session, [mentorship_id], viewer=viewer, now=now, is_locked=is_locked)
    if not grants or not grants[0].shares_people:
        raise NotFound
    return grants[0]


def grants_for(
    session: Session,
    mentorship_ids: Collection[int],
    *,
    viewer: Viewer,
    now: dt.datetime,
    is_locked: bool = False,
) -> list[Grant]:
    """The grants by which this viewer, still a member of the practice, may see now; locked to record the access."""
    if viewer.kind != "user":
        return []
    asked = (
        select(Grant)
        .join(Grant.mentorship)
        .join(Mentorship.enrolment)
        .where(
            Mentorship.id.in_(mentorship_ids),
            Mentorship.mentor_id == viewer.id,
            Grant.ended_at.is_(None),
            mentee_stays(),
            exists().where(
                Membership.practice_id == Mentorship.practice_id, Membership.user_id == viewer.id
            ),
        )
        .order_by(Grant.id)
        .options(contains_eager(Grant.mentorship).contains_eager(Mentorship.enrolment))
    )
    if is_locked:
        asked = asked.with_for_update(key_share=True, of=Grant)
    return [
        grant
        for grant in session.scalars(asked)
        if may_access(
            grant.mentorship.until_at,
            is_paused=grant.mentorship.enrolment.paused_at is not None,
            now=now,
        )
    ]


def _counts(session: Session, workspace_ids: Collection[int]) -> dict[int, Counts]:
    """One query per number, whatever the number of notebooks."""

    def counted(table: type[Any], *where: ColumnElement[bool]) -> dict[int, int]:
        asked = (
            select(table.workspace_id, func.count())
            .where(table.workspace_id.in_(workspace_ids), *where)
            .group_by(table.workspace_id)
        )
        return {workspace_id: count for workspace_id, count in session.execute(asked)}  # noqa: C416

    people = counted(Person)
    given = counted(Give, Give.direction == Direction.GAVE)
    received = counted(Give, Give.direction == Direction.RECEIVED)
    conversations = counted(Interaction, Interaction.is_two_way.is_(True))
    done = counted(FollowUp, FollowUp.state == FollowUpState.DONE)
    return {
        found: Counts(
            people=people.get(found, 0),
            given=given.get(found, 0),
            received=received.get(found, 0),
            conversations=conversations.get(found, 0),
            follow_ups_done=done.get(found, 0),
        )
        for found in workspace_ids
    }


def _shown_notes(session: Session, workspace_id: int) -> dict[int, tuple[tuple[dt.date, str], ...]]:
    """By person, the latest first."""
    found: dict[int, tuple[tuple[dt.date, str], ...]] = {}
    for person_id, on_date, note in session.execute(
        select(Participant.person_id, Interaction.on_date, Interaction.note)
        .join(Participant.interaction)
        .where(
            Interaction.workspace_id == workspace_id,
            Interaction.shown_at.is_not(None),
            Interaction.note != "",
        )
        .order_by(Interaction.on_date.desc(), Interaction.id.desc())
    ):
        found[person_id] = (*found.get(person_id, ()), (on_date, note))
    return found


def _shared(person: Person, notes: tuple[tuple[dt.date, str], ...]) -> SharedPerson:
    is_named = person.visibility is Visibility.NAMED
    return SharedPerson(
        initials=initials(person.name),
        name=person.name if is_named else "",
        company=person.company if is_named else "",
        stage=person.stage,
        added_on=person.added_on,
        last_on=person.last_contact_on,
        notes=notes,
    )
