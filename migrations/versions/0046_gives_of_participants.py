"""What was given in a conversation was given to, or by, somebody who took part; what lies in a bin is found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

NAME = "give_is_of_a_participant"
BINNED = ("interaction", "give", "follow_up", "promise", "occasion")
DELETED = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    """Checked at the end of a transaction: two people who become one take their rows along in any order."""
    with op.batch_alter_table("give") as table:
        table.create_foreign_key(
            NAME,
            "participant",
            ["interaction_id", "person_id"],
            ["interaction_id", "person_id"],
            deferrable=True,
            initially="DEFERRED",
        )
    for table in BINNED:
        op.create_index(
            f"ix_{table}_bin",
            table,
            ["workspace_id", "deleted_at"],
            sqlite_where=DELETED,
            postgresql_where=DELETED,
        )


def downgrade() -> None:
    for table in BINNED:
        op.drop_index(f"ix_{table}_bin", table_name=table)
    with op.batch_alter_table("give") as table:
        table.drop_constraint(NAME, type_="foreignkey")
