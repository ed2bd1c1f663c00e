"""Promotion codes whose answer from Stripe was lost are asked for again, each on an account of its practice; a photo
is public only where its owner says so."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

CODES = "promotion_code"
ASKED = f"{CODES}_is_asked_for_while_owed"
ASK_AT = "ix_promotion_code_ask_at"
MOMENT = sa.DateTime(timezone=True)
IS_OWED = "ended_at IS NULL AND (stripe_code IS NULL OR ending_at IS NOT NULL)"
KEPT = "promotion_code_is_on_its_practices_account"
IS_STRANGE = (
    "NEW.stripe_account <> '' AND NOT EXISTS (SELECT 1 FROM stripe_connection AS own"
    " WHERE own.practice_id = NEW.practice_id AND own.stripe_account = NEW.stripe_account)"
)


def upgrade() -> None:
    with op.batch_alter_table(CODES) as table:
        table.add_column(sa.Column("ending_at", MOMENT, nullable=True))
        table.add_column(sa.Column("ask_at", MOMENT, nullable=True))
        for name in ("attempts", "key_number"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="1"))
    op.execute(f"UPDATE {CODES} SET ask_at = created_at WHERE {IS_OWED}")
    with op.batch_alter_table(CODES) as table:
        for name in ("attempts", "key_number"):
            table.alter_column(name, server_default=None)
        table.create_check_constraint(op.f(ASKED), f"(ask_at IS NOT NULL) = ({IS_OWED})")
    op.create_index(ASK_AT, CODES, ["ask_at"])
    _keep_accounts()
    with op.batch_alter_table("user_photo") as table:
        table.add_column(
            sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("user_photo") as table:
        table.alter_column("is_public", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user_photo") as table:
        table.drop_column("is_public")
    if _is_postgresql():
        op.execute(f"DROP TRIGGER {KEPT} ON {CODES}")
        op.execute("DROP FUNCTION refuse_promotion_account()")
    else:
        for event in ("insert", "update"):
            op.execute(f"DROP TRIGGER {KEPT}_{event}")
    op.drop_index(ASK_AT, CODES)
    with op.batch_alter_table(CODES) as table:
        table.drop_constraint(op.f(ASKED), type_="check")
        for name in ("ending_at", "ask_at", "attempts", "key_number"):
            table.drop_column(name)


def _keep_accounts() -> None:
    if _is_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_promotion_account() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {IS_STRANGE} THEN RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23514'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {KEPT} BEFORE INSERT OR UPDATE OF practice_id, stripe_account "
            f"ON {CODES} FOR EACH ROW EXECUTE FUNCTION refuse_promotion_account()"
        )
        return
    for event, of in (("insert", ""), ("update", " OF practice_id, stripe_account")):
        op.execute(
            f"CREATE TRIGGER {KEPT}_{event} BEFORE {event.upper()}{of} ON {CODES} "
            f"WHEN {IS_STRANGE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
