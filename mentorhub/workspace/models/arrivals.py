"""Many new people at once, as an import brings them: as few statements for five hundred as for one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from mentorhub.foundation.database.bulk import insert_rows
from mentorhub.workspace.models.by_name import occasion_named, organizations_named
from mentorhub.workspace.models.history import StageChange
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.models.writing import rows_of, write_plain
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.details import Details


@dataclass(frozen=True)
class Arrival:
    """Somebody who comes with a file: what is written about them, and the card's own name and unknown lines."""

    details: Details
    card_uid: str = ""
    card_lines: str = ""


def add_arrivals(
    session: Session,
    workspace: Workspace,
    arrivals: Sequence[Arrival],
    *,
    import_id: int,
    today: dt.date,
    now: dt.datetime,
) -> list[Person]:
    """New people with their details and the first entry of their stages, hidden (deleted) until the import is in.

    The notebook is locked by the caller. Whom one met through whom is not looked up: a file's names are its own.
    """
    if session.get_bind().dialect.name == "postgresql":
        # A foreign key's check that was planned while the notebook was empty reads all of it for every row.
        session.execute(text("DISCARD PLANS"))
    organizations = organizations_named(
        session,
        [one.organization for each in arrivals for one in each.details.affiliations],
        workspace_id=workspace.id,
    )
    occasions = _occasions(session, arrivals, workspace_id=workspace.id)
    people = [
        _person(each, occasions.get(words.name_key(each.details.occasion))) for each in arrivals
    ]
    for person in people:
        person.workspace_id, person.import_id = workspace.id, import_id
        person.added_on, person.created_at, person.deleted_at = today, now, now
    session.add_all(people)
    session.flush()
    _write_about(session, workspace, people, arrivals, organizations)
    return people


def _write_about(
    session: Session,
    workspace: Workspace,
    people: Sequence[Person],
    arrivals: Sequence[Arrival],
    organizations: Mapping[str, int],
) -> None:
    """The rows beside the people's own, and the first entry of each one's stages."""
    of_notebook = {"workspace_id": workspace.id}
    rows: dict[Any, list[dict[str, Any]]] = {
        StageChange: [
            of_notebook
            | {"person_id": person.id, "from_stage": None, "to_stage": person.stage, "reason": ""}
            | {"by_user_id": workspace.user_id, "at": person.created_at}
            for person in people
        ]
    }
    for person, each in zip(people, arrivals, strict=True):
        about = rows_of(each.details, organizations, region=workspace.phone_region)
        for table, several in about.items():
            rows.setdefault(table, []).extend(
                of_notebook | {"person_id": person.id} | row for row in several
            )
    for table, several in rows.items():
        insert_rows(session, table.__table__, several)


def _occasions(
    session: Session, arrivals: Sequence[Arrival], *, workspace_id: int
) -> dict[str, Occasion]:
    named = {words.name_key(each.details.occasion): each.details.occasion for each in arrivals}
    found = {
        key: occasion_named(session, name, workspace_id=workspace_id, on=None)
        for key, name in named.items()
        if key
    }
    return {key: one for key, one in found.items() if one is not None}


def _person(arrival: Arrival, occasion: Occasion | None) -> Person:
    person = Person(source="import", occasion_id=occasion.id if occasion else None)
    person.card_uid, person.card_lines = arrival.card_uid, arrival.card_lines
    write_plain(person, arrival.details)
    return person
