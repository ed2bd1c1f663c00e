"""Tables, columns, constraints and stages of a relationship take the field's standard names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = {"attempt": "rate_limit_hit", "sweep_run": "task_run"}
COLUMNS = {
    "cohort": {"settle_number": "allocation_number", "settled_at": "allocated_at"},
    "program": {"letter_md": "introduction_md"},
    "outbox_mail": {
        "facts": "context",
        "told_in": "digested_in",
        "left_out_at": "skipped_at",
        "gave_up_at": "failed_at",
        "lease": "claim",
        "lease_until": "claimed_until",
    },
}
# table, the constraint's old and new name, what it checks
CHECKS = (
    ("rate_limit_hit", "attempt_times_are_not_negative", "rate_limit_hit_times_are_not_negative",
     "times >= 0"),
    ("rate_limit_hit", "attempt_ends_after_it_started", "rate_limit_hit_ends_after_it_started",
     "ends_at > started_at"),
    ("outbox_mail", "outbox_mail_told_elsewhere_goes_not_by_itself",
     "outbox_mail_digested_is_skipped", "digested_in IS NULL OR skipped_at IS NOT NULL"),
    ("enrolment", "enrolment_placed_iff_settled", "enrolment_placed_iff_allocated",
     "(state = 'arrived') = (place IS NULL)"),
)  # fmt: skip
PRIMARY_KEYS = (
    ("rate_limit_hit", "pk_attempt", "pk_rate_limit_hit", "key_hash"),
    ("task_run", "pk_sweep_run", "pk_task_run", "name"),
)
STAGES = {
    "captured": "met",
    "aware": "in_touch",
    "exploring": "getting_to_know",
    "growing": "mutual",
    "trusted": "lasting",
    "dormant": "resting",
}
STAGE_COLUMNS = (("person", "stage"), ("stage_change", "from_stage"), ("stage_change", "to_stage"))


def upgrade() -> None:
    for old, new in TABLES.items():
        op.rename_table(old, new)
    for table, renamed in COLUMNS.items():
        for old, new in renamed.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for table, old, new, columns in PRIMARY_KEYS:
        _rename_primary_key(table, old, new, columns)
    for table, old, new, check in CHECKS:
        _rename_check(table, old, new, check)
    _rename_index("ix_attempt_ends_at", "ix_rate_limit_hit_ends_at", "rate_limit_hit", "ends_at")
    _rename_stages(STAGES)


def downgrade() -> None:
    _rename_stages({new: old for old, new in STAGES.items()})
    _rename_index("ix_rate_limit_hit_ends_at", "ix_attempt_ends_at", "rate_limit_hit", "ends_at")
    for table, old, new, check in reversed(CHECKS):
        _rename_check(table, new, old, check)
    for table, old, new, columns in PRIMARY_KEYS:
        _rename_primary_key(table, new, old, columns)
    for table, renamed in COLUMNS.items():
        for old, new in renamed.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")
    for old, new in TABLES.items():
        op.rename_table(new, old)


def _rename_check(table: str, old: str, new: str, check: str) -> None:
    if _is_postgresql():
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
        return
    with _triggers_kept(table), op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(old), type_="check")
        batch.create_check_constraint(op.f(new), check)


def _rename_primary_key(table: str, old: str, new: str, column: str) -> None:
    if _is_postgresql():
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
        return
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(old), type_="primary")
        batch.create_primary_key(op.f(new), [column])


def _rename_index(old: str, new: str, table: str, column: str) -> None:
    op.drop_index(old, table_name=table)
    op.create_index(new, table, [column])


def _rename_stages(renamed: Mapping[str, str]) -> None:
    """The rows and the constraints that list them; the history, which nothing else may change, as well."""
    first = "met" if "captured" in renamed else "captured"
    before = next(old for old, new in renamed.items() if new == first)
    with _history_open(), _triggers_kept("person"), _triggers_kept("stage_change"):
        for table, columns in (
            ("person", ("stage",)),
            ("stage_change", ("from_stage", "to_stage")),
        ):
            with op.batch_alter_table(table) as batch:
                for column in columns:
                    batch.drop_constraint(op.f(f"{table}_{column}_is_known"), type_="check")
                if table == "stage_change":
                    batch.drop_constraint(op.f(f"stage_change_begins_with_{before}"), type_="check")
            for column in columns:
                _rewrite(table, column, renamed)
            with op.batch_alter_table(table) as batch:
                for column in columns:
                    known = ", ".join(f"'{name}'" for name in (*renamed.values(), "closed"))
                    batch.create_check_constraint(
                        op.f(f"{table}_{column}_is_known"), f"{column} IN ({known})"
                    )
                if table == "stage_change":
                    batch.create_check_constraint(
                        op.f(f"stage_change_begins_with_{first}"),
                        f"(from_stage IS NULL) = (to_stage = '{first}')",
                    )


def _rewrite(table: str, column: str, renamed: Mapping[str, str]) -> None:
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in renamed.items())
    op.execute(f"UPDATE {table} SET {column} = CASE {column} {cases} ELSE {column} END")


@contextmanager
def _history_open() -> Iterator[None]:
    """The trigger that refuses every change of the history, away for this one."""
    if _is_postgresql():
        op.execute("ALTER TABLE stage_change DISABLE TRIGGER stage_change_is_immutable")
        yield
        op.execute("ALTER TABLE stage_change ENABLE TRIGGER stage_change_is_immutable")
        return
    statement = "SELECT sql FROM sqlite_master WHERE name = 'stage_change_is_immutable'"
    sql = op.get_bind().execute(sa.text(statement)).scalar_one()
    op.execute("DROP TRIGGER stage_change_is_immutable")
    yield
    op.execute(sql)


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
