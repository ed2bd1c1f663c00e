"""A notebook's calendar has a secret address, of which only a digest is kept, since when, and when it was read last."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

CHECKS = {
    "feed_digest_is_sha256": "length(feed_digest) = 64",
    "feed_digest_iff_its_time": "(feed_digest IS NULL) = (feed_made_at IS NULL)",
    "only_a_feed_is_read": "feed_read_at IS NULL OR feed_read_at >= feed_made_at",
}


def upgrade() -> None:
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("feed_digest", sa.String(64), nullable=True))
        for name in ("feed_made_at", "feed_read_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("workspace") as table:
        table.create_unique_constraint("one_notebook_per_feed", ["feed_digest"])
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"workspace_{name}"), condition)


def downgrade() -> None:
    with op.batch_alter_table("workspace") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"workspace_{name}"), type_="check")
        table.drop_constraint("one_notebook_per_feed", type_="unique")
        for name in ("feed_digest", "feed_made_at", "feed_read_at"):
            table.drop_column(name)
