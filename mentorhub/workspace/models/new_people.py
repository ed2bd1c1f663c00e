"""Somebody new in a notebook: the row, and the first entry of their stage's history."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from mentorhub.foundation.versions import FormUse
from mentorhub.workspace.models.history import StageChange
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.rules.details import Details
from mentorhub.workspace.rules.rhythm import local_day


def new_person(
    session: Session,
    workspace: Workspace,
    details: Details,
    *,
    form: FormUse | None,
    now: dt.datetime,
) -> Person:
    """A new person by name; the rest of the details is written by `models.writing.write_details`."""
    person = Person(
        workspace_id=workspace.id,
        added_on=local_day(now, zone=workspace.user.timezone),
        created_at=now,
    )
    person.made_by(form)
    person.call(details.name)
    session.add(person)
    workspace.pairs_stale_at = now
    session.flush()
    session.add(
        StageChange(
            workspace_id=workspace.id,
            person_id=person.id,
            to_stage=person.stage,
            by_user_id=workspace.user_id,
            at=now,
        )
    )
    return person


def new_people(
    session: Session, workspace: Workspace, names: Sequence[str], *, now: dt.datetime
) -> list[Person]:
    """Somebody new for each of these names, in their order."""
    return [new_person(session, workspace, Details(name), form=None, now=now) for name in names]
