"""Imports of contacts: the file, its rows as they were read, and what became of each; whom an import brought."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
PLAIN: Any = {"native_enum": False, "create_constraint": True, "length": 24}
OWNERS = (
    "current_setting('app.viewer', true) = 'system' "
    "OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
)
TABLES = ("contact_import", "import_row")


def upgrade() -> None:
    _create_imports()
    _create_rows()
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("import_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            op.f("fk_person_workspace_id_import_id"),
            "contact_import",
            ["workspace_id", "import_id"],
            ["workspace_id", "id"],
        )
    op.create_index("ix_person_import", "person", ["import_id"])
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {name}_all ON {name} USING ({OWNERS}) WITH CHECK ({OWNERS})")


def downgrade() -> None:
    op.drop_index("ix_person_import", table_name="person")
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("fk_person_workspace_id_import_id"), type_="foreignkey")
        table.drop_column("import_id")
    for name in reversed(TABLES):
        op.drop_table(name)


def _create_imports() -> None:
    op.create_table(
        "contact_import",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "previewed",
                "applying",
                "applied",
                "undoing",
                "undone",
                "failing",
                "failed",
                name="state_is_known",
                **PLAIN,
            ),
            nullable=False,
        ),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_format", sa.String(24), nullable=False),
        sa.Column("encoding", sa.String(40), nullable=False),
        sa.Column("encoding_asked", sa.String(40), nullable=False),
        sa.Column("day_first", sa.Boolean(), nullable=True),
        sa.Column("mapping", DOCUMENT, nullable=False),
        sa.Column("columns", DOCUMENT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("updates", sa.Integer(), nullable=False),
        sa.Column("doubles", sa.Integer(), nullable=False),
        sa.Column("unusable", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(200), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "inner",
                "close",
                "active",
                "network",
                "yearly",
                "off",
                name="tier_is_known",
                **PLAIN,
            ),
            nullable=False,
        ),
        sa.Column("takes_file", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.CheckConstraint(
            "(state = 'undone') = (undone_at IS NOT NULL)",
            name=op.f("contact_import_undone_at_iff_undone"),
        ),
        sa.CheckConstraint(
            "(state IN ('applied', 'undoing', 'undone')) = (applied_at IS NOT NULL)",
            name=op.f("contact_import_applied_at_iff_applied"),
        ),
        sa.CheckConstraint(
            "(state IN ('failing', 'failed')) = (failed_at IS NOT NULL)",
            name=op.f("contact_import_failed_at_iff_failed"),
        ),
        sa.CheckConstraint(
            "done BETWEEN 0 AND total", name=op.f("contact_import_done_is_at_most_all")
        ),
        sa.CheckConstraint(
            "new + updates + doubles + unusable = total",
            name=op.f("contact_import_each_record_counts_once"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_contact_import_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contact_import_public_id")),
        sa.UniqueConstraint("workspace_id", "id", name="import_belongs_to_workspace"),
    )
    op.create_index("ix_contact_import_state", "contact_import", ["state"])
    op.create_index("ix_contact_import_workspace", "contact_import", ["workspace_id", "created_at"])


def _create_rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("digest", sa.String(22), nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("new", "update", "double", "unusable", name="outcome_is_known", **PLAIN),
            nullable=False,
        ),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("same_row", sa.Integer(), nullable=True),
        sa.Column(
            "choice",
            sa.Enum("add", "update", "skip", name="choice_is_known", **PLAIN),
            nullable=False,
        ),
        sa.Column(
            "result",
            sa.Enum(
                "waiting",
                "added",
                "updated",
                "skipped",
                "taken_back",
                "kept",
                name="result_is_known",
                **PLAIN,
            ),
            nullable=False,
        ),
        sa.Column("made_id", sa.BigInteger(), nullable=True),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.Column("written", sa.String(22), nullable=False),
        sa.CheckConstraint(
            "choice <> 'update' OR person_id IS NOT NULL OR same_row IS NOT NULL",
            name=op.f("import_row_updates_somebody"),
        ),
        sa.CheckConstraint(
            "outcome <> 'unusable' OR choice = 'skip'", name=op.f("import_row_unusable_is_skipped")
        ),
        sa.CheckConstraint(
            "result NOT IN ('added', 'updated') OR made_id IS NOT NULL",
            name=op.f("import_row_made_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["contact_import.workspace_id", "contact_import.id"],
            name=op.f("fk_import_row_workspace_id_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_import_row_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "row", name="one_result_per_row"),
    )
    op.create_index("ix_import_row_digest", "import_row", ["workspace_id", "digest"])
    op.create_index("ix_import_row_made", "import_row", ["made_id"])
