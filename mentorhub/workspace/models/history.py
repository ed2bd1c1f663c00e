"""What happened with people: conversations and who took part, favours, moves of the stage."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from mentorhub.foundation.database.deletion import Deletable, bin_index
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.workspace.models.forms import MadeByForm, digest_iff_key
from mentorhub.workspace.models.people import Person
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import ATTEMPTS, Began, Kind


class Interaction(HasPublicId, MadeByForm, Deletable, Model):
    """One conversation, or a try at one, with those who took part; `on_date` on its owner's calendar.

    `note` is the common one: a mentor reads it once `shown_at`.
    """

    __tablename__ = "interaction"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="interaction_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "form_key", name="interaction_is_logged_once_per_form"),
        digest_iff_key(),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_are_of_one_day"),
        bin_index("interaction"),
        Index("ix_interaction_day", "workspace_id", "on_date"),
        Index(
            "ix_interaction_two_way",
            "workspace_id",
            "on_date",
            sqlite_where=text("is_two_way = 1 AND deleted_at IS NULL"),
            postgresql_where=text("is_two_way AND deleted_at IS NULL"),
        ),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind_is_known"))
    began: Mapped[Began] = mapped_column(one_of(Began, "began_is_known"), default=Began.ME)
    is_two_way: Mapped[bool]
    on_date: Mapped[dt.date]
    at_time: Mapped[dt.time | None]
    minutes: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    search_key: Mapped[str] = mapped_column(Text, default="")
    logged_at: Mapped[dt.datetime]
    shown_at: Mapped[dt.datetime | None]

    participants: Mapped[list["Participant"]] = relationship(
        order_by="Participant.id", back_populates="interaction"
    )

    def show(self, now: dt.datetime) -> None:
        """Its owner sends the note to the mentor; the first time counts."""
        self.shown_at = self.shown_at or now

    def keep_to_oneself(self) -> None:
        """Its owner takes the note back."""
        self.shown_at = None


class Participant(Deletable, Model):
    """A person took part in a conversation; `note` is about them alone, and never shown to a mentor."""

    __tablename__ = "participant"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["interaction.workspace_id", "interaction.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        UniqueConstraint("interaction_id", "person_id", name="a_person_takes_part_once"),
        Index("ix_participant_person", "person_id", "interaction_id"),
        Index("ix_participant_workspace", "workspace_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    interaction_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text, default="")
    search_key: Mapped[str] = mapped_column(Text, default="")

    interaction: Mapped[Interaction] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship(overlaps="interaction,participants")


class Give(HasPublicId, Deletable, Model):
    """Something given or received: advice, an introduction, help. Effort 1 to 3; never money."""

    __tablename__ = "give"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        ForeignKeyConstraint(
            ["workspace_id", "interaction_id"], ["interaction.workspace_id", "interaction.id"]
        ),
        ForeignKeyConstraint(
            ["interaction_id", "person_id"],
            ["participant.interaction_id", "participant.person_id"],
            name="give_is_of_a_participant",
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("effort BETWEEN 1 AND 3", name="effort_is_one_to_three"),
        bin_index("give"),
        Index("ix_give_person", "person_id", "on_date"),
        Index("ix_give_interaction", "interaction_id"),
        Index("ix_give_workspace", "workspace_id", "direction"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    interaction_id: Mapped[int] = mapped_column(BigInteger)
    direction: Mapped[Direction] = mapped_column(one_of(Direction, "direction_is_known"))
    what: Mapped[str] = mapped_column(String(300), default="")
    effort: Mapped[int] = mapped_column(default=1)
    on_date: Mapped[dt.date]

    person: Mapped[Person] = relationship()


class StageChange(Model):
    """One move of a person's stage; triggers refuse its change. `from_stage` is null for the first."""

    __tablename__ = "stage_change"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        CheckConstraint("to_stage <> 'closed' OR reason <> ''", name="closed_with_a_reason"),
        CheckConstraint("(from_stage IS NULL) = (to_stage = 'met')", name="begins_with_met"),
        Index("ix_stage_change_person", "person_id", "id"),
        Index("ix_stage_change_day", "workspace_id", "at"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    from_stage: Mapped[Stage | None] = mapped_column(one_of(Stage, "from_stage_is_known"))
    to_stage: Mapped[Stage] = mapped_column(one_of(Stage, "to_stage_is_known"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    by_user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    at: Mapped[dt.datetime]


def is_contact() -> ColumnElement[bool]:
    """The condition on a conversation that it was one: not a try which nobody answered."""
    return or_(Interaction.is_two_way, Interaction.kind.not_in(ATTEMPTS))


def refresh_last_contact(session: Session, person_ids: Collection[int]) -> None:
    """Set these people's `last_contact_on` anew, after any change of a conversation they took part in."""
    session.flush()
    latest = (
        select(func.max(Interaction.on_date))
        .join(Participant, Participant.interaction_id == Interaction.id)
        .where(
            Participant.person_id == Person.id,
            Participant.deleted_at.is_(None),  # which an UPDATE does not leave out by itself
            Interaction.deleted_at.is_(None),
            is_contact(),
        )
        .scalar_subquery()
    )
    session.execute(update(Person).where(Person.id.in_(person_ids)).values(last_contact_on=latest))
