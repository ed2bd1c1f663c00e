"""What hangs on one person goes over to another when two are merged, and back: as few statements for any number."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.workspace.models.doubles import PersonPair, say_they_are_two, say_they_may_be_one
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import (
    Give,
    Interaction,
    Participant,
    refresh_last_contact,
)
from mentorhub.workspace.models.imports import ImportRow
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.doubles import joined_notes

BATCH = 500  # rows in one statement: SQLite takes only so many
Moved = dict[str, Any]
_OF_ONE: dict[str, Any] = {"gives": Give, "follow_ups": FollowUp, "promises": Promise}


def move_rows(session: Session, kept: Person, other: Person, *, now: dt.datetime) -> Moved:
    """Give all that is the other's to who is kept, also what lies in the bin; returns what `move_back` needs.

    Where both took part in one conversation, the other's part is hidden, and its note joins that of who is kept.
    """
    moved: Moved = {"together": _join_parts(session, kept, other, now=now)}
    theirs = aliased(Participant)
    kepts = exists().where(
        theirs.interaction_id == Participant.interaction_id, theirs.person_id == kept.id
    )
    moved["participants"] = _move(session, Participant, ~kepts, kept=kept, other=other)
    for name, table in _OF_ONE.items():
        moved[name] = _move(session, table, kept=kept, other=other)
    brought = Person.met_through_id == other.id, Person.id != kept.id
    moved["brought"] = _ids(session, Person, *brought)
    session.execute(_silently(update(Person).where(*brought).values(met_through_id=kept.id)))
    moved["import_rows"] = _move_import_rows(session, kept, other)
    moved["dismissed"] = _move_dismissals(session, kept, other, now=now)
    session.expire_all()
    return moved


def move_back(session: Session, kept: Person, other: Person, moved: Moved) -> None:
    """What came from the other and is still there goes back; what was written since stays with who is kept.

    What was given since in a conversation that was the other's goes back with it.
    """
    for batch in _batches(moved["participants"]):
        mine = Participant.id.in_(batch), Participant.person_id == kept.id
        talks = select(Participant.interaction_id).where(*mine)
        since = Give.interaction_id.in_(talks), Give.person_id == kept.id
        session.execute(_silently(update(Give).where(*since).values(person_id=other.id)))
        session.execute(_silently(update(Participant).where(*mine).values(person_id=other.id)))
    for name, table in _OF_ONE.items():
        for batch in _batches(moved[name]):
            mine = table.id.in_(batch), table.person_id == kept.id
            session.execute(_silently(update(table).where(*mine).values(person_id=other.id)))
    for batch in _batches(moved["brought"]):
        mine = Person.id.in_(batch), Person.met_through_id == kept.id
        session.execute(_silently(update(Person).where(*mine).values(met_through_id=other.id)))
    _part_again(session, moved["together"])
    _move_import_rows_back(session, moved["import_rows"])
    say_they_may_be_one(session, kept, set(moved["dismissed"]))
    session.expire_all()
    refresh_last_contact(session, [kept.id, other.id])


def _move(session: Session, table: Any, *which: Any, kept: Person, other: Person) -> list[int]:
    """Ids of the other's rows that are given to who is kept."""
    mine = table.person_id == other.id, *which
    ids = _ids(session, table, *mine)
    if ids:
        session.execute(_silently(update(table).where(*mine).values(person_id=kept.id)))
    return ids


def _join_parts(
    session: Session, kept: Person, other: Person, *, now: dt.datetime
) -> list[dict[str, Any]]:
    theirs = aliased(Participant)
    asked = select(Participant, theirs).join(
        theirs, theirs.interaction_id == Participant.interaction_id
    )
    both = asked.where(Participant.person_id == kept.id, theirs.person_id == other.id)
    rows = session.execute(both.execution_options(**WITH_DELETED)).all()
    found = []
    for mine, their in rows:
        before = mine.note
        mine.note = joined_notes(mine.note, their.note)
        mine.search_key = words.folded(mine.note)
        found.append({"mine": mine.id, "theirs": their.id, "before": before, "after": mine.note})
    session.flush()
    talks = select(theirs.interaction_id).where(theirs.person_id == kept.id)
    hidden = Participant.person_id == other.id, Participant.interaction_id.in_(talks)
    hide = update(Participant).where(*hidden, Participant.deleted_at.is_(None))
    session.execute(_silently(hide.values(deleted_at=now)))
    return found


