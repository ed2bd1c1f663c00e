"""The bin: what lies in it and until when, what a deletion would take along, and whose turn it is to be erased."""

import datetime as dt
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, select
from sqlalchemy.orm import Session, aliased

from mentorhub.foundation.database.deletion import WITH_DELETED
from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.foundation.paging import PageOf
from mentorhub.workspace.models.doubles import is_merged
from mentorhub.workspace.models.follow_ups import FollowUp
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.models.imports import ContactImport
from mentorhub.workspace.models.people import Occasion, Person
from mentorhub.workspace.models.promises import Promise
from mentorhub.workspace.queries.notebook import own_person, own_workspace
from mentorhub.workspace.rules.bin import KEPT, Thing
from mentorhub.workspace.rules.imports import HIDING
from mentorhub.workspace.rules.rhythm import local_day

PAGE = 50
TABLES: dict[Thing, Any] = {
    Thing.PERSON: Person,
    Thing.CONVERSATION: Interaction,
    Thing.GIVE: Give,
    Thing.FOLLOW_UP: FollowUp,
    Thing.PROMISE: Promise,
    Thing.OCCASION: Occasion,
}


@dataclass(frozen=True)
class Binned:
    """One thing in the bin: `words` are its own, `who` whom it is about; it is erased on `until`, the owner's day."""

    thing: Thing
    public_id: str
    words: str
    who: str
    deleted_at: dt.datetime
    until: dt.date


@dataclass(frozen=True)
class Bin(PageOf[Binned]):
    """One page of the bin, what was deleted last first."""

    SIZE = PAGE


@dataclass(frozen=True)
class Deletion:
    """A person, and how much goes into the bin with them; `shared` conversations stay with others."""

    person: Person
    conversations: int
    shared: int
    promises: int
    follow_ups: int
    gives: int


def in_bin(*, viewer: Viewer, page: int) -> Bin:
    """What the viewer deleted and can restore, each with all that went with it; a page past the end is the last."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        zone = workspace.user.timezone
        found = [
            Binned(thing, public_id, words, who or "", at, local_day(at + KEPT, zone=zone))
            for thing, asked in _roots().items()
            for public_id, words, who, at in session.execute(
                asked.where(
                    TABLES[thing].workspace_id == workspace.id,
                    TABLES[thing].deleted_at.is_not(None),
                ).execution_options(**WITH_DELETED)
            )
        ]
        found.sort(key=attrgetter("deleted_at"), reverse=True)
        page = max(1, min(page, -(-len(found) // PAGE)))
        return Bin(found[(page - 1) * PAGE : page * PAGE], page, len(found))


def what_goes_with(public_id: str, *, viewer: Viewer) -> Deletion:
    """What deleting a person takes along; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        person = own_person(session, public_id, workspace_id=workspace.id)

        def count(table: Any, *where: ColumnElement[bool]) -> int:
            asked = (
                select(func.count()).select_from(table).where(table.person_id == person.id, *where)
            )
            return session.scalar(asked) or 0

        beside = aliased(Participant)
        shared = exists().where(
            beside.interaction_id == Participant.interaction_id, beside.person_id != person.id
        )
        return Deletion(
            person=person,
            conversations=count(Participant),
            shared=count(Participant, shared),
            promises=count(Promise),
            follow_ups=count(FollowUp, FollowUp.moved_from_id.is_(None)),
            gives=count(Give),
        )


def own_thing(
    session: Session, public_id: str, *, workspace_id: int, kind: Thing | None = None
) -> tuple[Thing, Any]:
    """What has this id in the notebook, deleted or not; raises `NotFound` for anybody else's, and for the merged."""
    for thing in [kind] if kind else Thing:
        table = TABLES[thing]
        mine = table.workspace_id == workspace_id, table.public_id == public_id
        asked = select(table).where(*mine)
        asked = asked.where(~is_merged()) if thing is Thing.PERSON else asked
        found = session.scalars(asked.execution_options(**WITH_DELETED)).one_or_none()
        if found is not None:
            return thing, found
    raise NotFound


def due_things(*, viewer: Viewer, now: dt.datetime, limit: int) -> list[tuple[Thing, int]]:
    """What has lain in the bin for its time, as kind and row id: people first, with whom the rest goes."""
    due: list[tuple[Thing, int]] = []
    with reading(viewer=viewer) as session:
        for thing, table in TABLES.items():
            asked = select(table.id).where(table.deleted_at <= now - KEPT).order_by(table.id)
            rows = session.scalars(asked.limit(limit - len(due)).execution_options(**WITH_DELETED))
            due += [(thing, row_id) for row_id in rows]
    return due


def _roots() -> dict[Thing, Select[Any]]:
    """By kind: id, words, whom it is about, and when it was deleted; without what went with something else."""
    moved_to = aliased(FollowUp)
    took_part = (
        select(Person.name)
        .join(Participant, Participant.person_id == Person.id)
        .where(Participant.interaction_id == Interaction.id)
        .order_by(Participant.id)
        .correlate(Interaction)
        .subquery()
    )
    names = select(func.aggregate_strings(took_part.c.name, ", ")).scalar_subquery()
    with_a_person = exists().where(
        Participant.interaction_id == Interaction.id,
        Person.id == Participant.person_id,
        Person.deleted_at == Interaction.deleted_at,
    )
    with_its_conversation = exists().where(
        Interaction.id == Give.interaction_id, Interaction.deleted_at == Give.deleted_at
    )
    with_who_was_met = exists().where(
        Person.occasion_id == Occasion.id, Person.deleted_at == Occasion.deleted_at
    )
    was_moved = exists().where(moved_to.moved_from_id == FollowUp.id)
    return {
        Thing.PERSON: select(*_row(Person, Person.name, literal(""))).where(_was_deleted()),
        Thing.CONVERSATION: select(*_row(Interaction, Interaction.note, names)).where(
            ~with_a_person
        ),
        Thing.GIVE: _of_one(Give, Give.what).where(~with_its_conversation),
        Thing.FOLLOW_UP: _of_one(FollowUp, FollowUp.reason).where(~was_moved),
        Thing.PROMISE: _of_one(Promise, Promise.what),
        Thing.OCCASION: select(*_row(Occasion, Occasion.name, literal(""))).where(
            ~with_who_was_met
        ),
    }


def _was_deleted() -> ColumnElement[bool]:
    """Of a person who is hidden: by their owner, and not because their import is not in yet, or merged into another."""
    arriving = exists().where(ContactImport.id == Person.import_id, ContactImport.state.in_(HIDING))
    return ~arriving & ~is_merged()


def _row(table: Any, words: Any, who: Any) -> tuple[Any, ...]:
    return table.public_id, words, who, table.deleted_at


def _of_one(table: Any, words: Any) -> Select[Any]:
    """Rows about one person, without those that went into the bin with them."""
    return (
        select(*_row(table, words, Person.name))
        .join(Person, Person.id == table.person_id)
        .where(Person.deleted_at.is_distinct_from(table.deleted_at))
    )
