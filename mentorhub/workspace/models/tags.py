"""The mentee's own words for groups of people, and which people have them. They are never shown to a mentor."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Id, Model
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules import tags, words

BATCH = 500  # people in one question: SQLite takes only so many


class Tag(HasPublicId, Model):
    """A word of the owner's. `number` is the lowest that was free: 200 of them are all there are in a notebook.

    `taken_off` says from whom it was taken last, off a whole list at once at `taken_off_at`: a JSON object of when each
    had got it, by the person's row id, so that it can be put back. '' where it never was.
    """

    __tablename__ = "tag"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="tag_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "name_key", name="one_tag_per_name"),
        UniqueConstraint("workspace_id", "number", name="one_tag_per_number"),
        CheckConstraint("length(name) BETWEEN 1 AND 40", name="name_is_short"),
        CheckConstraint("name NOT LIKE '%,%'", name="name_has_no_comma"),
        CheckConstraint("length(name_key) BETWEEN 1 AND 120", name="name_key_is_short"),
        CheckConstraint("number BETWEEN 1 AND 200", name="notebook_has_200_at_most"),
        CheckConstraint("cadence_days BETWEEN 1 AND 1826", name="cadence_is_days_to_five_years"),
        CheckConstraint("(taken_off = '') = (taken_off_at IS NULL)", name="taken_off_iff_its_time"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(String(120))
    search_key: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[dt.datetime]
    cadence_days: Mapped[int | None]
    taken_off: Mapped[str] = mapped_column(Text, default="", deferred=True)
    taken_off_at: Mapped[dt.datetime | None]

    def rename(self, name: str) -> None:
        """Take a name, with the keys it is compared, found and ordered by."""
        self.name = name
        self.name_key = tags.tag_key(name)
        self.search_key = words.folded(name)


class PersonTag(Model):
    """A person bears a tag. `number` is the lowest that was free: 20 of them are all there are for a person."""

    __tablename__ = "person_tag"
    __table_args__ = (
        UniqueConstraint("person_id", "tag_id", name="a_tag_is_borne_once"),
        UniqueConstraint("person_id", "number", name="one_tag_of_a_person_per_number"),
        ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "tag_id"], ["tag.workspace_id", "tag.id"], ondelete="CASCADE"
        ),
        CheckConstraint("number BETWEEN 1 AND 20", name="person_bears_20_at_most"),
        Index("ix_person_tag_tag", "tag_id", "person_id"),
        Index("ix_person_tag_workspace", "workspace_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    tag_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int]
    tagged_at: Mapped[dt.datetime]


def put_tags(
    session: Session, people: Sequence[Person], names: Sequence[str], *, now: dt.datetime
) -> dict[int, list[str]]:
    """Put tags on people of one notebook, making those that are new; returns the names that were put on, by person id.

    `names` are as `rules.tags.tags_in` gives them. The notebook is locked by the caller, so that two forms at once
    take different numbers. Raises `TooManyTags` or `NotebookFull`; then nothing is changed.
    """
    if not names or not people:
        return {}
    known, taken = _known(session, people[0]), _taken_numbers(session, people)
    wanted = {tags.tag_key(name): name for name in names}
    new = {key: name for key, name in wanted.items() if key not in known}
    put = {
        who: [key for key in wanted if key in new or known[key].id not in has]
        for who, has in taken.items()
    }
    tags.refuse_too_many([(len(has), len(put[who])) for who, has in taken.items()])
    tags.refuse_full(len(known), more=len(new))
    known |= _add(session, new, known, workspace_id=people[0].workspace_id, now=now)
    _put(session, put, known, taken, now=now)
    return {who: [known[key].name for key in keys] for who, keys in put.items() if keys}


def put_tags_that_fit(
    session: Session, names_of: Mapping[Person, Sequence[str]], *, now: dt.datetime
) -> None:
    """Put on each of these people, as far as there is room, the words of theirs that can be tags.

    200 words of a notebook and 20 of a person are all there are: what comes with a file is left out beyond them.
    """
    people = list(names_of)
    if not people:
        return
    known, taken = _known(session, people[0]), _taken_numbers(session, people)
    key_of = {tag.id: key for key, tag in known.items()}
    new, put = tags.that_fit(
        {person.id: names for person, names in names_of.items()},
        has={who: {key_of[tag_id] for tag_id in numbers} for who, numbers in taken.items()},
        known=known,
    )
    known |= _add(session, new, known, workspace_id=people[0].workspace_id, now=now)
    _put(session, put, known, taken, now=now)


def _known(session: Session, person: Person) -> dict[str, Tag]:
    """The tags of this person's notebook, by their keys."""
    asked = select(Tag).where(Tag.workspace_id == person.workspace_id)
    return {tag.name_key: tag for tag in session.scalars(asked)}


def _add(
    session: Session,
    names: Mapping[str, str],
    known: Mapping[str, Tag],
    *,
    workspace_id: int,
    now: dt.datetime,
) -> dict[str, Tag]:
    """New tags of these names, by their keys; they have ids."""
    numbers = tags.free_numbers({tag.number for tag in known.values()}, most=tags.PER_NOTEBOOK)
    new = {
        key: _new(name, workspace_id=workspace_id, number=number, now=now)
        for (key, name), number in zip(names.items(), numbers, strict=False)
    }
    session.add_all(new.values())
    session.flush()
    return new


def _put(
    session: Session,
    put: Mapping[int, Sequence[str]],
    known: Mapping[str, Tag],
    taken: Mapping[int, Mapping[int, int]],
    *,
    now: dt.datetime,
) -> None:
    for who, keys in put.items():
        free = tags.free_numbers(taken[who].values(), most=tags.PER_PERSON)
        session.add_all(
            PersonTag(
                workspace_id=known[key].workspace_id,
                person_id=who,
                tag_id=known[key].id,
                number=number,
                tagged_at=now,
            )
            for key, number in zip(keys, free, strict=False)
        )


def _new(name: str, *, workspace_id: int, number: int, now: dt.datetime) -> Tag:
    tag = Tag(workspace_id=workspace_id, number=number, created_at=now)
    tag.rename(name)
    return tag


def _taken_numbers(session: Session, people: Sequence[Person]) -> dict[int, dict[int, int]]:
    """Taken numbers by person and tag; queried for a few hundred people at a time."""
    found: dict[int, dict[int, int]] = {person.id: {} for person in people}
    ids = list(found)
    for start in range(0, len(ids), BATCH):
        some = PersonTag.person_id.in_(ids[start : start + BATCH])
        for person_tag in session.scalars(select(PersonTag).where(some)):
            found[person_tag.person_id][person_tag.tag_id] = person_tag.number
    return found
