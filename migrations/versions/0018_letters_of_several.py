"""What would reach one reader at the same moment goes as one letter; the others remember in which they were told."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("told_in", sa.String(120), nullable=True))
        table.create_check_constraint(
            op.f("outbox_mail_told_elsewhere_goes_not_by_itself"),
            "told_in IS NULL OR left_out_at IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_constraint(op.f("outbox_mail_told_elsewhere_goes_not_by_itself"), type_="check")
        table.drop_column("told_in")
