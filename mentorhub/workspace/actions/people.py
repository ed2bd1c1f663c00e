"""Writing people down, changing what is written, and showing them to the mentor."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.sessions import transaction
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.versions import refuse_overwriting, use_of
from mentorhub.workspace.models.doubles import say_they_are_two
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import (
    Interaction,
    Participant,
    refresh_last_contact,
)
from mentorhub.workspace.models.new_people import new_people, new_person
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.tags import put_tags
from mentorhub.workspace.models.writing import read_details, write_details
from mentorhub.workspace.queries.notebook import made_before, own_person, own_workspace
from mentorhub.workspace.rules import due_dates, follow_ups, words
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.rhythm import local_day
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.warmth import Kind


@dataclass(frozen=True)
class Added:
    """The new person's public id, and when a thank-you is due; None where none was scheduled."""

    public_id: str
    thank_you_on: dt.date | None


def add_person(
    details: Details,
    *,
    viewer: Viewer,
    note: str = "",
    tags: Sequence[str] = (),
    thank_you: str,
    form_key: str | None = None,
    unlike: Collection[str] = (),
) -> Added:
    """Write a person down, with the first meeting; schedules a thank-you when it was this week.

    `note` is what was talked about: the note of the first meeting where its day is known, else part of `remember`.
    `thank_you` is the follow-up's reason in the owner's language, `unlike` public ids of people whom this one is not.
    The same form sent twice adds once.
    Raises `NotFound` without a notebook, `DayAhead` for a meeting in the future, `TooManyTags` or `NotebookFull`
    for more tags than there is room for, `FormUsed` for a form that was sent with other words.
    """
    form = use_of(form_key, details, note, list(tags))
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        today = local_day(now, zone=workspace.user.timezone)
        if details.met_on is not None:
            due_dates.refuse_future(details.met_on, today=today)
        due_on = follow_ups.thank_you_due(details.met_on, today=today)
        before = made_before(session, Person, form, workspace_id=workspace.id)
        if before is not None:
            return Added(before.public_id, due_on)
        person = new_person(session, workspace, details, form=form, now=now)
        details = details if details.met_on else _remembering(details, note)
        region = workspace.phone_region
        write_details(session, person, details, before=None, today=today, region=region)
        if details.met_on is not None:
            _meet(session, person, note, on=details.met_on, now=now)
        put_tags(session, [person], tags, now=now)
        _tell_apart(session, person, unlike, now=now)
        if due_on is not None:
            _thank(session, person, thank_you, due_on=due_on, now=now)
        return Added(person.public_id, due_on)


def add_people(names: Sequence[str], *, viewer: Viewer) -> int:
    """Write several names down at once; those already in the notebook are left as they are.

    Returns how many are new. Raises `NotFound` without a notebook.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        by_key = {words.name_key(name): name for name in names}
        known = set(
            session.scalars(
                select(Person.name_key).where(
                    Person.workspace_id == workspace.id, Person.name_key.in_(by_key)
                )
            )
        )
        new = [name for key, name in by_key.items() if key not in known]
        new_people(session, workspace, new, now=now)
        return len(new)


def change_person(public_id: str, details: Details, *, viewer: Viewer, seen: str) -> None:
    """Change what is written about a person; `seen` is the version of the details that were read before.

    Raises `NotFound` for anybody else's, `DayAhead` for a meeting in the future, `ChangedElsewhere` where others stand.
    """
    now = clock.now()
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        today = local_day(now, zone=workspace.user.timezone)
        if details.met_on is not None:
            due_dates.refuse_future(details.met_on, today=today)
        person = own_person(session, public_id, workspace_id=workspace.id)
        before = read_details(session, [person])[person.id]
        refuse_overwriting(before, details, seen=seen)
        region = workspace.phone_region
        write_details(session, person, details, before=before, today=today, region=region)
        workspace.pairs_stale_at = now


def set_visibility(public_id: str, visibility: Visibility, *, viewer: Viewer) -> None:
    """Choose how a person appears to the mentor. Raises `NotFound` for anybody else's."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        person = own_person(session, public_id, workspace_id=workspace.id)
        person.visibility = visibility


def _meet(session: Session, person: Person, note: str, *, on: dt.date, now: dt.datetime) -> None:
    met = Interaction(
        workspace_id=person.workspace_id,
        kind=Kind.FIRST_MEETING,
        is_two_way=True,
        on_date=on,
        note=note,
        search_key=words.folded(note),
        logged_at=now,
    )
    met.participants.append(Participant(workspace_id=person.workspace_id, person_id=person.id))
    session.add(met)
    refresh_last_contact(session, [person.id])


def _remembering(details: Details, note: str) -> Details:
    """What was talked about, where there is no day to write it under."""
    return replace(details, remember="\n".join(filter(None, [note, details.remember])))


def _tell_apart(
    session: Session, person: Person, unlike: Collection[str], *, now: dt.datetime
) -> None:
    if unlike:
        mine = Person.workspace_id == person.workspace_id, Person.public_id.in_(unlike)
        others = session.scalars(select(Person.id).where(*mine))
        say_they_are_two(session, person, set(others), now=now)


def _thank(
    session: Session, person: Person, reason: str, *, due_on: dt.date, now: dt.datetime
) -> None:
    session.add(
        FollowUp(
            workspace_id=person.workspace_id,
            person_id=person.id,
            kind=follow_ups.FollowUpKind.THANK_YOU,
            due_on=due_on,
            reason=reason,
            created_at=now,
        )
    )
