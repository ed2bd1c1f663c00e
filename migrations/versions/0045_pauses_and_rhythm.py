"""How many people Today names at most; two pauses of a notebook never overlap; conversations by day from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TWO_WAY = "is_two_way AND deleted_at IS NULL"
NAME = "pauses_of_a_notebook_never_overlap"


def upgrade() -> None:
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("daily_max", sa.Integer(), nullable=False, server_default="5"))
    with op.batch_alter_table("workspace") as table:
        table.alter_column("daily_max", server_default=None)
        table.create_check_constraint(
            op.f("workspace_a_day_holds_one_to_twenty"), "daily_max BETWEEN 1 AND 20"
        )
    op.create_index(
        "ix_interaction_two_way",
        "interaction",
        ["workspace_id", "on_date"],
        sqlite_where=sa.text(TWO_WAY.replace("is_two_way", "is_two_way = 1")),
        postgresql_where=sa.text(TWO_WAY),
    )
    _forbid_overlaps()


def downgrade() -> None:
    op.drop_index("ix_interaction_two_way", table_name="interaction")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE workspace_pause DROP CONSTRAINT {NAME}")
    else:
        for event in ("insert", "update"):
            op.execute(f"DROP TRIGGER {NAME}_{event}")
    with op.batch_alter_table("workspace") as table:
        table.drop_constraint(op.f("workspace_a_day_holds_one_to_twenty"), type_="check")
        table.drop_column("daily_max")


def _forbid_overlaps() -> None:
    """PostgreSQL has exclusion constraints, with the extension that migration 0003 made; SQLite says it in triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE workspace_pause ADD CONSTRAINT {NAME} EXCLUDE USING gist "
            "(workspace_id WITH =, daterange(from_on, until_on, '[]') WITH &&)"
        )
        return
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER {NAME}_{event.lower()} BEFORE {event} ON workspace_pause "
            "WHEN EXISTS (SELECT 1 FROM workspace_pause other "
            "WHERE other.workspace_id = NEW.workspace_id AND other.id IS NOT NEW.id "
            "AND other.from_on <= coalesce(NEW.until_on, '9999-12-31') "
            "AND NEW.from_on <= coalesce(other.until_on, '9999-12-31')) "
            f"BEGIN SELECT RAISE(ABORT, '{NAME}'); END"
        )
