"""A cohort can be rehearsed: a copy with one seat that only its practice sees."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

STATES = ("draft", "published", "cancelled")
REHEARSALS = ("rehearsal", "rehearsed")
ONE_AT_A_TIME = "one_rehearsal_of_a_cohort_at_a_time"


def upgrade() -> None:
    with _triggers_kept(), op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("rehearses_id", sa.BigInteger(), nullable=True))
        table.drop_constraint(op.f("cohort_state_is_known"), type_="check")
        table.drop_constraint(op.f("cohort_cancelled_iff_dated"), type_="check")
    with _triggers_kept(), op.batch_alter_table("cohort") as table:
        for name, rule in {
            "state_is_known": f"state IN {(*STATES, *REHEARSALS)}",
            "cancelled_iff_dated": "(state IN ('cancelled', 'rehearsed')) = (cancelled_at IS NOT NULL)",
            "rehearsal_iff_of_a_cohort": f"(state IN {REHEARSALS}) = (rehearses_id IS NOT NULL)",
            "rehearsal_has_one_seat": "rehearses_id IS NULL OR seats = 1",
        }.items():
            table.create_check_constraint(op.f(f"cohort_{name}"), rule)
        table.create_foreign_key(
            op.f("fk_cohort_practice_id_rehearses_id"),
            "cohort",
            ["practice_id", "rehearses_id"],
            ["practice_id", "id"],
        )
    op.create_index(
        ONE_AT_A_TIME,
        "cohort",
        ["rehearses_id"],
        unique=True,
        sqlite_where=sa.text("state = 'rehearsal'"),
        postgresql_where=sa.text("state = 'rehearsal'"),
    )


def downgrade() -> None:
    op.drop_index(ONE_AT_A_TIME, table_name="cohort")
    with _triggers_kept(), op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("fk_cohort_practice_id_rehearses_id"), type_="foreignkey")
        for name in ("rehearsal_has_one_seat", "rehearsal_iff_of_a_cohort", "cancelled_iff_dated"):
            table.drop_constraint(op.f(f"cohort_{name}"), type_="check")
        table.drop_constraint(op.f("cohort_state_is_known"), type_="check")
        table.drop_column("rehearses_id")
    # What was rehearsed stays as a cohort that was called off: journals are never deleted.
    op.execute(
        "UPDATE cohort SET state = 'cancelled', cancelled_at = coalesce(cancelled_at, closes_at) "
        f"WHERE state IN {REHEARSALS}"
    )
    with _triggers_kept(), op.batch_alter_table("cohort") as table:
        table.create_check_constraint(op.f("cohort_state_is_known"), f"state IN {STATES}")
        table.create_check_constraint(
            op.f("cohort_cancelled_iff_dated"),
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
        )


@contextmanager
def _triggers_kept() -> Iterator[None]:
    """SQLite rebuilds a table under another name, and no trigger may speak of it meanwhile: they are set aside."""
    if _is_postgresql():
        yield
        return
    speak_of_it = sa.text(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%cohort%'"
    )
    triggers = op.get_bind().execute(speak_of_it).all()
    for trigger in triggers:
        op.execute(f"DROP TRIGGER {trigger.name}")
    yield
    for trigger in triggers:
        op.execute(trigger.sql)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
