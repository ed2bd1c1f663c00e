"""Whatever a session writes of a notebook's people is in their index by the time it commits, in the same transaction.

No action has to think of it: rows are seen as they are flushed, and statements on many rows before they run. Only rows
that are inserted past the session are not; `models.writing` and `models.arrivals` do so beside rows that are seen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, event, inspect, select, true
from sqlalchemy.orm import ORMExecuteState, Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.tables import db
from mentorhub.workspace.models.details import (
    PersonAddress,
    PersonAffiliation,
    PersonDay,
    PersonDetail,
)
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Interaction, Participant, StageChange
from mentorhub.workspace.models.indexing import forget_words, index_people, lock_index
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.models.search import SearchPosting
from mentorhub.workspace.models.tags import PersonTag, Tag
from mentorhub.workspace.rules.indexing import OF_DETAILS, Field

CHANGED = "index"  # in a session's `info`
Whom = Callable[[ColumnElement[bool]], Select[int, int]]  # notebook and person of a table's rows


@dataclass
class Changed:
    """What a transaction changed so far: fields by notebook and person, and words that went by notebook."""

    fields: dict[int, dict[int, set[Field]]] = field(default_factory=dict)
    gone: dict[int, set[str]] = field(default_factory=dict)

    def add(self, rows: Iterable[Any], fields: Iterable[Field]) -> None:
        """Rows of (notebook, person)."""
        for workspace_id, person_id in rows:
            of_notebook = self.fields.setdefault(workspace_id, {})
            of_notebook.setdefault(person_id, set()).update(fields)


@dataclass(frozen=True)
class Rule:
    """Which fields a table's rows are read into, from which columns (all, where none is named), and whose they are."""

    fields: frozenset[Field]
    columns: tuple[str, ...]
    whom: Whom


def _of_one(table: Any) -> Whom:
    return lambda which: select(table.workspace_id, table.person_id).where(which)


def _of_talk(which: ColumnElement[bool]) -> Select[int, int]:
    talks = select(Interaction.id).where(which)
    return select(Participant.workspace_id, Participant.person_id).where(
        Participant.interaction_id.in_(talks)
    )


def _of_occasion(which: ColumnElement[bool]) -> Select[int, int]:
    occasions = select(Occasion.id).where(which)
    return select(Person.workspace_id, Person.id).where(Person.occasion_id.in_(occasions))


def _of_tag(which: ColumnElement[bool]) -> Select[int, int]:
    tags = select(Tag.id).where(which)
    return select(PersonTag.workspace_id, PersonTag.person_id).where(PersonTag.tag_id.in_(tags))


_DETAILS, _HISTORY = OF_DETAILS, frozenset({Field.HISTORY})
_NAMES = ("name", "given_name", "additional_name", "family_name", "nickname", "name_prefix")
_WORDS = ("name_suffix", "headline", "purpose", "remember", "met_how", "met_through")
RULES: dict[Any, Rule] = {
    Participant: Rule(_HISTORY, ("person_id", "note", "deleted_at"), _of_one(Participant)),
    Promise: Rule(_HISTORY, ("person_id", "what", "deleted_at"), _of_one(Promise)),
    FollowUp: Rule(_HISTORY, ("person_id", "reason", "deleted_at"), _of_one(FollowUp)),
    StageChange: Rule(_HISTORY, ("person_id", "reason"), _of_one(StageChange)),
    Interaction: Rule(_HISTORY, ("search_key", "deleted_at"), _of_talk),
    PersonTag: Rule(frozenset({Field.TAG}), (), _of_one(PersonTag)),
    Tag: Rule(frozenset({Field.TAG}), ("name",), _of_tag),
    Occasion: Rule(frozenset({Field.OCCASION}), ("name", "deleted_at"), _of_occasion),
} | {
    table: Rule(_DETAILS, (), _of_one(table))
    for table in (PersonDetail, PersonAddress, PersonAffiliation, PersonDay)
}
PERSON = Rule(
    _DETAILS | {Field.OCCASION},
    (*_NAMES, *_WORDS, "pronunciation", "source_note", "occasion_id"),
    lambda which: select(Person.workspace_id, Person.id).where(which),
)
_BY_TABLE = {table.__table__: table for table in (*RULES, SearchPosting)}


