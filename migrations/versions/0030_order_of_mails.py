"""Mails are sent in order of rank, and a worker's claim on mail has a name, so that it can be renewed while in use."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

UNSENT = "sent_at IS NULL AND gave_up_at IS NULL AND left_out_at IS NULL"
MONEY = ("declined", "refunded", "money_back", "instalment_paid", "instalment_failed")
RANKED = f"""UPDATE outbox_mail SET rank = CASE
    WHEN kind LIKE 'accounts.%' THEN 0
    WHEN kind IN ({", ".join(f"'enrolment.{name}'" for name in MONEY)}) THEN 1
    WHEN kind LIKE 'enrolment.%' THEN 2
    ELSE 3 END"""


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="3"))
        table.add_column(sa.Column("lease", sa.String(22), nullable=False, server_default=""))
    op.execute(RANKED)
    with op.batch_alter_table("outbox_mail") as table:
        table.alter_column("rank", server_default=None)
        table.alter_column("lease", server_default=None)
        table.create_index(
            "ix_outbox_mail_next",
            ["rank", "due_at", "id"],
            sqlite_where=sa.text(UNSENT),
            postgresql_where=sa.text(UNSENT),
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_index("ix_outbox_mail_next")
        table.drop_column("lease")
        table.drop_column("rank")
