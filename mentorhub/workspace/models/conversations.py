"""Rows of a conversation as values, and back: the one place where what was said is read, written and replaced."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.versions import FormUse
from mentorhub.workspace.models.history import (
    Give,
    Interaction,
    Participant,
    refresh_last_contact,
)
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.conversations import Conversation, Favour

_FIELDS = tuple(field.name for field in fields(Conversation))


def read_conversation(interaction: Interaction) -> Conversation:
    """What is written about it."""
    return Conversation(**{name: getattr(interaction, name) for name in _FIELDS})


def new_conversation(
    session: Session,
    conversation: Conversation,
    notes: Mapping[int, str],
    *,
    workspace_id: int,
    favour: Favour | None = None,
    form: FormUse | None = None,
    now: dt.datetime,
) -> Interaction:
    """Write it down with those who took part: `notes` by person id, the first of whom gave or got the favour."""
    logged = Interaction(workspace_id=workspace_id, logged_at=now)
    logged.made_by(form)
    _set(logged, conversation)
    logged.participants = [_participant(logged, who, note) for who, note in notes.items()]
    session.add(logged)
    session.flush()
    if favour is not None:
        add_give(session, logged, favour, person_id=next(iter(notes)))
    index_conversation(session, logged)
    refresh_last_contact(session, notes)
    return logged


def write_conversation(
    session: Session, logged: Interaction, conversation: Conversation, notes: Mapping[int, str]
) -> None:
    """Write this in place of what stands; who is not in `notes` takes part no longer, and gave and got nothing."""
    before = {one.person_id: one for one in participants_of(session, logged)}
    _set(logged, conversation)
    for who, note in notes.items():
        if who in before:
            before[who].note, before[who].search_key = note, words.folded(note)
        else:
            session.add(_participant(logged, who, note))
    gone = before.keys() - notes.keys()
    for table in (Give, Participant):
        session.execute(
            delete(table).where(table.interaction_id == logged.id, table.person_id.in_(gone))
        )
    for give in gives_of(session, logged):
        give.on_date = logged.on_date
    session.expire(logged, ["participants"])
    index_conversation(session, logged)
    refresh_last_contact(session, {*before, *notes})


def add_give(session: Session, logged: Interaction, favour: Favour, *, person_id: int) -> Give:
    """Something given in it to, or by, somebody who took part."""
    give = Give(
        workspace_id=logged.workspace_id,
        person_id=person_id,
        interaction_id=logged.id,
        direction=favour.direction,
        what=favour.what,
        effort=favour.effort,
        on_date=logged.on_date,
    )
    session.add(give)
    return give


def index_conversation(session: Session, logged: Interaction) -> None:
    """Fold the note, and what was given, into what it is found by; after every change of either."""
    session.flush()
    given = [give.what for give in gives_of(session, logged)]
    logged.search_key = words.folded(logged.note, *given)


def participants_of(session: Session, logged: Interaction) -> Sequence[Participant]:
    """Who took part and is not deleted, each with the person, in their order."""
    mine = select(Participant).where(Participant.interaction_id == logged.id)
    with_person = mine.options(joinedload(Participant.person))
    return session.scalars(with_person.order_by(Participant.id)).all()


def gives_of(session: Session, logged: Interaction) -> Sequence[Give]:
    """What was given in it and is not deleted, in its order."""
    mine = select(Give).where(Give.interaction_id == logged.id)
    return session.scalars(mine.order_by(Give.id)).all()


def _set(logged: Interaction, conversation: Conversation) -> None:
    for name in _FIELDS:
        setattr(logged, name, getattr(conversation, name))
    if not logged.note:
        logged.keep_to_oneself()  # nothing is left that a mentor could read


def _participant(logged: Interaction, person_id: int, note: str) -> Participant:
    return Participant(
        workspace_id=logged.workspace_id,
        interaction_id=logged.id,
        person_id=person_id,
        note=note,
        search_key=words.folded(note),
    )
