"""Pairs of people who may be one, those of which their owner said that they are two, and merges with their way back."""

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from mentorhub.foundation.database.tables import Id, Model
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.doubles import ordered


class PersonPair(Model):
    """Two people who may be one, as a worker found them (`score` 0 to 1, and why), or who are two.

    `one_id` is the lower id. Once `dismissed_at` is set they are not shown as doubles again until that is taken back;
    a pair that nobody found, and whose owner said it is two people, has the score 0.
    """

    __tablename__ = "person_pair"
    __table_args__ = (
        *(
            ForeignKeyConstraint(
                ["workspace_id", column], ["person.workspace_id", "person.id"], ondelete="CASCADE"
            )
            for column in ("one_id", "other_id")
        ),
        UniqueConstraint("one_id", "other_id", name="a_pair_is_there_once"),
        CheckConstraint("one_id < other_id", name="the_lower_id_is_first"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score_is_zero_to_one"),
        CheckConstraint("score > 0 OR dismissed_at IS NOT NULL", name="found_or_dismissed"),
        Index("ix_person_pair_score", "workspace_id", "score"),
        Index("ix_person_pair_other", "other_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    one_id: Mapped[int] = mapped_column(BigInteger)
    other_id: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float] = mapped_column(default=0.0)
    reasons: Mapped[str] = mapped_column(String(200), default="")
    dismissed_at: Mapped[dt.datetime | None]

    def dismiss(self, now: dt.datetime) -> None:
        """Their owner says that they are two; the first time counts."""
        self.dismissed_at = self.dismissed_at or now


class PersonMerge(Model):
    """One person merged into another: what both were (`written`), which rows went over (`moved`), to be undone.

    Who was merged stays a row of their own with all details, hidden like what is in the bin, for as long. `photo` is
    the picture of who was kept, where it was replaced.
    """

    __tablename__ = "person_merge"
    __table_args__ = (
        *(
            ForeignKeyConstraint(["workspace_id", column], ["person.workspace_id", "person.id"])
            for column in ("kept_id", "merged_id")
        ),
        UniqueConstraint("merged_id", name="a_person_is_merged_once"),
        CheckConstraint("kept_id <> merged_id", name="into_another"),
        Index("ix_person_merge_kept", "kept_id"),
        Index("ix_person_merge_workspace", "workspace_id", "merged_at"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    kept_id: Mapped[int] = mapped_column(BigInteger)
    merged_id: Mapped[int] = mapped_column(BigInteger)
    merged_at: Mapped[dt.datetime]
    written: Mapped[dict[str, Any]]
    moved: Mapped[dict[str, Any]]
    photo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


def is_merged() -> ColumnElement[bool]:
    """The condition on a person that they were merged into another: hidden, and in no bin."""
    return exists().where(PersonMerge.merged_id == Person.id)


def merged_into(session: Session, person_ids: set[int]) -> set[int]:
    """Ids of everybody who was merged into one of these, or into one of those, and so on."""
    found: set[int] = set()
    newly = person_ids
    while newly:
        asked = select(PersonMerge.merged_id).where(PersonMerge.kept_id.in_(newly))
        newly = set(session.scalars(asked)) - found
        found |= newly
    return found


def say_they_are_two(
    session: Session, person: Person, other_ids: set[int], *, now: dt.datetime
) -> set[int]:
    """Dismiss this person's pairs with these; returns the ids of those with whom it was not before."""
    one, other = PersonPair.one_id, PersonPair.other_id
    mine = select(PersonPair).where((one == person.id) | (other == person.id))
    known = {pair.one_id + pair.other_id - person.id: pair for pair in session.scalars(mine)}
    new = set()
    for other_id in other_ids - {person.id}:
        first, second = ordered(person.id, other_id)
        pair = known.get(other_id)
        if pair is None:
            of = {"workspace_id": person.workspace_id, "one_id": first, "other_id": second}
            pair = PersonPair(score=0.0, reasons="", **of)
            session.add(pair)
        if pair.dismissed_at is None:
            new.add(other_id)
            pair.dismiss(now)
    return new


def say_they_may_be_one(session: Session, person: Person, other_ids: set[int]) -> None:
    """Take dismissals back: what was found is shown again, what never was is nothing."""
    one, other = PersonPair.one_id, PersonPair.other_id
    mine = (one == person.id) & other.in_(other_ids) | (other == person.id) & one.in_(other_ids)
    session.execute(delete(PersonPair).where(mine, PersonPair.score == 0))
    session.execute(update(PersonPair).where(mine).values(dismissed_at=None))
    session.expire_all()
