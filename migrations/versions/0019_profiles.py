"""Profiles: a photo for whoever wants one, a theme that is one of three."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(image) BETWEEN 1 AND 100000", name=op.f("user_photo_photo_is_small")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_user_photo_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_photo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_photo_public_id")),
        sa.UniqueConstraint("user_id", name=op.f("uq_user_photo_user_id")),
    )
    op.execute("UPDATE user_account SET theme = '' WHERE theme NOT IN ('', 'light', 'dark')")
    with op.batch_alter_table("user_account") as table:
        table.create_check_constraint(
            op.f("user_account_theme_is_known"), "theme IN ('', 'light', 'dark')"
        )


def downgrade() -> None:
    with op.batch_alter_table("user_account") as table:
        table.drop_constraint(op.f("user_account_theme_is_known"), type_="check")
    op.drop_table("user_photo")