def keep_index(session: Any) -> None:
    """From now on, whatever these sessions commit is in the index."""
    event.listen(session, "after_flush", _see_rows)
    event.listen(session, "do_orm_execute", _see_statement)
    event.listen(session, "before_commit", _bring_up_to_date)
    event.listen(session, "after_soft_rollback", lambda one, _before: one.info.pop(CHANGED, None))


def _changed(session: Session) -> Changed:
    found: Changed = session.info.setdefault(CHANGED, Changed())
    return found


def _see_rows(session: Session, _context: object) -> None:
    """After each flush, while the session still knows what was new, other and gone."""
    for row in chain(session.new, session.deleted):
        _see_row(session, row)
    for row in session.dirty:
        rule = PERSON if isinstance(row, Person) else RULES.get(type(row))
        if rule and _differs(row, rule.columns):
            _see_row(session, row)


def _see_row(session: Session, row: Any) -> None:
    if isinstance(row, Person):
        _changed(session).add([(row.workspace_id, row.id)], PERSON.fields)
    elif type(row) in RULES:
        rule = RULES[type(row)]
        whose = (
            [(row.workspace_id, person_id) for person_id in _ever(row, "person_id")]
            if hasattr(row, "person_id")
            else _rows(session, rule.whom(type(row).id == row.id))
        )
        _changed(session).add(whose, rule.fields)


def _differs(row: Any, columns: tuple[str, ...]) -> bool:
    attributes = inspect(row).attrs
    names = columns or [column.key for column in inspect(type(row)).column_attrs]
    return any(attributes[name].history.has_changes() for name in names)


def _ever(row: Any, name: str) -> set[int]:
    """What the column says, and what it said before this flush."""
    history = inspect(row).attrs[name].history
    return {value for value in chain(*(values or () for values in history)) if value is not None}


def _see_statement(state: ORMExecuteState) -> None:
    """Before an UPDATE or DELETE of many rows runs: whose they are, and whose they will be."""
    if not (state.is_update or state.is_delete):
        return
    statement: Any = state.statement
    table = _BY_TABLE.get(statement.table)
    if table is None:
        return
    session = state.session
    which = true() if statement.whereclause is None else statement.whereclause
    if table is SearchPosting:
        asked = select(SearchPosting.workspace_id, SearchPosting.word).where(which).distinct()
        for workspace_id, word in _rows(session, asked):
            _changed(session).gone.setdefault(workspace_id, set()).add(word)
        return
    rule = RULES[table]
    rows = _rows(session, rule.whom(which))
    _changed(session).add(rows, rule.fields)
    moved_to = statement.compile().params.get("person_id") if state.is_update else None
    if moved_to is not None:
        _changed(session).add({(row[0], moved_to) for row in rows}, rule.fields)


def _rows(session: Session, asked: Select[int, Any]) -> Iterable[Any]:
    return session.execute(asked.distinct(), execution_options=WITH_DELETED).all()


def _bring_up_to_date(session: Session) -> None:
    session.flush()
    changed: Changed | None = session.info.pop(CHANGED, None)
    if changed is None or "viewer" not in session.info:
        return  # nothing of anybody's, or not written by an action
    for workspace_id in sorted({*changed.fields, *changed.gone}):
        if workspace_id in changed.fields:
            index_people(session, workspace_id, changed.fields[workspace_id])
        else:
            lock_index(session, workspace_id)
        forget_words(session, workspace_id, changed.gone.get(workspace_id, ()))


keep_index(db.session)
