"""A user's workspace, and the times when all of it rests."""

import datetime as dt
import secrets

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentorhub.accounts.models.people import User
from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.workspace.rules.pauses import Paused


class Workspace(HasPublicId, Model):
    """One user's notebook. It belongs to no practice and to no enrolment.

    `phone_region` is the country (ISO 3166-1 alpha-2) of numbers without a country code; '' until it is known.
    `removal_key` keys the digests by which whoever asked to be removed is known again. `daily_max` is how many people
    Today names at most. `pairs_stale_at` is when something was written that nobody has looked through for doubles yet,
    `pairs_found_at` when they were last looked for. `feed_digest` is that of the secret address of its calendar
    (`rules.feeds`), if it has one. `indexed_to` is the last person (by id) whose words are in the index, while it is
    written for a notebook that was there before it; None for every other.
    """

    __tablename__ = "workspace"
    __table_args__ = (
        UniqueConstraint("user_id", name="one_workspace_per_user"),
        CheckConstraint("daily_max BETWEEN 1 AND 20", name="a_day_holds_one_to_twenty"),
        Index("ix_workspace_pairs_stale", "pairs_stale_at"),
        UniqueConstraint("feed_digest", name="one_notebook_per_feed"),
        CheckConstraint("length(feed_digest) = 64", name="feed_digest_is_sha256"),
        CheckConstraint(
            "(feed_digest IS NULL) = (feed_made_at IS NULL)", name="feed_digest_iff_its_time"
        ),
        CheckConstraint(
            "feed_read_at IS NULL OR feed_read_at >= feed_made_at", name="only_a_feed_is_read"
        ),
    )

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id"))
    created_at: Mapped[dt.datetime]
    phone_region: Mapped[str] = mapped_column(String(2), default="")
    removal_key: Mapped[str] = mapped_column(String(43), default=lambda: secrets.token_urlsafe(32))
    daily_max: Mapped[int] = mapped_column(default=5)
    pairs_stale_at: Mapped[dt.datetime | None]
    pairs_found_at: Mapped[dt.datetime | None]
    feed_digest: Mapped[str | None] = mapped_column(String(64))
    feed_made_at: Mapped[dt.datetime | None]
    feed_read_at: Mapped[dt.datetime | None]
    indexed_to: Mapped[int | None] = mapped_column(BigInteger)

    user: Mapped[User] = relationship()

    def open_feed(self, digest: str, now: dt.datetime) -> None:
        """The calendar has this secret address, and no other."""
        self.feed_digest, self.feed_made_at, self.feed_read_at = digest, now, None

    def end_feed(self) -> None:
        """The calendar has no address."""
        self.feed_digest = self.feed_made_at = self.feed_read_at = None


class Pause(HasPublicId, Model):
    """Days on which the whole notebook rests: nobody is due, warmth does not fade. `until_on` is the last of them.

    Two of one notebook never overlap: an exclusion constraint says so on PostgreSQL, triggers on SQLite.
    """

    __tablename__ = "workspace_pause"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="ends_after_it_begins"),
        Index("ix_workspace_pause_workspace", "workspace_id", "from_on"),
        Index(
            "one_open_pause_per_workspace",
            "workspace_id",
            unique=True,
            sqlite_where=text("until_on IS NULL"),
            postgresql_where=text("until_on IS NULL"),
        ),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    from_on: Mapped[dt.date]
    until_on: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[dt.datetime]

    @property
    def days(self) -> Paused:
        """Its days, as the rules count them."""
        return Paused(self.from_on, self.until_on)
