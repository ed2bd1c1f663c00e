"""Ways to pay, refund policies, called-off cohorts, instalments that are tried again, and how far events were seen."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PAYING = ("takes_promotion_codes", "takes_delayed_methods", "collects_tax")
POLICY = {"refund_full_days": 14, "refund_part_percent": 50, "refund_part_days": 14}


def upgrade() -> None:
    for name in PAYING:
        _add_with_default("practice", sa.Column(name, sa.Boolean(), nullable=False), sa.false())
    _add_with_default("practice", sa.Column("statement_suffix", sa.String(22), nullable=False), "")
    _keep_policies()
    _date_cancellations()
    _follow_money()
    op.create_table(
        "stripe_cursor",
        sa.Column("stripe_account", sa.String(length=60), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("stripe_account", name=op.f("pk_stripe_cursor")),
    )
    op.create_index(
        "ix_stripe_event_object", "stripe_event", ["stripe_account", "object_id", "type"]
    )


def downgrade() -> None:
    op.drop_index("ix_stripe_event_object", table_name="stripe_event")
    op.drop_table("stripe_cursor")
    with op.batch_alter_table("refund") as table:
        table.drop_constraint(op.f("fk_refund_requested_by_id"), type_="foreignkey")
        table.drop_column("requested_by_id")
    with op.batch_alter_table("instalment") as table:
        table.drop_index("ix_instalment_due")
        for name in (
            "stripe_account", "payment_intent", "attempts", "try_at", "missed_at", "failure_code",
        ):  # fmt: skip
            table.drop_column(name)
        table.create_index("ix_instalment_due", ["state", "due_on"])
    with op.batch_alter_table("checkout") as table:
        table.drop_constraint(op.f("fk_checkout_practice_id_instalment_id"), type_="foreignkey")
        table.drop_column("instalment_id")
        table.drop_column("consent")
        table.add_column(sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("stripe_customer") as table:
        table.drop_column("payment_method")
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("cohort_cancelled_iff_dated"), type_="check")
        table.drop_column("cancelled_at")
        table.drop_column("cancel_reason")
    with op.batch_alter_table("program") as table:
        table.drop_constraint(op.f("program_refund_policy_is_sane"), type_="check")
        for name in POLICY:
            table.drop_column(name)
    with op.batch_alter_table("practice") as table:
        for name in (*PAYING, "statement_suffix"):
            table.drop_column(name)


def _keep_policies() -> None:
    for name, default in POLICY.items():
        _add_with_default("program", sa.Column(name, sa.Integer(), nullable=False), str(default))
    with op.batch_alter_table("program") as table:
        table.create_check_constraint(
            op.f("program_refund_policy_is_sane"),
            "refund_full_days BETWEEN 0 AND 365 AND refund_part_days BETWEEN 0 AND 365"
            " AND refund_part_percent BETWEEN 0 AND 100",
        )


def _date_cancellations() -> None:
    op.add_column("cohort", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE cohort SET cancelled_at = closes_at WHERE state = 'cancelled'")
    _add_with_default("cohort", sa.Column("cancel_reason", sa.String(500), nullable=False), "")
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.create_check_constraint(
            op.f("cohort_cancelled_iff_dated"),
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)",
        )


def _follow_money() -> None:
    _add_with_default(
        "stripe_customer", sa.Column("payment_method", sa.String(80), nullable=False), ""
    )
    _add_with_default("checkout", sa.Column("consent", sa.Text(), nullable=False), "")
    with op.batch_alter_table("checkout") as table:
        table.drop_column("looked_at")
        table.add_column(sa.Column("instalment_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            op.f("fk_checkout_practice_id_instalment_id"),
            "instalment",
            ["practice_id", "instalment_id"],
            ["practice_id", "id"],
        )
    for column, default in (
        (sa.Column("stripe_account", sa.String(60), nullable=False), ""),
        (sa.Column("attempts", sa.Integer(), nullable=False), "0"),
        (sa.Column("failure_code", sa.String(80), nullable=False), ""),
    ):
        _add_with_default("instalment", column, default)
    op.add_column("instalment", sa.Column("payment_intent", sa.String(80), nullable=True))
    op.add_column("instalment", sa.Column("try_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("instalment", sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_instalment_due", table_name="instalment")
    op.create_index("ix_instalment_due", "instalment", ["state", "try_at"])
    with op.batch_alter_table("refund") as table:
        table.add_column(sa.Column("requested_by_id", sa.BigInteger(), nullable=True))
        table.create_foreign_key(
            op.f("fk_refund_requested_by_id"), "user_account", ["requested_by_id"], ["id"]
        )


def _add_with_default(table: str, column: sa.Column[object], default: object) -> None:
    """Rows that exist take the default; new ones get theirs from the model."""
    column.server_default = sa.DefaultClause(default)  # type: ignore[arg-type]
    op.add_column(table, column)
    with _triggers_kept(table), op.batch_alter_table(table) as altered:
        altered.alter_column(column.name, server_default=None)


@contextmanager
def _triggers_kept(table: str) -> Iterator[None]:
    """SQLite rebuilds an altered table and forgets its triggers."""
    bind = op.get_bind()
    kept: list[str] = []
    if bind.dialect.name == "sqlite":
        found = bind.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        )
        kept = [row[0] for row in found]
    yield
    for sql in kept:
        op.execute(sql)
