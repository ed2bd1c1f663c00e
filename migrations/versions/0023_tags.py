"""Tags of a notebook and whom they stand for. Under row-level security they are their owner's alone: no mentor's."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLES = ("tag", "person_tag")
# Other tables of a notebook may be looked at by whom it is shared with; these by nobody but its owner.
OWNERS = (
    "current_setting('app.viewer', true) = 'system' "
    "OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
)


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.Column("search_key", sa.String(1000), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 40", name=op.f("tag_name_is_short")),
        sa.CheckConstraint("name NOT LIKE '%,%'", name=op.f("tag_name_has_no_comma")),
        sa.CheckConstraint(
            "length(name_key) BETWEEN 1 AND 120", name=op.f("tag_name_key_is_short")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 200", name=op.f("tag_notebook_has_200_at_most")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_tag_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tag_public_id")),
        sa.UniqueConstraint("workspace_id", "id", name="tag_belongs_to_workspace"),
        sa.UniqueConstraint("workspace_id", "name_key", name="one_tag_per_name"),
        sa.UniqueConstraint("workspace_id", "number", name="one_tag_per_number"),
    )
    op.create_table(
        "person_tag",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tagged_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "number BETWEEN 1 AND 20", name=op.f("person_tag_person_bears_20_at_most")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_tag_workspace_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_person_tag_workspace_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "tag_id"],
            ["tag.workspace_id", "tag.id"],
            name=op.f("fk_person_tag_workspace_id_tag_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_tag")),
        sa.UniqueConstraint("person_id", "tag_id", name="a_tag_is_borne_once"),
        sa.UniqueConstraint("person_id", "number", name="one_tag_of_a_person_per_number"),
    )
    op.create_index("ix_person_tag_tag", "person_tag", ["tag_id", "person_id"])
    op.create_index("ix_person_tag_workspace", "person_tag", ["workspace_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY {table}_all ON {table} USING ({OWNERS}) WITH CHECK ({OWNERS})"
            )


def downgrade() -> None:
    op.drop_table("person_tag")
    op.drop_table("tag")
