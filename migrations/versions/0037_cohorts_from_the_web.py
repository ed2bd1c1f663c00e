"""Words of welcome of a cohort; a price that was promised stays what it was; promotion codes made here."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CODES = "promotion_code"
MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_NO_USER = "coalesce(current_setting('app.viewer', true), '') NOT LIKE 'user:%'"
RULES = {
    "takes_off_a_percentage_or_an_amount": "(percent_off IS NULL) <> (amount_off_minor IS NULL)",
    "an_amount_has_a_currency": "(amount_off_minor IS NULL) = (currency = '')",
    "percentage_is_one": "percent_off BETWEEN 1 AND 100",
    "amount_is_positive": "amount_off_minor > 0",
    "uses_are_limited_to_some": "uses_max > 0",
    "code_is_upper_case": "code = upper(code) AND code <> ''",
}
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
    _create_codes()


def downgrade() -> None:
    op.drop_table(CODES)
    stop_keeping_prices()
    with op.batch_alter_table("price") as table:
        table.drop_constraint(op.f("price_what_was_ended_is_over"), type_="check")
        table.drop_column("ended_at")
    with _triggers_kept("cohort"), op.batch_alter_table("cohort") as table:
        table.drop_constraint(op.f("cohort_welcome_is_no_book"), type_="check")
        table.drop_column("welcome_md")


def _create_codes() -> None:
    op.create_table(
        CODES,
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("stripe_account", sa.String(60), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("percent_off", sa.Integer(), nullable=True),
        sa.Column("amount_off_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("uses_max", sa.Integer(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("stripe_code", sa.String(80), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"{CODES}_{name}")) for name, rule in RULES.items()),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f(f"fk_{CODES}_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CODES}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{CODES}_public_id")),
        sa.UniqueConstraint("stripe_account", "stripe_code", name=op.f("stripe_code_is_of_one")),
    )
    op.create_index(
        "a_code_is_there_once",
        CODES,
        ["stripe_account", "code"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_promotion_code_practice", CODES, ["practice_id", "created_at"])
    if _is_postgresql():
        op.execute(f"ALTER TABLE {CODES} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        known = f"{IS_NO_USER} OR practice_id IN (SELECT known_practices(viewer_id()))"
        op.execute(f"CREATE POLICY {CODES}_all ON {CODES} USING ({known}) WITH CHECK ({known})")


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
