"""Looking a notebook through for doubles, and what its owner says of a pair: that it is two people, or perhaps not."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorhub.foundation import clock
from mentorhub.foundation.database.bulk import insert_rows
from mentorhub.foundation.database.sessions import reading, transaction
from mentorhub.foundation.database.viewers import SYSTEM, Viewer
from mentorhub.workspace.matching.pairs import Pair, find_pairs
from mentorhub.workspace.models.doubles import PersonPair, say_they_are_two, say_they_may_be_one
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.workspaces import Workspace
from mentorhub.workspace.queries.merges import own_two
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.similar import everybody_compared


def look_again(*, viewer: Viewer) -> None:
    """Have a worker look through the viewer's notebook once more; raises `NotFound` without one."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        workspace.pairs_stale_at = workspace.pairs_stale_at or clock.now()


def dismiss_pair(public_id: str, other_id: str, *, viewer: Viewer) -> None:
    """These are two people: not shown as doubles again; again, it changes nothing. Raises `NotFound`."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        one, other = own_two(session, public_id, other_id, workspace_id=workspace.id)
        say_they_are_two(session, one, {other.id}, now=clock.now())


def take_back_dismissal(public_id: str, other_id: str, *, viewer: Viewer) -> None:
    """They may be one after all: shown again where they were found. Raises `NotFound`."""
    with transaction(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer, is_locked=True)
        one, other = own_two(session, public_id, other_id, workspace_id=workspace.id)
        say_they_may_be_one(session, one, {other.id})


def find_doubles(workspace_id: int) -> None:
    """Look through a notebook, and keep the pairs that are found in place of those found before.

    Comparing takes a second or two for ten thousand people, so it is done between two transactions: what is written
    meanwhile is looked through the next time.
    """
    with reading(viewer=SYSTEM) as session:
        workspace = session.get(Workspace, workspace_id)
        if workspace is None:
            return
        seen = workspace.pairs_stale_at
        candidates = everybody_compared(session, workspace)
    pairs = find_pairs(candidates)
    with transaction(viewer=SYSTEM) as session:
        asked = select(Workspace).where(Workspace.id == workspace_id)
        locked = session.scalars(asked.with_for_update(key_share=True)).one_or_none()
        if locked is not None:
            _keep(session, locked, pairs)
            locked.pairs_found_at = clock.now()
            if locked.pairs_stale_at == seen:
                locked.pairs_stale_at = None


def _keep(session: Session, workspace: Workspace, pairs: list[Pair]) -> None:
    """What was dismissed stays so, with the score it has now; whoever was erased meanwhile is left out."""
    mine = PersonPair.workspace_id == workspace.id
    session.execute(delete(PersonPair).where(mine, PersonPair.dismissed_at.is_(None)))
    known = {
        (pair.one_id, pair.other_id): pair
        for pair in session.scalars(select(PersonPair).where(mine))
    }
    there = set(session.scalars(select(Person.id).where(Person.workspace_id == workspace.id)))
    rows = []
    for pair in pairs:
        reasons = ",".join(pair.reasons)
        if stored := known.get((pair.a, pair.b)):
            stored.score, stored.reasons = pair.score, reasons
        elif {pair.a, pair.b} <= there:
            of = {"workspace_id": workspace.id, "one_id": pair.a, "other_id": pair.b}
            rows.append(of | {"score": pair.score, "reasons": reasons, "dismissed_at": None})
    table: Any = PersonPair.__table__
    insert_rows(session, table, rows)
