"""A letter's reader and fact; what a person wants to be told, and when; since when a sweep is scheduled."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("user_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("fact_key", sa.String(160), nullable=True))
        table.add_column(sa.Column("left_out_at", MOMENT, nullable=True))
        table.create_unique_constraint(op.f("uq_outbox_mail_fact_key"), ["fact_key"])
    op.add_column("sweep_run", sa.Column("scheduled_at", MOMENT, nullable=True))
    op.create_table(
        "mail_preference",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(30), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_mail_preference_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_preference")),
        sa.UniqueConstraint("user_id", "topic", name="one_mail_preference_per_user_and_topic"),
    )
    op.create_table(
        "mail_hours",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("quiet_from_minutes", sa.Integer(), nullable=True),
        sa.Column("quiet_until_minutes", sa.Integer(), nullable=True),
        sa.Column("digest_minutes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "quiet_from_minutes BETWEEN 0 AND 1439 AND quiet_until_minutes BETWEEN 0 AND 1439 "
            "AND quiet_from_minutes <> quiet_until_minutes",
            name=op.f("mail_hours_quiet_hours_are_two_times_of_a_day"),
        ),
        sa.CheckConstraint(
            "(quiet_from_minutes IS NULL) = (quiet_until_minutes IS NULL)",
            name=op.f("mail_hours_quiet_hours_have_both_ends"),
        ),
        sa.CheckConstraint(
            "digest_minutes BETWEEN 0 AND 1439",
            name=op.f("mail_hours_digest_hour_is_a_time_of_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_mail_hours_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_hours")),
        sa.UniqueConstraint("user_id", name=op.f("uq_mail_hours_user_id")),
    )


def downgrade() -> None:
    op.drop_table("mail_hours")
    op.drop_table("mail_preference")
    with op.batch_alter_table("sweep_run") as table:
        table.drop_column("scheduled_at")
    # What was left out must not be sent by a house that no longer knows the mark.
    op.execute("DELETE FROM outbox_mail WHERE left_out_at IS NOT NULL")
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_constraint(op.f("uq_outbox_mail_fact_key"), type_="unique")
        table.drop_column("left_out_at")
        table.drop_column("fact_key")
        table.drop_column("user_id")
