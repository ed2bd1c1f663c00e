"""Second factors: the last code taken, wrong codes counted; passkeys get an address of their own and one name each."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user_account") as table:
        table.add_column(sa.Column("totp_counter", sa.BigInteger(), nullable=True))
        table.add_column(
            sa.Column("factor_tries", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("factor_tries_from", sa.DateTime(timezone=True), nullable=True))
    # Secrets from before were never anybody's: no page could set one up.
    op.execute("UPDATE user_account SET tf_totp_secret = NULL, mf_recovery_codes = NULL")
    with op.batch_alter_table("user_account") as table:
        table.alter_column("factor_tries", server_default=None)
        table.create_check_constraint(
            op.f("user_account_an_authenticator_remembers_its_last_code"),
            "(tf_totp_secret IS NULL) = (totp_counter IS NULL)",
        )
        table.create_check_constraint(
            op.f("user_account_wrong_codes_are_counted_from_a_moment"),
            "factor_tries >= 0 AND (factor_tries = 0) = (factor_tries_from IS NULL)",
        )
    op.add_column("passkey", sa.Column("public_id", sa.String(22), nullable=True))
    for (key,) in op.get_bind().execute(sa.text("SELECT id FROM passkey")).all():
        op.get_bind().execute(
            sa.text("UPDATE passkey SET public_id = :made WHERE id = :key"),
            {"made": secrets.token_urlsafe(16), "key": key},
        )
    with op.batch_alter_table("passkey") as table:
        table.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        # An authenticator's count may be any 32-bit number, which PostgreSQL's INTEGER does not hold.
        table.alter_column("sign_count", existing_type=sa.Integer(), type_=sa.BigInteger())
        table.create_unique_constraint(op.f("uq_passkey_public_id"), ["public_id"])
        table.create_unique_constraint("one_passkey_per_user_and_name", ["user_id", "name"])


def downgrade() -> None:
    with op.batch_alter_table("passkey") as table:
        table.drop_constraint("one_passkey_per_user_and_name", type_="unique")
        table.drop_constraint(op.f("uq_passkey_public_id"), type_="unique")
        table.alter_column("sign_count", existing_type=sa.BigInteger(), type_=sa.Integer())
        table.drop_column("public_id")
    with op.batch_alter_table("user_account") as table:
        table.drop_constraint(
            op.f("user_account_wrong_codes_are_counted_from_a_moment"), type_="check"
        )
        table.drop_constraint(
            op.f("user_account_an_authenticator_remembers_its_last_code"), type_="check"
        )
        for name in ("factor_tries_from", "factor_tries", "totp_counter"):
            table.drop_column(name)
