"""Doubles: pairs of people who may be one, and merges with what is needed to undo them."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OWNERS = (
    "current_setting('app.viewer', true) = 'system' "
    "OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
)
TABLES = ("person_pair", "person_merge")
OF_A_PERSON = ("participant", "give", "follow_up", "promise")
NAME = "nobody_merged_has"


def upgrade() -> None:
    op.add_column("workspace", sa.Column("pairs_stale_at", MOMENT, nullable=True))
    op.add_column("workspace", sa.Column("pairs_found_at", MOMENT, nullable=True))
    op.create_index("ix_workspace_pairs_stale", "workspace", ["pairs_stale_at"])
    op.execute("UPDATE workspace SET pairs_stale_at = created_at")
    _create_pairs()
    _create_merges()
    _forbid_rows_of_the_merged()
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {name}_all ON {name} USING ({OWNERS}) WITH CHECK ({OWNERS})")


def downgrade() -> None:
    """Who was merged into another comes out of hiding with the person's own words; the rows stay where they are."""
    op.execute(
        "UPDATE person SET deleted_at = NULL WHERE id IN (SELECT merged_id FROM person_merge)"
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in OF_A_PERSON:
        if is_postgresql:
            op.execute(f"DROP TRIGGER {NAME}_{table} ON {table}")
        else:
            for event in ("insert", "update"):
                op.execute(f"DROP TRIGGER {NAME}_{table}_{event}")
    if is_postgresql:
        op.execute("DROP FUNCTION refuse_merged_person()")
    for name in reversed(TABLES):
        op.drop_table(name)
    op.drop_index("ix_workspace_pairs_stale", table_name="workspace")
    for column in ("pairs_found_at", "pairs_stale_at"):
        op.drop_column("workspace", column)


def _of_a_person(table: str, column: str, **more: Any) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        ["person.workspace_id", "person.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        **more,
    )


def _create_pairs() -> None:
    op.create_table(
        "person_pair",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("one_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.String(200), nullable=False),
        sa.Column("dismissed_at", MOMENT, nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("person_pair_the_lower_id_is_first")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("person_pair_score_is_zero_to_one")),
        sa.CheckConstraint(
            "score > 0 OR dismissed_at IS NOT NULL", name=op.f("person_pair_found_or_dismissed")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_pair_workspace_id")
        ),
        _of_a_person("person_pair", "one_id", ondelete="CASCADE"),
        _of_a_person("person_pair", "other_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_pair")),
        sa.UniqueConstraint("one_id", "other_id", name="a_pair_is_there_once"),
    )
    op.create_index("ix_person_pair_score", "person_pair", ["workspace_id", "score"])
    op.create_index("ix_person_pair_other", "person_pair", ["other_id"])


def _create_merges() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("kept_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("written", DOCUMENT, nullable=False),
        sa.Column("moved", DOCUMENT, nullable=False),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("person_merge_into_another")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_merge_workspace_id")
        ),
        _of_a_person("person_merge", "kept_id"),
        _of_a_person("person_merge", "merged_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sa.UniqueConstraint("merged_id", name="a_person_is_merged_once"),
    )
    op.create_index("ix_person_merge_kept", "person_merge", ["kept_id"])
    op.create_index("ix_person_merge_workspace", "person_merge", ["workspace_id", "merged_at"])


def _forbid_rows_of_the_merged() -> None:
    """Nothing new belongs to somebody who was merged into another: a merge takes all along, and hides them.

    On PostgreSQL once the row is written: by then a merge under way, for which its foreign key waited, has ended.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_merged_person() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF EXISTS (SELECT 1 FROM person_merge WHERE merged_id = NEW.person_id) THEN "
            f"RAISE EXCEPTION '{NAME}_rows' USING ERRCODE = '23514'; END IF; RETURN NULL; END $$"
        )
        for table in OF_A_PERSON:
            op.execute(
                f"CREATE TRIGGER {NAME}_{table} AFTER INSERT OR UPDATE OF person_id ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_merged_person()"
            )
        return
    for table in OF_A_PERSON:
        for event, when in (("insert", "INSERT"), ("update", "UPDATE OF person_id")):
            op.execute(
                f"CREATE TRIGGER {NAME}_{table}_{event} BEFORE {when} ON {table} "
                "WHEN EXISTS (SELECT 1 FROM person_merge WHERE merged_id = NEW.person_id) "
                f"BEGIN SELECT RAISE(ABORT, '{NAME}_rows'); END"
            )
