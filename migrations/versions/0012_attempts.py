"""How often something was tried of late, for limits that hold across processes."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 0", name=op.f("attempt_times_are_not_negative")),
        sa.CheckConstraint("ends_at > started_at", name=op.f("attempt_ends_after_it_started")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_ends_at", "attempt", ["ends_at"])


def downgrade() -> None:
    op.drop_table("attempt")
