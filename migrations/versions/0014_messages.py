"""A letter's reader and fact; what a person wants to be told, and when; since when a sweep is scheduled."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("user_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("fact_key", sa.String(160), nullable=True))
        table.add_column(sa.Column("left_out_at", MOMENT, nullable=True))
        table.create_unique_constraint(op.f("uq_outbox_mail_fact_key"), ["fact_key"])
    op.add_column("sweep_run", sa.Column("scheduled_at", MOMENT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sweep_run") as table:
        table.drop_column("scheduled_at")
    # What was left out must not be sent by a house that no longer knows the mark.
    op.execute("DELETE FROM outbox_mail WHERE left_out_at IS NOT NULL")
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_constraint(op.f("uq_outbox_mail_fact_key"), type_="unique")
        table.drop_column("left_out_at")
        table.drop_column("fact_key")
        table.drop_column("user_id")
