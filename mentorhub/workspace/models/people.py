"""A user's workspace, the people in it, and the occasions where they met."""

import datetime as dt
from dataclasses import dataclass

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

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.workspace.models.forms import MadeByForm, digest_iff_key
from mentorhub.workspace.rules import words
from mentorhub.workspace.rules.rhythm import Tier
from mentorhub.workspace.rules.sharing import Visibility
from mentorhub.workspace.rules.stages import STAGES, VERBS, Stage


@dataclass(frozen=True)
class Details:
    """What is written about a person; `occasion` is where they met, `met_on` the day, if known."""

    name: str
    headline: str = ""
    company: str = ""
    email: str = ""
    phone: str = ""
    occasion: str = ""
    met_on: dt.date | None = None
    purpose: str = ""
    remember: str = ""
    tier: Tier = Tier.ACTIVE
    closeness: int | None = None


class Workspace(HasPublicId, Model):
    """One user's notebook. It belongs to no practice and to no enrolment."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("user_id", name="one_workspace_per_user"),)

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime]

    user: Mapped[User] = relationship()


class Occasion(Model):
    """Where people met."""

    __tablename__ = "occasion"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="occasion_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "name_key", name="one_occasion_per_name"),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    on_date: Mapped[dt.date | None]


class Person(HasPublicId, MadeByForm, Model):
    """Somebody the mentee knows. `search_key` is all that is written here, folded, to be found by."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="person_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "form_key", name="person_is_added_once_per_form"),
        digest_iff_key(),
        ForeignKeyConstraint(
            ["workspace_id", "occasion_id"], ["occasion.workspace_id", "occasion.id"]
        ),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
        CheckConstraint("closeness BETWEEN 1 AND 7", name="closeness_is_one_to_seven"),
        CheckConstraint(
            "(closeness IS NULL) = (closeness_on IS NULL)", name="closeness_iff_its_day"
        ),
        Index("ix_person_stage", "workspace_id", "stage"),
        Index("ix_person_name", "workspace_id", "name_key"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    occasion_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    headline: Mapped[str] = mapped_column(String(200), default="")
    company: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    met_on: Mapped[dt.date | None]
    purpose: Mapped[str] = mapped_column(String(500), default="")
    remember: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(40), default="by_hand")
    tier: Mapped[Tier] = mapped_column(one_of(Tier, "tier_is_known"), default=Tier.ACTIVE)
    closeness: Mapped[int | None]
    closeness_on: Mapped[dt.date | None]
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage_is_known"), default=STAGES.initial)
    visibility: Mapped[Visibility] = mapped_column(
        one_of(Visibility, "visibility_is_known"), default=Visibility.INITIALS
    )
    search_key: Mapped[str] = mapped_column(Text, default="")
    added_on: Mapped[dt.date]
    created_at: Mapped[dt.datetime]

    occasion: Mapped[Occasion | None] = relationship()

    @property
    def details(self) -> Details:
        """What is written about them, as a form shows and replaces it."""
        return Details(
            name=self.name,
            headline=self.headline,
            company=self.company,
            email=self.email,
            phone=self.phone,
            occasion=self.occasion.name if self.occasion else "",
            met_on=self.met_on,
            purpose=self.purpose,
            remember=self.remember,
            tier=self.tier,
            closeness=self.closeness,
        )

    def move_to(self, stage: Stage) -> None:
        """Take the stage its owner confirmed; the caller writes the `StageChange`."""
        self.stage = STAGES.after(VERBS[stage], self.stage)

    def rate(self, closeness: int | None, *, today: dt.date) -> None:
        """Closeness 1 to 7 in the owner's own judgement, with the day it was judged."""
        if closeness != self.closeness:
            self.closeness, self.closeness_on = closeness, today if closeness else None

    def index(self) -> None:
        """Fold what is written into the keys it is ordered and found by; after every change."""
        self.name_key = words.name_key(self.name)
        self.search_key = words.folded(
            self.name,
            self.headline,
            self.company,
            self.email,
            self.occasion.name if self.occasion else "",
            self.purpose,
            self.remember,
        )
