"""Giving seats can be paused, the line limited, and a hold extended by its practice."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("waiting_max", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("allocation_paused_at", sa.DateTime(timezone=True), nullable=True)
        )
        table.create_check_constraint(
            op.f("cohort_waiting_max_is_not_negative"), "waiting_max >= 0"
        )
    op.add_column(
        "enrolment", sa.Column("extensions", sa.Integer(), nullable=False, server_default="0")
    )
    with op.batch_alter_table("enrolment") as table:
        table.alter_column("extensions", server_default=None)
        table.create_check_constraint(
            op.f("enrolment_hold_is_extended_twice_at_most"), "extensions BETWEEN 0 AND 2"
        )


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("enrolment_hold_is_extended_twice_at_most"), type_="check")
        table.drop_column("extensions")
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("cohort_waiting_max_is_not_negative"), type_="check")
        table.drop_column("allocation_paused_at")
        table.drop_column("waiting_max")


@contextmanager
def _triggers_kept(table: str) -> Iterator[None]:
    """SQLite's rebuild of a table loses its triggers: they are written again as they were."""
    if _is_postgresql():
        yield
        return
    found = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :of")
    before = op.get_bind().execute(found, {"of": table}).all()
    yield
    left = {row.name for row in op.get_bind().execute(found, {"of": table})}
    for row in before:
        if row.name not in left:
            op.execute(row.sql)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
