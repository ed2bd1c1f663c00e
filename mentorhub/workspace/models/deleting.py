"""What goes into the bin together, and comes back together: a person with what is theirs alone, a conversation.

All that one act deletes has one `deleted_at`; restoring looks for that moment again.
"""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, update
from sqlalchemy.orm import Session

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.workspace.models.conversations import index_conversation
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import (
    Give,
    Interaction,
    Participant,
    refresh_last_contact,
)
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.rules.bin import RestoreFirst


def delete_person(session: Session, person: Person, now: dt.datetime) -> None:
    """Into the bin, with conversations that nobody else took part in, and an occasion where nobody else was met."""
    _delete(session, Participant, Participant.person_id == person.id, at=now)
    _delete(
        session, Interaction, Interaction.id.in_(_talked_to(person, now)), ~_has_somebody(), at=now
    )
    for table in _OF_A_PERSON:
        _delete(session, table, table.person_id == person.id, at=now)
    if person.occasion_id is not None:
        _delete(session, Occasion, Occasion.id == person.occasion_id, ~_was_met(but=person), at=now)
    person.deleted_at = now
    _reindex(session, person, now)


def restore_person(session: Session, person: Person) -> None:
    """Out of the bin, with exactly what went into it with them.

    What they shared with somebody who is still in the bin comes back without that one. What was deleted by itself in
    the meantime stays in the bin, and they are part of it again once it is restored.
    """
    moment = person.deleted_at
    assert moment is not None
    together = Interaction.id.in_(_talked_to(person, moment)), _went_with_a_person(moment)
    _set(session, Interaction, *together, to=None)
    for table in (Participant, Give):
        of_it = select(Interaction.deleted_at).where(Interaction.id == table.interaction_id)
        theirs = table.person_id == person.id, table.deleted_at == moment
        _set(session, table, *theirs, to=of_it.scalar_subquery())
    for kept in (FollowUp, Promise):
        _set(session, kept, kept.person_id == person.id, kept.deleted_at == moment, to=None)
    met = Occasion.id == person.occasion_id, Occasion.deleted_at == moment
    _set(session, Occasion, *met, to=None)
    person.deleted_at = None
    _reindex(session, person, None)
    refresh_last_contact(session, [person.id])


def delete_conversation(session: Session, logged: Interaction, now: dt.datetime) -> None:
    """Into the bin, with who took part and what was given in it."""
    for table in (Participant, Give):
        _delete(session, table, table.interaction_id == logged.id, at=now)
    logged.deleted_at = now
    refresh_last_contact(session, _people_of(session, logged))


def restore_conversation(session: Session, logged: Interaction) -> None:
    """Out of the bin; whoever is in the bin by now comes back into it later. Raises `RestoreFirst` where all are."""
    moment = logged.deleted_at
    people = _people_of(session, logged)
    gone = {who: person.deleted_at for who, person in people.items() if person.deleted_at}
    if len(gone) == len(people):
        raise RestoreFirst(", ".join(sorted(person.name for person in people.values())))
    for table in (Participant, Give):
        for who in people:
            mine = table.interaction_id == logged.id, table.person_id == who
            _set(session, table, *mine, table.deleted_at == moment, to=gone.get(who))
    logged.deleted_at = None
    index_conversation(session, logged)
    refresh_last_contact(session, people)


def delete_give(session: Session, give: Give, now: dt.datetime) -> None:
    """Into the bin; its conversation is found by its words no longer."""
    give.deleted_at = now
    index_conversation(session, session.get_one(Interaction, give.interaction_id))


def restore_give(session: Session, give: Give) -> None:
    """Out of the bin. Raises `RestoreFirst` where its person or its conversation is in it."""
    _refuse_without_person(session, give.person_id)
    logged = session.get_one(Interaction, give.interaction_id, execution_options=WITH_DELETED)
    if logged.deleted_at:
        raise RestoreFirst
    give.deleted_at, give.on_date = None, logged.on_date
    index_conversation(session, logged)


