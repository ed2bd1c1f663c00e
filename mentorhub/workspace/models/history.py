"""What happened with a person: conversations, favours, moves of the stage. Only ever added to."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.workspace.models.forms import MadeByForm, digest_iff_key
from mentorhub.workspace.rules.sharing import Direction
from mentorhub.workspace.rules.stages import Stage
from mentorhub.workspace.rules.warmth import Began, Kind


class Interaction(HasPublicId, MadeByForm, Model):
    """One conversation, or a try at one; `on_date` on its owner's calendar. A mentor reads its note once `shown_at`."""

    __tablename__ = "interaction"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="interaction_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "form_key", name="interaction_is_logged_once_per_form"),
        digest_iff_key(),
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        Index("ix_interaction_person", "person_id", "on_date"),
        Index("ix_interaction_day", "workspace_id", "on_date"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind_is_known"))
    began: Mapped[Began] = mapped_column(one_of(Began, "began_is_known"), default=Began.ME)
    is_two_way: Mapped[bool]
    on_date: Mapped[dt.date]
    note: Mapped[str] = mapped_column(Text, default="")
    search_key: Mapped[str] = mapped_column(Text, default="")
    logged_at: Mapped[dt.datetime]
    shown_at: Mapped[dt.datetime | None]

    def show(self, now: dt.datetime) -> None:
        """Its owner sends the note to the mentor; the first time counts."""
        self.shown_at = self.shown_at or now

    def keep_to_oneself(self) -> None:
        """Its owner takes the note back."""
        self.shown_at = None


class Give(Model):
    """Something given or received: advice, an introduction, help. Effort 1 to 3; never money."""

    __tablename__ = "give"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "person_id"], ["person.workspace_id", "person.id"]),
        ForeignKeyConstraint(
            ["workspace_id", "interaction_id"], ["interaction.workspace_id", "interaction.id"]
        ),
        CheckConstraint("effort BETWEEN 1 AND 3", name="effort_is_one_to_three"),
        Index("ix_give_person", "person_id", "on_date"),
        Index("ix_give_interaction", "interaction_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    interaction_id: Mapped[int] = mapped_column(BigInteger)
    direction: Mapped[Direction] = mapped_column(one_of(Direction, "direction_is_known"))
    what: Mapped[str] = mapped_column(String(300), default="")
    effort: Mapped[int] = mapped_column(default=1)
    on_date: Mapped[dt.date]


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
