"""The index by which people are found: a notebook's words, and who has each of them where; searches saved by name.

Asked by `=`, `<`, `>=` and `IN` alone: under row-level security PostgreSQL uses an index for no other comparison.
"""

import datetime as dt

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation.database.tables import HasPublicId, Model
from mentorhub.workspace.rules.indexing import WORD_MAX

# Compared byte by byte on both databases, so that what begins with a word is one stretch of the index.
Word = String(WORD_MAX).with_variant(String(WORD_MAX, collation="C"), "postgresql")
IN_NAMES = text("field = 0")


class SearchWord(Model):
    """A word that stands somewhere in a notebook; `backwards` is it read from its end, for words that end alike."""

    __tablename__ = "search_word"
    __table_args__ = (
        CheckConstraint("word <> ''", name="word_is_not_empty"),
        Index("ix_search_word_backwards", "workspace_id", "backwards"),
        {"sqlite_with_rowid": False},
    )

    workspace_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("workspace.id"), primary_key=True
    )
    word: Mapped[str] = mapped_column(Word, primary_key=True)
    backwards: Mapped[str] = mapped_column(Word)


class SearchPosting(Model):
    """A word stands in this field (`rules.indexing.Field`) of what is written about a person, deleted or not.

    What of it is deleted by itself is left out. There is no foreign key to the word; an invariant compares the two.
    """

    __tablename__ = "search_posting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            ondelete="CASCADE",
        ),
        CheckConstraint("field IN (0, 10, 11, 12, 20, 21)", name="field_is_known"),
        Index("ix_search_posting_person", "person_id", "field"),
        Index(
            "ix_search_posting_names",
            "workspace_id",
            "word",
            "person_id",
            sqlite_where=IN_NAMES,
            postgresql_where=IN_NAMES,
        ),
        {"sqlite_with_rowid": False},
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    word: Mapped[str] = mapped_column(Word, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    field: Mapped[int] = mapped_column(SmallInteger, primary_key=True)


class SavedSearch(HasPublicId, Model):
    """A list of people as it was asked for, kept under a name. `number` is the lowest that was free: 50 are all.

    `asked` is the query of the list's address, without its `?`.
    """

    __tablename__ = "saved_search"
    __table_args__ = (
        UniqueConstraint("workspace_id", "name_key", name="one_saved_search_per_name"),
        UniqueConstraint("workspace_id", "number", name="one_saved_search_per_number"),
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_is_short"),
        CheckConstraint("asked <> ''", name="asks_for_something"),
        CheckConstraint("number BETWEEN 1 AND 50", name="notebook_has_50_at_most"),
    )

    workspace_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("workspace.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(200))
    asked: Mapped[str] = mapped_column(String(2000))
    created_at: Mapped[dt.datetime]