def delete_follow_up(session: Session, follow_up: FollowUp, now: dt.datetime) -> None:
    """Into the bin, with those that it was moved from and to: one intention, however often it was moved."""
    _delete(session, FollowUp, FollowUp.id.in_(chain_of(session, follow_up)), at=now)


def restore_follow_up(session: Session, follow_up: FollowUp) -> None:
    """Out of the bin, as it was moved. Raises `RestoreFirst` where its person is in it."""
    _refuse_without_person(session, follow_up.person_id)
    chain = FollowUp.id.in_(chain_of(session, follow_up))
    _set(session, FollowUp, chain, FollowUp.deleted_at == follow_up.deleted_at, to=None)


def restore_promise(session: Session, promise: Promise) -> None:
    """Out of the bin. Raises `RestoreFirst` where its person is in it."""
    _refuse_without_person(session, promise.person_id)
    promise.deleted_at = None


def chain_of(session: Session, follow_up: FollowUp) -> set[int]:
    """Ids of the follow-up, of those it was moved from, and of those it was moved to; deleted or not."""
    mine = select(FollowUp.id, FollowUp.moved_from_id).where(
        FollowUp.person_id == follow_up.person_id, FollowUp.moved_from_id.is_not(None)
    )
    rows = session.execute(mine.execution_options(**WITH_DELETED))
    links = [{one, before} for one, before in rows if before is not None]
    found = {follow_up.id}
    while more := {one for pair in links if pair & found for one in pair} - found:
        found |= more
    return found


_OF_A_PERSON: tuple[Any, ...] = (Give, FollowUp, Promise)


def _delete(session: Session, table: Any, *which: ColumnElement[bool], at: dt.datetime) -> None:
    _set(session, table, *which, table.deleted_at.is_(None), to=at)


def _set(session: Session, table: Any, *which: ColumnElement[bool], to: Any) -> None:
    """An UPDATE sees deleted rows as well; what the session holds of these rows is read again."""
    changed = update(table).where(*which).values(deleted_at=to)
    session.execute(changed.execution_options(synchronize_session=False))
    session.expire_all()


def _talked_to(person: Person, moment: dt.datetime) -> Select[int]:
    """Ids of the conversations from whose participants they went then."""
    return select(Participant.interaction_id).where(
        Participant.person_id == person.id, Participant.deleted_at == moment
    )


def _has_somebody() -> ColumnElement[bool]:
    return exists().where(
        Participant.interaction_id == Interaction.id, Participant.deleted_at.is_(None)
    )


def _went_with_a_person(moment: dt.datetime) -> ColumnElement[bool]:
    """That a conversation is in the bin only because the last person in it is: this one, or another."""
    with_another = exists().where(
        Participant.interaction_id == Interaction.id,
        Person.id == Participant.person_id,
        Person.deleted_at == Interaction.deleted_at,
    )
    return or_(Interaction.deleted_at == moment, with_another)


def _was_met(*, but: Person) -> ColumnElement[bool]:
    return exists().where(
        Person.occasion_id == Occasion.id, Person.id != but.id, Person.deleted_at.is_(None)
    )


def _people_of(session: Session, logged: Interaction) -> dict[int, Person]:
    """Everybody who took part, deleted or not, by id."""
    asked = (
        select(Person)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.interaction_id == logged.id)
    )
    found = session.scalars(asked.execution_options(**WITH_DELETED))
    return {person.id: person for person in found}


def _reindex(session: Session, person: Person, moment: dt.datetime | None) -> None:
    """Conversations with others are found by what they gave, or were given, only while they are there."""
    session.flush()
    of_theirs = select(Give.interaction_id).where(Give.person_id == person.id)
    asked = select(Interaction).where(
        Interaction.id.in_(of_theirs.where(Give.deleted_at == moment))
    )
    with_bin = asked.where(Interaction.deleted_at.is_(None)).execution_options(**WITH_DELETED)
    for logged in session.scalars(with_bin).all():
        index_conversation(session, logged)


def _refuse_without_person(session: Session, person_id: int) -> None:
    person = session.get_one(Person, person_id, execution_options=WITH_DELETED)
    if person.deleted_at:
        raise RestoreFirst(person.name)
