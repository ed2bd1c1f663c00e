"""One person: the whole history, what is next, and what the evidence says of the stage."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorhub.accounts.models.people import User
from mentorhub.enrolment.models.mentorships import Mentorship
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.workspace.models.doubles import PersonMerge
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.sharing import Grant
from mentorhub.workspace.models.tags import Tag
from mentorhub.workspace.models.writing import read_details
from mentorhub.workspace.queries.doubles import pairs_of
from mentorhub.workspace.queries.evidence import evidence_of, tries_in_a_row
from mentorhub.workspace.queries.merges import Merged, merges_of
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.queries.photos import photo_id_of
from mentorhub.workspace.queries.rhythm import Calendar, cadence_of, calendar_of, urgency_of
from mentorhub.workspace.queries.tags import tags_of
from mentorhub.workspace.queries.timeline import (
    Timeline,
    TimelineEntry,
    contacts_of,
    timeline,
)
from mentorhub.workspace.rules import rhythm, stages, warmth
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.due_dates import is_late
from mentorhub.workspace.rules.follow_ups import FollowUpState
from mentorhub.workspace.rules.promises import PromiseState
from mentorhub.workspace.rules.warmth import Counted


@dataclass(frozen=True)
class PersonPage:
    """All that a person's page shows. `warmth` is None without a rhythm; `weeks` is its plot, 0 to 5.

    `through` is the public id of whom one met them through, `brought` (name, public id) whom one met through them, and
    `met_there` how many others were met at the same occasion. `tries` counts the tries in a row that nobody answered.
    `doubles` are others who may be this person, and why; `merges` what can be undone; `photo` is the public id of
    their picture, or ''.
    """

    person: Person
    details: Details
    calendar: Calendar
    cadence: rhythm.Cadence
    tries: int
    history: Timeline
    follow_ups: Sequence[FollowUp]
    promises: Sequence[Promise]
    late: frozenset[str]
    warmth: float | None
    counted: list[Counted]
    weeks: list[float]
    talked_weeks: list[int]
    given: int
    received: int
    suggestion: stages.Stage | None
    evidence: tuple[stages.Criterion, ...]
    evidence_for: stages.Stage | None
    mentors: Sequence[str]
    tags: Sequence[Tag]
    through: str
    brought: Sequence[tuple[str, str]]
    met_there: int
    doubles: Sequence[tuple[Person, str]]
    merges: Sequence[Merged]
    photo: str

    @property
    def timeline(self) -> Sequence[TimelineEntry]:
        """The entries of this page of the history."""
        return self.history.rows

    @property
    def today(self) -> dt.date:
        """Today on the owner's calendar."""
        return self.calendar.today

    @property
    def urgency(self) -> rhythm.Urgency | None:
        """How due they are by rhythm; None while they are not."""
        has_follow_up = bool(self.follow_ups)
        return urgency_of(
            self.person, self.cadence, calendar=self.calendar, has_follow_up=has_follow_up
        )

    @property
    def is_rest_offered(self) -> bool:
        """Whether waiting or resting is offered: after two tries, to who is not waited with already."""
        snoozed_until = self.person.snoozed_until
        is_waiting = snoozed_until is not None and snoozed_until > self.today
        return self.person.stage in stages.LADDER and self.tries >= rhythm.TRIES and not is_waiting

    @property
    def strokes(self) -> int | None:
        """Warmth as 0 to 5 strokes."""
        return None if self.warmth is None else warmth.strokes(self.warmth)


