"""Closing an account: when a user was erased and what is left then, tombstones; a closing mentee is not shared."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLOSING = sa.text("closing_at IS NOT NULL")

# As 0016 has them, and what stands between: a mentee who closes their account is no mentor's to see any more.
SHARED = """
CREATE OR REPLACE FUNCTION shared_workspaces(mentor bigint) RETURNS SETOF bigint LANGUAGE plpgsql STABLE AS $$
    DECLARE asked_for text := coalesce(current_setting('app.viewer', true), '');
    BEGIN
        PERFORM set_config('app.viewer', 'system', true);
        RETURN QUERY SELECT g.workspace_id FROM workspace_grant g
            JOIN mentorship m ON m.id = g.mentorship_id{joined}
            WHERE g.ended_at IS NULL AND m.mentor_id = mentor{going_on};
        PERFORM set_config('app.viewer', asked_for, true);
    END
$$"""
OWN = """
CREATE OR REPLACE FUNCTION own_mentorships(person bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT m.id FROM mentorship m JOIN enrolment e ON e.id = m.enrolment_id{joined}
    WHERE m.mentor_id = person{going_on} OR e.user_id = person
$$"""


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_public_id", sa.String(22), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("closing_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("user_public_id", name=op.f("uq_tombstone_user_public_id")),
    )
    op.create_index(op.f("ix_tombstone_address_hash"), "tombstone", ["address_hash"])
    with op.batch_alter_table("user_account") as table:
        table.add_column(sa.Column("erased_at", MOMENT, nullable=True))
        table.create_check_constraint(
            op.f("user_account_erased_only_after_closing"),
            "erased_at IS NULL OR erased_at >= closing_at AND closing_at IS NOT NULL",
        )
        table.create_check_constraint(
            op.f("user_account_an_erased_user_has_nothing_personal"),
            "erased_at IS NULL OR name = 'Closed account' AND email LIKE '%@erased.invalid' AND email_key = email "
            "AND password IS NULL AND tf_totp_secret IS NULL AND mf_recovery_codes IS NULL AND NOT active",
        )
        table.create_index(
            "ix_user_account_closing",
            ["closing_at"],
            sqlite_where=CLOSING,
            postgresql_where=CLOSING,
        )
    if op.get_bind().dialect.name == "postgresql":
        of_user = " LEFT JOIN user_account u ON u.id = e.user_id"
        going_on = " AND u.closing_at IS NULL"
        joined = f" JOIN enrolment e ON e.id = m.enrolment_id{of_user}"
        op.execute(SHARED.format(joined=joined, going_on=going_on))
        op.execute(OWN.format(joined=of_user, going_on=going_on))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SHARED.format(joined="", going_on=""))
        op.execute(OWN.format(joined="", going_on=""))
    with op.batch_alter_table("user_account") as table:
        table.drop_index("ix_user_account_closing")
        table.drop_constraint(
            op.f("user_account_an_erased_user_has_nothing_personal"), type_="check"
        )
        table.drop_constraint(op.f("user_account_erased_only_after_closing"), type_="check")
        table.drop_column("erased_at")
    op.drop_index(op.f("ix_tombstone_address_hash"), "tombstone")
    op.drop_table("tombstone")
