"""Practices' own accounts at Stripe, since when payments stop and go on, the platform's fee, promotion codes."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

NAME = "stripe_connection"
MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
BEFORE = "'none', 'pending', 'ready', 'blocked'"
STATES = "'none', 'platform', 'pending', 'ready', 'blocked', 'disconnected'"
IN_USE = sa.text("used_from IS NOT NULL AND ended_at IS NULL")
COMING = sa.text("used_from IS NULL AND ended_at IS NULL")
IS_NO_USER = "coalesce(current_setting('app.viewer', true), '') NOT LIKE 'user:%'"


def upgrade() -> None:
    _widen_practice()
    _create_connections()
    _keep_connections()
    _add_fees()
    if _is_postgresql():
        op.execute(f"ALTER TABLE {NAME} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        known = f"{IS_NO_USER} OR practice_id IN (SELECT known_practices(viewer_id()))"
        op.execute(f"CREATE POLICY {NAME}_all ON {NAME} USING ({known}) WITH CHECK ({known})")


def downgrade() -> None:
    with op.batch_alter_table("payment") as table:
        table.drop_constraint(op.f("payment_fee_only_on_own_accounts"), type_="check")
        table.drop_constraint(op.f("payment_fee_is_a_part_of_it"), type_="check")
        table.drop_column("application_fee_minor")
    with op.batch_alter_table("checkout") as table:
        for name in (
            "fee_is_a_part_of_what_is_paid",
            "discounted_iff_by_a_code",
            "discount_is_a_part_of_it",
        ):
            table.drop_constraint(op.f(f"checkout_{name}"), type_="check")
        for name in ("application_fee_minor", "promotion_code", "discount_minor"):
            table.drop_column(name)
    op.drop_table(NAME)
    with _triggers_kept("practice"):
        with op.batch_alter_table("practice") as table:
            table.drop_constraint(op.f("practice_resumes_only_what_stopped"), type_="check")
            table.drop_constraint(op.f("practice_account_iff_connected"), type_="check")
            table.drop_constraint(op.f("practice_stripe_state_is_known"), type_="check")
            table.drop_column("payments_resumed_at")
            table.drop_column("payments_stopped_at")
        op.execute("UPDATE practice SET stripe_state = 'none' WHERE stripe_state = 'platform'")
        op.execute(
            "UPDATE practice SET stripe_state = 'blocked' WHERE stripe_state = 'disconnected'"
        )
        with op.batch_alter_table("practice") as table:
            table.create_check_constraint(
                op.f("practice_stripe_state_is_known"), f"stripe_state IN ({BEFORE})"
            )


def _widen_practice() -> None:
    """Who had no account of their own is paid on the platform's, as before."""
    with _triggers_kept("practice"):
        with op.batch_alter_table("practice") as table:
            table.drop_constraint(op.f("practice_stripe_state_is_known"), type_="check")
            table.add_column(sa.Column("payments_stopped_at", MOMENT, nullable=True))
            table.add_column(sa.Column("payments_resumed_at", MOMENT, nullable=True))
        op.execute("UPDATE practice SET stripe_state = 'platform' WHERE stripe_account = ''")
        op.execute(
            "UPDATE practice SET stripe_state = 'pending'"
            " WHERE stripe_account <> '' AND stripe_state = 'none'"
        )
        with op.batch_alter_table("practice") as table:
            table.create_check_constraint(
                op.f("practice_stripe_state_is_known"), f"stripe_state IN ({STATES})"
            )
            table.create_check_constraint(
                op.f("practice_account_iff_connected"),
                "(stripe_account = '') = (stripe_state IN ('none', 'platform'))",
            )
            table.create_check_constraint(
                op.f("practice_resumes_only_what_stopped"),
                "payments_resumed_at IS NULL OR payments_stopped_at IS NOT NULL",
            )


def _create_connections() -> None:
    op.create_table(
        NAME,
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stripe_account", sa.String(60), nullable=True),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("parameters", DOCUMENT, nullable=False),
        sa.Column("missing", DOCUMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *(
            sa.Column(name, MOMENT, nullable=True)
            for name in ("checked_at", "ready_at", "chosen_at", "used_from", "ended_at")
        ),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f(f"{NAME}_state_is_known")),
        sa.CheckConstraint(
            "(stripe_account IS NULL) = (state = 'none')",
            name=op.f(f"{NAME}_connected_iff_account"),
        ),
        sa.CheckConstraint(
            "used_from IS NULL OR stripe_account IS NOT NULL",
            name=op.f(f"{NAME}_used_only_with_an_account"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f(f"fk_{NAME}_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{NAME}_public_id")),
        sa.UniqueConstraint("practice_id", "number", name=op.f("connections_are_numbered")),
        sa.UniqueConstraint("stripe_account", name=op.f("account_is_of_one_practice")),
    )
    for name, condition in (
        ("one_connection_in_use_per_practice", IN_USE),
        ("one_coming_connection_per_practice", COMING),
    ):
        op.create_index(
            name,
            NAME,
            ["practice_id"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def _keep_connections() -> None:
    """Who has an account of their own keeps it: Stripe says within the hour how it is."""
    practices = op.get_bind().execute(
        sa.text(
            "SELECT id, stripe_account, stripe_state, created_at FROM practice WHERE stripe_account <> ''"
        )
    )
    for practice in practices.mappings().all():
        op.get_bind().execute(
            sa.text(
                f"INSERT INTO {NAME} (public_id, practice_id, number, stripe_account, state, country, parameters,"
                " missing, created_at, used_from) VALUES (:public_id, :id, 1, :stripe_account, :stripe_state, '',"
                " '{}', '{}', :created_at, :created_at)"
            ),
            {**practice, "public_id": secrets.token_urlsafe(16)},
        )


def _add_fees() -> None:
    numbers = {
        "checkout": ("discount_minor", "application_fee_minor"),
        "payment": ("application_fee_minor",),
    }
    for table, names in numbers.items():
        for name in names:
            op.add_column(
                table, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
            )
    op.add_column(
        "checkout", sa.Column("promotion_code", sa.String(80), nullable=False, server_default="")
    )
    with op.batch_alter_table("checkout") as table:
        for name in ("discount_minor", "promotion_code", "application_fee_minor"):
            table.alter_column(name, server_default=None)
        table.create_check_constraint(
            op.f("checkout_discount_is_a_part_of_it"), "discount_minor BETWEEN 0 AND amount_minor"
        )
        table.create_check_constraint(
            op.f("checkout_discounted_iff_by_a_code"),
            "(discount_minor > 0) = (promotion_code <> '')",
        )
        table.create_check_constraint(
            op.f("checkout_fee_is_a_part_of_what_is_paid"),
            "application_fee_minor BETWEEN 0 AND amount_minor - discount_minor",
        )
    with op.batch_alter_table("payment") as table:
        table.alter_column("application_fee_minor", server_default=None)
        table.create_check_constraint(
            op.f("payment_fee_is_a_part_of_it"), "application_fee_minor BETWEEN 0 AND amount_minor"
        )
        table.create_check_constraint(
            op.f("payment_fee_only_on_own_accounts"),
            "application_fee_minor = 0 OR stripe_account <> ''",
        )


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
