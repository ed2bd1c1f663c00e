"""A practice's privacy notice and imprint, each in its own words."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NAME = "practice_notices"


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("practice_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("privacy_md", sa.Text(), nullable=False),
        sa.Column("imprint_md", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(privacy_md) <= 20000", name=op.f(f"{NAME}_privacy_notice_is_no_book")
        ),
        sa.CheckConstraint("length(imprint_md) <= 20000", name=op.f(f"{NAME}_imprint_is_no_book")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f(f"fk_{NAME}_practice_id")
        ),
        sa.PrimaryKeyConstraint("practice_id", name=op.f(f"pk_{NAME}")),
    )


def downgrade() -> None:
    op.drop_table(NAME)