def _part_again(session: Session, together: list[dict[str, Any]]) -> None:
    """Both took part again, where who is kept still does; a note that was changed since stays."""
    by_mine = {one["mine"]: one for one in together}
    left: set[int] = set()
    for batch in _batches(by_mine):
        asked = select(Participant).where(Participant.id.in_(batch))
        for mine in session.scalars(asked.execution_options(**WITH_DELETED)):
            one = by_mine[mine.id]
            left.add(one["theirs"])
            if mine.note == one["after"]:
                mine.note, mine.search_key = one["before"], words.folded(one["before"])
    session.flush()
    for batch in _batches(one["theirs"] for one in together):
        theirs = Participant.id.in_(batch)
        gone = set(batch) - left
        session.execute(_silently(delete(Participant).where(Participant.id.in_(gone))))
        at = select(Interaction.deleted_at).where(Interaction.id == Participant.interaction_id)
        back = update(Participant).where(theirs).values(deleted_at=at.scalar_subquery())
        session.execute(_silently(back))


def _move_import_rows(session: Session, kept: Person, other: Person) -> list[list[Any]]:
    """From now on, files brought who is kept; without the version written then, undoing an import leaves them be."""
    columns = ImportRow.id, ImportRow.made_id, ImportRow.person_id, ImportRow.written
    about = or_(ImportRow.made_id.in_([kept.id, other.id]), ImportRow.person_id == other.id)
    mine = ImportRow.workspace_id == kept.workspace_id, about
    rows = [list(row) for row in session.execute(select(*columns).where(*mine))]
    made = update(ImportRow).where(mine[0], ImportRow.made_id.in_([kept.id, other.id]))
    session.execute(_silently(made.values(made_id=kept.id, written="")))
    meant = update(ImportRow).where(mine[0], ImportRow.person_id == other.id)
    session.execute(_silently(meant.values(person_id=kept.id)))
    return rows


def _move_import_rows_back(session: Session, rows: list[list[Any]]) -> None:
    table = ImportRow.__table__
    names = ("made_id", "person_id", "written")
    values: dict[str, Any] = {name: bindparam(f"{name}_then") for name in names}
    back = update(table).where(table.c.id == bindparam("of_row")).values(values)  # type: ignore[arg-type]
    then = ("of_row", *(f"{name}_then" for name in names))
    if rows:
        session.connection().execute(back, [dict(zip(then, row, strict=True)) for row in rows])


def _move_dismissals(
    session: Session, kept: Person, other: Person, *, now: dt.datetime
) -> list[int]:
    """Whoever is not the other is not who is kept either; returns those of whom that was not said before."""
    one, two = PersonPair.one_id, PersonPair.other_id
    theirs = select(one, two).where(
        or_(one == other.id, two == other.id), PersonPair.dismissed_at.is_not(None)
    )
    not_them = {a + b - other.id for a, b in session.execute(theirs)}
    return sorted(say_they_are_two(session, kept, not_them, now=now))


def _ids(session: Session, table: Any, *which: Any) -> list[int]:
    asked = select(table.id).where(*which).order_by(table.id)
    return list(session.scalars(asked.execution_options(**WITH_DELETED)))


def _batches(ids: Iterable[int]) -> list[list[int]]:
    every = sorted(ids)
    return [every[start : start + BATCH] for start in range(0, len(every), BATCH)]


def _silently(statement: Any) -> Any:
    """What the session holds of these rows is read again afterwards."""
    return statement.execution_options(synchronize_session=False)
