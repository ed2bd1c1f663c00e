"""What Stripe may have done although it never said so: checkouts that are searched for, refunds that get a new key."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("checkout") as table:
        table.add_column(sa.Column("look_at", MOMENT, nullable=True))
        table.create_check_constraint(
            op.f("checkout_looked_for_only_when_abandoned"),
            "look_at IS NULL OR state = 'abandoned'",
        )
        table.create_check_constraint(
            op.f("checkout_abandoned_only_if_given_to_nobody"), "state <> 'abandoned' OR url = ''"
        )
    op.create_index("ix_checkout_look", "checkout", ["look_at"])
    number = sa.Column("key_number", sa.Integer(), nullable=False, server_default="0")
    op.add_column("refund", number)
    with op.batch_alter_table("refund") as table:
        table.alter_column("key_number", server_default=None)
        table.add_column(sa.Column("lost_at", MOMENT, nullable=True))
        table.create_check_constraint(
            op.f("refund_lost_only_while_queued"), "lost_at IS NULL OR state = 'queued'"
        )


def downgrade() -> None:
    with op.batch_alter_table("refund") as table:
        table.drop_constraint(op.f("refund_lost_only_while_queued"), type_="check")
        table.drop_column("lost_at")
        table.drop_column("key_number")
    op.drop_index("ix_checkout_look", table_name="checkout")
    with op.batch_alter_table("checkout") as table:
        table.drop_constraint(op.f("checkout_abandoned_only_if_given_to_nobody"), type_="check")
        table.drop_constraint(op.f("checkout_looked_for_only_when_abandoned"), type_="check")
        table.drop_column("look_at")
