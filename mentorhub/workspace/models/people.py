"""The people of a notebook, and the occasions where they were met."""

import datetime as dt
from typing import TYPE_CHECKING

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
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation.database.deletion import Deletable, bin_index
from mentorhub.foundation.database.tables import HasPublicId, Model, one_of
from mentorhub.workspace.models.forms import MadeByForm, digest_iff_key
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.details import DetailKind, Precision
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import STAGES, VERBS, Stage

if TYPE_CHECKING:
    from mentorhub.workspace.models.details import PersonAffiliation, PersonDetail


class Occasion(HasPublicId, Deletable, Model):
    """Where people met."""

    __tablename__ = "occasion"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="occasion_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "name_key", name="one_occasion_per_name"),
        bin_index("occasion"),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    on_date: Mapped[dt.date | None]


class Person(HasPublicId, MadeByForm, Deletable, Model):
    """Somebody the mentee knows. What reaches them, where they work and their days stand in `models.details`.

    `last_contact_on` is the day of the latest conversation, tries without an answer left out; `card_lines` are lines of
    an imported vCard that are not understood here, and go out as they came.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="person_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "form_key", name="person_is_added_once_per_form"),
        digest_iff_key(),
        ForeignKeyConstraint(
            ["workspace_id", "occasion_id"], ["occasion.workspace_id", "occasion.id"]
        ),
        ForeignKeyConstraint(
            ["workspace_id", "met_through_id"], ["person.workspace_id", "person.id"]
        ),
        ForeignKeyConstraint(
            ["workspace_id", "import_id"], ["contact_import.workspace_id", "contact_import.id"]
        ),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
        CheckConstraint("closeness BETWEEN 1 AND 7", name="closeness_is_one_to_seven"),
        CheckConstraint(
            "(closeness IS NULL) = (closeness_on IS NULL)", name="closeness_iff_its_day"
        ),
        CheckConstraint("cadence_days BETWEEN 1 AND 1826", name="cadence_is_days_to_five_years"),
        CheckConstraint("met_through_id IS NULL OR met_through <> ''", name="met_through_a_name"),
        CheckConstraint("met_through_id <> id", name="met_through_another"),
        Index("ix_person_stage", "workspace_id", "stage"),
        Index("ix_person_name", "workspace_id", "name_key"),
        Index("ix_person_deleted", "workspace_id", "deleted_at"),
        Index("ix_person_card", "workspace_id", "card_uid"),
        Index("ix_person_import", "import_id"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    occasion_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str] = mapped_column(String(200), default="")
    additional_name: Mapped[str] = mapped_column(String(200), default="")
    family_name: Mapped[str] = mapped_column(String(200), default="")
    name_prefix: Mapped[str] = mapped_column(String(100), default="")
    name_suffix: Mapped[str] = mapped_column(String(100), default="")
    nickname: Mapped[str] = mapped_column(String(200), default="")
    pronunciation: Mapped[str] = mapped_column(String(200), default="")
    headline: Mapped[str] = mapped_column(String(200), default="")
    met_on: Mapped[dt.date | None]
    met_precision: Mapped[Precision] = mapped_column(
        one_of(Precision, "met_precision_is_known"), default=Precision.DAY
    )
    met_how: Mapped[str] = mapped_column(String(500), default="")
    met_through: Mapped[str] = mapped_column(String(200), default="")
    met_through_id: Mapped[int | None] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(500), default="")
    remember: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(40), default="by_hand")
    source_note: Mapped[str] = mapped_column(String(300), default="")
    import_id: Mapped[int | None] = mapped_column(BigInteger)
    card_uid: Mapped[str] = mapped_column(String(255), default="")
    card_lines: Mapped[str] = mapped_column(Text, default="")
    tier: Mapped[Tier] = mapped_column(one_of(Tier, "tier_is_known"), default=Tier.ACTIVE)
    cadence_days: Mapped[int | None]
    snoozed_until: Mapped[dt.date | None]
    is_muted: Mapped[bool] = mapped_column(default=False)
    last_contact_on: Mapped[dt.date | None]
    closeness: Mapped[int | None]
    closeness_on: Mapped[dt.date | None]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage_is_known"), default=STAGES.initial)
    visibility: Mapped[Visibility] = mapped_column(
        one_of(Visibility, "visibility_is_known"), default=Visibility.INITIALS
    )
    added_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime]

    occasion: Mapped[Occasion | None] = relationship()
    # Read with the person by `queries.reach`: asked for later, for nobody, row-level security would answer with none.
    contact_details: Mapped[list["PersonDetail"]] = relationship(
        order_by="PersonDetail.position", viewonly=True, lazy="raise"
    )
    affiliations: Mapped[list["PersonAffiliation"]] = relationship(
        order_by="PersonAffiliation.position", viewonly=True, lazy="raise"
    )

    @property
    def company(self) -> str:
        """Where they are now, or ''."""
        return self.affiliations[0].organization.name if self.affiliations else ""

    @property
    def email(self) -> str:
        """The address to write to, or ''."""
        return self._first(DetailKind.EMAIL)

    @property
    def phone(self) -> str:
        """The number to call, or ''."""
        return self._first(DetailKind.PHONE)

    def _first(self, kind: DetailKind) -> str:
        return next((found.value for found in self.contact_details if found.kind is kind), "")

    def move_to(self, stage: Stage) -> None:
        """Take the stage its owner confirmed; the caller writes the `StageChange`."""
        self.stage = STAGES.after(VERBS[stage], self.stage)

    def return_to(self, stage: Stage) -> None:
        """Back where they were before a move that was a slip; the caller deletes its `StageChange`."""
        self.stage = stage

    def rate(self, closeness: int | None, *, today: dt.date) -> None:
        """Closeness 1 to 7 in the owner's own judgement, with the day it was judged."""
        if closeness != self.closeness:
            self.closeness, self.closeness_on = closeness, today if closeness else None

    def call(self, name: str) -> None:
        """By this name, and in its place where people are ordered by theirs."""
        self.name, self.name_key = name, words.name_key(name)
