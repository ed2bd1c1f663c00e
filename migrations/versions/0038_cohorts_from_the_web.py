"""Words of welcome of a cohort; a price that was promised stays what it was."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None

PROMISED = (
    "cohort_id",
    "label",
    "kind",
    "amount_minor",
    "currency",
    "instalments_count",
    "interval_days",
    "available_from",
)
IS_BEGUN = (
    "EXISTS (SELECT 1 FROM cohort WHERE id = OLD.cohort_id AND (state <> 'draft' OR entries > 0))"
)
# Its end may come sooner, never later: whoever takes it up again takes up another price.
LASTS_LONGER = (
    "(OLD.available_until IS NOT NULL"
    " AND (NEW.available_until IS NULL OR NEW.available_until > OLD.available_until))"
)
IS_OTHER = " OR ".join(
    (*(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in PROMISED), LASTS_LONGER)
)


def upgrade() -> None:
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("welcome_md", sa.Text(), nullable=False, server_default=""))
        table.create_check_constraint(
            op.f("cohort_welcome_is_no_book"), "length(welcome_md) <= 4000"
        )
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.alter_column("welcome_md", server_default=None)
    with op.batch_alter_table("price") as table:
        table.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(
            op.f("price_what_was_ended_is_over"),
            "ended_at IS NULL OR (available_until IS NOT NULL AND available_until <= ended_at)",
        )
    keep_prices()


def downgrade() -> None:
    stop_keeping_prices()
    with op.batch_alter_table("price") as table:
        table.drop_constraint(op.f("price_what_was_ended_is_over"), type_="check")
        table.drop_column("ended_at")
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("cohort_welcome_is_no_book"), type_="check")
        table.drop_column("welcome_md")


def keep_prices() -> None:
    """Of a cohort that is, or was, public, or where somebody has a place, no price is changed or deleted."""
    if _is_postgresql():
        raised = "RAISE EXCEPTION 'promised_prices_are_kept' USING ERRCODE = '23514'"
        op.execute(
            "CREATE FUNCTION refuse_price_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {IS_BEGUN} THEN IF TG_OP = 'DELETE' THEN {raised}; END IF; "
            f"IF {IS_OTHER} THEN {raised}; END IF; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER promised_prices_are_kept BEFORE UPDATE OR DELETE ON price "
            "FOR EACH ROW EXECUTE FUNCTION refuse_price_change()"
        )
        return
    is_other = IS_OTHER.replace("IS DISTINCT FROM", "IS NOT")
    for event, condition in (("UPDATE", f"{IS_BEGUN} AND ({is_other})"), ("DELETE", IS_BEGUN)):
        op.execute(
            f"CREATE TRIGGER promised_prices_are_kept_{event.lower()} BEFORE {event} ON price "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'promised_prices_are_kept'); END"
        )


def stop_keeping_prices() -> None:
    """Undo `keep_prices`."""
    if _is_postgresql():
        op.execute("DROP TRIGGER promised_prices_are_kept ON price")
        op.execute("DROP FUNCTION refuse_price_change()")
        return
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER promised_prices_are_kept_{event}")


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
