"""A note of a conversation may be shown to the mentor, one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    # Both databases add and drop a nullable column in place; a rebuilt table would lose what hangs on it.
    op.add_column("interaction", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("interaction", "shown_at")
