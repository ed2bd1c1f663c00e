"""Devices that are signed in, and changes of address that wait. Who was signed in before signs in once more."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A device keeps the network alone; the whole addresses that were kept before it go.
    op.execute("UPDATE user_account SET last_login_ip = NULL, current_login_ip = NULL")
    op.create_table(
        "signed_in_device",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("browser", sa.String(length=20), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= created_at",
            name=op.f("signed_in_device_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_signed_in_device_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_device")),
        sa.UniqueConstraint("public_id", name=op.f("uq_signed_in_device_public_id")),
    )
    op.create_index("ix_signed_in_device_user", "signed_in_device", ["user_id", "ended_at"])
    op.create_index(
        "ix_signed_in_device_notice",
        "signed_in_device",
        ["notice_due_at"],
        sqlite_where=sa.text("notice_due_at IS NOT NULL"),
        postgresql_where=sa.text("notice_due_at IS NOT NULL"),
    )
    op.create_table(
        "address_change",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("device", sa.String(length=22), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_address_change_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_address_change_public_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_address_change_user_id")),
    )


def downgrade() -> None:
    op.drop_table("address_change")
    op.drop_table("signed_in_device")