def person(public_id: str, *, viewer: Viewer, now: dt.datetime, page: int = 1) -> PersonPage:
    """One person of the viewer's, with a page of the history; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = own_person(session, public_id, workspace_id=workspace.id)
        details = read_details(session, [found])[found.id]
        zone, calendar = workspace.user.timezone, calendar_of(session, workspace, now=now)
        tags = tags_of(session, [found.id])[found.id]
        cadence = cadence_of(found, tags)
        contacts = contacts_of(session, found.id)
        gives = session.scalars(select(Give).where(Give.person_id == found.id)).all()
        seen = evidence_of(found, contacts, gives, cadence=cadence, calendar=calendar)
        suggestion = stages.suggest_stage(seen)
        subject = suggestion or stages.next_stage(found.stage)
        follow_ups = _follow_ups(session, found.id)
        promises = _promises(session, found.id)
        return PersonPage(
            person=found,
            details=details,
            calendar=calendar,
            cadence=cadence,
            tries=tries_in_a_row(contacts),
            history=timeline(session, found, contacts, gives, zone=zone, page=page),
            follow_ups=follow_ups,
            promises=promises,
            late=_late(follow_ups, promises, today=calendar.today),
            **_warmth(contacts, cadence, calendar=calendar),
            given=seen.given,
            received=seen.received,
            suggestion=suggestion,
            evidence=stages.criteria(subject, seen=seen) if subject else (),
            evidence_for=subject,
            mentors=_mentors(session, workspace.id),
            tags=tags,
            photo=photo_id_of(session, found.id),
            **_met_with(session, found),
            doubles=pairs_of(session, found),
            merges=merges_of(session, PersonMerge.kept_id == found.id, zone=zone),
        )


def _follow_ups(session: Session, person_id: int) -> Sequence[FollowUp]:
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.person_id == person_id, FollowUp.state == FollowUpState.SCHEDULED)
        .order_by(FollowUp.due_on, FollowUp.id)
    ).all()


def _promises(session: Session, person_id: int) -> Sequence[Promise]:
    return session.scalars(
        select(Promise)
        .where(Promise.person_id == person_id, Promise.state == PromiseState.OPEN)
        .order_by(Promise.due_on.is_(None), Promise.due_on, Promise.id)
    ).all()


def _mentors(session: Session, workspace_id: int) -> Sequence[str]:
    return session.scalars(
        select(User.name)
        .join(Mentorship, Mentorship.mentor_id == User.id)
        .join(Grant, Grant.mentorship_id == Mentorship.id)
        .where(
            Grant.workspace_id == workspace_id,
            Grant.ended_at.is_(None),
            Mentorship.until_at.is_(None),
        )
        .order_by(Grant.id)
    ).all()


def _met_with(session: Session, person: Person) -> dict[str, Any]:
    """Whom one met through whom, and how many at the same occasion."""
    same = Person.occasion_id == person.occasion_id, Person.id != person.id
    through = select(Person.public_id).where(Person.id == person.met_through_id)
    met_there = select(func.count(Person.id)).where(*same)
    brought = select(Person.name, Person.public_id).where(Person.met_through_id == person.id)
    rows = session.execute(brought.order_by(Person.name_key, Person.id)).all()
    counts = session.execute(select(through.scalar_subquery(), met_there.scalar_subquery())).one()
    return {
        "through": counts[0] or "",
        "met_there": counts[1] if person.occasion_id else 0,
        "brought": [(name, public_id) for name, public_id in rows],
    }


def _warmth(
    logged: Sequence[Any], cadence: rhythm.Cadence, *, calendar: Calendar
) -> dict[str, Any]:
    contacts = [warmth.Contact(i.on_date, i.kind, i.is_two_way) for i in logged]
    today, pauses = calendar.today, calendar.pauses
    asked: dict[str, Any] = {"cadence_days": cadence.days, "today": today, "pauses": pauses}
    return {
        "warmth": warmth.warmth(contacts, **asked),
        "counted": warmth.counted(contacts, **asked),
        "weeks": warmth.warmth_by_week(contacts, **asked),
        "talked_weeks": _talked_weeks(contacts, today=today),
    }


def _late(
    follow_ups: Sequence[FollowUp], promises: Sequence[Promise], *, today: dt.date
) -> frozenset[str]:
    late = {
        f.public_id
        for f in follow_ups
        if is_late(f.due_on, grace_days=f.kind.grace_days, today=today)
    }
    return frozenset(
        late | {p.public_id for p in promises if p.due_on and is_late(p.due_on, today=today)}
    )


def _talked_weeks(contacts: Sequence[warmth.Contact], *, today: dt.date) -> list[int]:
    """Indexes into the plot's twelve weeks in which there was a conversation."""
    back = {(today - contact.on).days // 7 for contact in contacts if contact.is_two_way}
    return sorted(11 - weeks for weeks in back if 0 <= weeks < 12)
