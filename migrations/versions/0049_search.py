"""People are found by an index of words; a search is kept under a name."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WORD = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")
IS_SYSTEM = "current_setting('app.viewer', true) = 'system'"
OWNERS = f"{IS_SYSTEM} OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
IN_NAMES = sa.text("field = 0")
TABLES = ("search_word", "search_posting", "saved_search")


def upgrade() -> None:
    """What is there already is indexed by a periodic task, some hundred people at a time; `indexed_to` says how far.

    A new notebook is indexed from its first word on: there it is NULL.
    """
    op.add_column("workspace", sa.Column("indexed_to", sa.BigInteger(), nullable=True))
    op.execute("UPDATE workspace SET indexed_to = 0")
    op.create_table(
        "search_word",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("backwards", WORD, nullable=False),
        sa.CheckConstraint("word <> ''", name=op.f("search_word_word_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_search_word_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "word", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_word_backwards", "search_word", ["workspace_id", "backwards"])
    op.create_table(
        "search_posting",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("field", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "field IN (0, 10, 11, 12, 20, 21)", name=op.f("search_posting_field_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_search_posting_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "word", "person_id", "field", name=op.f("pk_search_posting")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_posting_person", "search_posting", ["person_id", "field"])
    op.create_index(
        "ix_search_posting_names",
        "search_posting",
        ["workspace_id", "word", "person_id"],
        sqlite_where=IN_NAMES,
        postgresql_where=IN_NAMES,
    )
    _create_saved_searches()
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY {table}_all ON {table} FOR ALL USING ({OWNERS}) WITH CHECK ({OWNERS})"
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_column("workspace", "indexed_to")


def _create_saved_searches() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("name_key", sa.String(200), nullable=False),
        sa.Column("asked", sa.String(2000), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 60", name=op.f("saved_search_name_is_short")
        ),
        sa.CheckConstraint("asked <> ''", name=op.f("saved_search_asks_for_something")),
        sa.CheckConstraint(
            "number BETWEEN 1 AND 50", name=op.f("saved_search_notebook_has_50_at_most")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_saved_search_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_search_public_id")),
        sa.UniqueConstraint("workspace_id", "name_key", name="one_saved_search_per_name"),
        sa.UniqueConstraint("workspace_id", "number", name="one_saved_search_per_number"),
    )
