"""Conversations: who took part beside whom, one to be changed, and whom a typed name may mean."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorhub.foundation.database.sessions import reading
from mentorhub.foundation.database.viewers import Viewer
from mentorhub.foundation.errors import NotFound
from mentorhub.workspace.models.conversations import participants_of, read_conversation
from mentorhub.workspace.models.history import Give, Interaction, Participant
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.queries.notebook import own_workspace
from mentorhub.workspace.queries.reach import load_reach
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.conversations import Conversation, Part

CHOICES = 40  # names to choose from while writing; any other can be typed


@dataclass(frozen=True)
class ConversationPage:
    """One conversation with who took part, each with the own note, and what was given in it."""

    interaction: Interaction
    participants: Sequence[Participant]
    gives: Sequence[Give]

    @property
    def conversation(self) -> Conversation:
        """What is written about it, as of when the page was read."""
        return read_conversation(self.interaction)

    @property
    def stored(self) -> tuple[Conversation, dict[str, str]]:
        """All of it that its form would replace: the conversation, and notes by public id."""
        return self.conversation, {one.person.public_id: one.note for one in self.participants}


@dataclass(frozen=True)
class Namesake:
    """Somebody whom a name may mean; `known_by` is what tells them from others of that name."""

    public_id: str
    name: str
    known_by: tuple[str, ...]
    added_on: dt.date


@dataclass(frozen=True)
class NameTyped:
    """A name that was typed, and whom of the notebook it may mean."""

    name: str
    people: tuple[Namesake, ...]


def conversation(public_id: str, *, viewer: Viewer) -> ConversationPage:
    """One conversation of the viewer's; raises `NotFound` for anybody else's."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        found = own_conversation(session, public_id, workspace_id=workspace.id)
        gives = select(Give).where(Give.interaction_id == found.id).options(joinedload(Give.person))
        return ConversationPage(
            found,
            participants_of(session, found),
            session.scalars(gives.order_by(Give.id)).all(),
        )


def own_conversation(session: Session, public_id: str, *, workspace_id: int) -> Interaction:
    """A conversation of this notebook; raises `NotFound` for anybody else's."""
    found = session.scalars(
        select(Interaction).where(
            Interaction.workspace_id == workspace_id, Interaction.public_id == public_id
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def own_participants(
    session: Session, parts: Sequence[Part], *, workspace_id: int
) -> dict[int, str]:
    """Notes by person id, each person once, in the order given; raises `NotFound` where one is anybody else's."""
    wanted = {part.public_id: part.note for part in reversed(parts)}
    found = session.execute(
        select(Person.public_id, Person.id).where(
            Person.workspace_id == workspace_id, Person.public_id.in_(wanted)
        )
    )
    ids = {public_id: person_id for public_id, person_id in found}  # noqa: C416
    if ids.keys() != wanted.keys():
        raise NotFound
    return {ids[part.public_id]: wanted[part.public_id] for part in parts}


def with_others(
    session: Session, interactions: Collection[Interaction]
) -> dict[int, list[Participant]]:
    """Everybody who took part in each of these, by its id: one query for any number of them."""
    found: dict[int, list[Participant]] = defaultdict(list)
    ids = [one.id for one in interactions]
    for participant in session.scalars(
        select(Participant)
        .join(Participant.person)
        .where(Participant.interaction_id.in_(ids))
        .options(joinedload(Participant.person))
        .order_by(Participant.id)
    ):
        found[participant.interaction_id].append(participant)
    return found


def people_named(names: Sequence[str], *, viewer: Viewer) -> list[NameTyped]:
    """For each name, who of the viewer's people has it: nobody, one, or several to choose from."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        keys = {words.name_key(name) for name in names}
        found = session.scalars(
            select(Person)
            .where(Person.workspace_id == workspace.id, Person.name_key.in_(keys))
            .options(joinedload(Person.occasion))
            .order_by(Person.id)
        ).all()
        load_reach(session, found, "affiliations")
        return [NameTyped(name, tuple(_of_name(found, name))) for name in names]


def names_to_choose(*, viewer: Viewer, but: str = "") -> list[str]:
    """Whom the viewer spoke with last, then who is new, by name, to choose from while writing; without this one."""
    with reading(viewer=viewer) as session:
        workspace = own_workspace(session, viewer=viewer)
        mine = select(Person.name).where(
            Person.workspace_id == workspace.id, Person.public_id != but
        )
        spoken = mine.where(Person.last_contact_on.is_not(None))
        latest = spoken.order_by(Person.last_contact_on.desc(), Person.id.desc()).limit(CHOICES)
        newest = mine.order_by(Person.id.desc()).limit(CHOICES)
        found = dict.fromkeys([*session.scalars(latest), *session.scalars(newest)])
        return sorted(list(found)[:CHOICES], key=words.name_key)


def _of_name(people: Sequence[Person], name: str) -> Iterator[Namesake]:
    key = words.name_key(name)
    for person in people:
        if person.name_key == key:
            where = person.occasion.name if person.occasion else ""
            known_by = tuple(filter(None, (person.headline, person.company, where)))
            yield Namesake(person.public_id, person.name, known_by, person.added_on)
