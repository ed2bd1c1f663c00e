"""What is written about a person beside the name: ways to reach them, addresses, work, days, a picture; who is gone."""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.foundation.database.deletion import Deletable
from mentorhub.foundation.database.tables import HasPublicId, Id, Model, one_of
from mentorhub.workspace.matching.identities import IdentityKind
from mentorhub.workspace.rules.details import DayKind, DetailKind

PARTIAL_DAY = "length({0}) IN (0, 4, 7, 10)"  # '', YYYY, YYYY-MM or YYYY-MM-DD


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["person.workspace_id", "person.id"],
        ondelete="CASCADE",
    )


class PersonDetail(Model):
    """An e-mail address, a phone number, a link, or something under its owner's own name; the first is the one to use.

    `match_key` is what equal ones have in common: the address's key, the number in E.164, the profile's slug, or ''.
    """

    __tablename__ = "person_detail"
    __table_args__ = (
        _of_person(),
        UniqueConstraint("person_id", "kind", "position", name="one_detail_per_position"),
        CheckConstraint("value <> ''", name="value_is_not_empty"),
        CheckConstraint("kind <> 'custom' OR label <> ''", name="custom_has_a_label"),
        Index("ix_person_detail_match", "workspace_id", "kind", "match_key"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[DetailKind] = mapped_column(one_of(DetailKind, "kind_is_known"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100), default="")
    value: Mapped[str] = mapped_column(String(2000))
    match_key: Mapped[str] = mapped_column(String(500), default="")


class PersonAddress(Model):
    """A postal address by its parts, or as it came where they are not known."""

    __tablename__ = "person_address"
    __table_args__ = (
        _of_person(),
        UniqueConstraint("person_id", "position", name="one_address_per_position"),
        Index("ix_person_address_workspace", "workspace_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100), default="")
    street: Mapped[str] = mapped_column(String(500), default="")
    extended: Mapped[str] = mapped_column(String(500), default="")
    po_box: Mapped[str] = mapped_column(String(100), default="")
    city: Mapped[str] = mapped_column(String(200), default="")
    region: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(40), default="")
    country: Mapped[str] = mapped_column(String(100), default="")
    formatted: Mapped[str] = mapped_column(Text, default="")


class Organization(HasPublicId, Model):
    """A company, a club, a school: a name is there once in a notebook, so that one sees who was where."""

    __tablename__ = "organization"
    __table_args__ = (
        UniqueConstraint("workspace_id", "id", name="organization_belongs_to_workspace"),
        UniqueConstraint("workspace_id", "name_key", name="one_organization_per_name"),
        CheckConstraint("name <> ''", name="name_is_not_empty"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300))


class PersonAffiliation(Model):
    """A person at an organisation: as what, since and until when; the first is where they are now."""

    __tablename__ = "person_affiliation"
    __table_args__ = (
        _of_person(),
        ForeignKeyConstraint(
            ["workspace_id", "organization_id"], ["organization.workspace_id", "organization.id"]
        ),
        UniqueConstraint("person_id", "position", name="one_affiliation_per_position"),
        CheckConstraint(PARTIAL_DAY.format("since"), name="since_is_a_year_month_or_day"),
        CheckConstraint(PARTIAL_DAY.format("until"), name="until_is_a_year_month_or_day"),
        Index("ix_person_affiliation_organization", "organization_id", "person_id"),
        Index("ix_person_affiliation_workspace", "workspace_id"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    organization_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300), default="")
    department: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[str] = mapped_column(String(10), default="")
    until: Mapped[str] = mapped_column(String(10), default="")

    organization: Mapped[Organization] = relationship(lazy="joined", innerjoin=True)


class PersonDay(Model):
    """A day of every year to think of a person; the year it began is not always known."""

    __tablename__ = "person_day"
    __table_args__ = (
        _of_person(),
        UniqueConstraint("person_id", "position", name="one_day_per_position"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_is_one_to_twelve"),
        CheckConstraint("day BETWEEN 1 AND 31", name="day_is_one_to_31"),
        CheckConstraint("year BETWEEN 1 AND 9999", name="year_has_four_digits"),
        CheckConstraint("kind <> 'other' OR label <> ''", name="other_has_a_label"),
        CheckConstraint("kind <> 'birthday' OR position = 0", name="birthday_is_first"),
        Index("ix_person_day_date", "workspace_id", "month", "day"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[DayKind] = mapped_column(one_of(DayKind, "kind_is_known"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100), default="")
    month: Mapped[int]
    day: Mapped[int]
    year: Mapped[int | None]


class PersonPhoto(HasPublicId, Deletable, Model):
    """A picture of a person, a WebP square redrawn: its owner's alone, like everything else that reaches them.

    One that was removed or replaced is deleted, and erased 30 days later; `import_id` is the import that brought it.
    """

    __tablename__ = "person_photo"
    __table_args__ = (
        _of_person(),
        ForeignKeyConstraint(
            ["workspace_id", "import_id"], ["contact_import.workspace_id", "contact_import.id"]
        ),
        CheckConstraint("length(content) BETWEEN 1 AND 100000", name="photo_is_small"),
        Index(
            "one_photo_per_person",
            "person_id",
            unique=True,
            sqlite_where=text("deleted_at IS NULL"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index("ix_person_photo_person", "person_id"),
        Index("ix_person_photo_import", "import_id"),
        Index("ix_person_photo_workspace", "workspace_id"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    person_id: Mapped[int] = mapped_column(BigInteger)
    import_id: Mapped[int | None] = mapped_column(BigInteger)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[dt.datetime]


class RemovedIdentity(Model):
    """A digest of what somebody was known by who asked to be removed: HMAC-SHA256 under the notebook's key.

    A plain hash of a phone number would be undone by trying all numbers.
    """

    __tablename__ = "removed_identity"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "digest", name="an_identity_is_removed_once"),
        CheckConstraint("length(digest) = 43", name="digest_is_hmac_sha256"),
    )

    id: Mapped[Id]
    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    kind: Mapped[IdentityKind] = mapped_column(one_of(IdentityKind, "kind_is_known"))
    digest: Mapped[str] = mapped_column(String(43))
    removed_at: Mapped[dt.datetime]
