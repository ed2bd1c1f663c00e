"""What a form made remembers a digest of its words: the same form with other words is something else, never dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("person", "interaction", "follow_up", "promise")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("form_digest", sa.String(22), nullable=True))
        # Which words came with earlier forms is not known: any that come again are shown to whoever sends them.
        op.execute(f"UPDATE {table} SET form_digest = '' WHERE form_key IS NOT NULL")
        with op.batch_alter_table(table) as batch:
            batch.create_check_constraint(
                op.f(f"{table}_form_key_iff_its_digest"),
                "(form_key IS NULL) = (form_digest IS NULL)",
            )


def downgrade() -> None:
    for table in reversed(TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"{table}_form_key_iff_its_digest"), type_="check")
            batch.drop_column("form_digest")
