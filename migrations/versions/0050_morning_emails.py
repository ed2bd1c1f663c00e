"""The time of each notebook owner's morning email. Whoever has a notebook already gets the first tomorrow."""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HALF_PAST_SEVEN = 450  # minutes after midnight


def upgrade() -> None:
    """Whoever owns a notebook is looked up a day later, whatever their zone; that plans their own time."""
    table = op.create_table(
        "mail_morning",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("has_weekends", sa.Boolean(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("last_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "minutes BETWEEN 0 AND 1439", name=op.f("mail_morning_morning_is_a_time_of_a_day")
        ),
        sa.CheckConstraint(
            "(last_on IS NULL) = (last_at IS NULL)",
            name=op.f("mail_morning_last_day_iff_its_moment"),
        ),
        sa.CheckConstraint(
            "last_at IS NULL OR due_at > last_at", name=op.f("mail_morning_due_after_the_last")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_mail_morning_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_morning")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_morning_user_id")),
    )
    op.create_index(op.f("ix_mail_morning_due_at"), "mail_morning", ["due_at"])
    owners = sa.table("workspace", sa.column("user_id", sa.BigInteger()))
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    chosen = sa.literal(HALF_PAST_SEVEN), sa.literal(True), sa.literal(tomorrow, MOMENT)
    found = sa.select(owners.c.user_id, *chosen)
    op.execute(table.insert().from_select(["user_id", "minutes", "has_weekends", "due_at"], found))


def downgrade() -> None:
    op.drop_index(op.f("ix_mail_morning_due_at"), table_name="mail_morning")
    op.drop_table("mail_morning")
