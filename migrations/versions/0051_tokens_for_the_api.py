"""Tokens that open the API for their owner, and requests to it that may come twice."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TOKEN, REPEATED = "api_token", "repeated_request"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OWN = "current_setting('app.viewer', true) = 'system' OR user_id = viewer_id()"


def upgrade() -> None:
    _create_tokens()
    _create_repeated()
    if op.get_bind().dialect.name == "postgresql":
        for table in (TOKEN, REPEATED):
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY {table}_all ON {table} USING ({OWN}) WITH CHECK ({OWN})")


def downgrade() -> None:
    for table in (REPEATED, TOKEN):
        op.drop_table(table)


def _create_tokens() -> None:
    op.create_table(
        TOKEN,
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.String(60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 100", name=op.f(f"{TOKEN}_name_is_some_words")
        ),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f(f"{TOKEN}_token_is_hashed")),
        sa.CheckConstraint(
            "scopes IN ('people:read', 'people:write', 'people:read people:write')",
            name=op.f(f"{TOKEN}_scopes_are_known"),
        ),
        sa.CheckConstraint(
            "expires_at > created_at", name=op.f(f"{TOKEN}_expires_after_it_was_made")
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= created_at",
            name=op.f(f"{TOKEN}_ends_after_it_began"),
        ),
        _of_a_user(TOKEN),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TOKEN}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{TOKEN}_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{TOKEN}_token_hash")),
    )
    op.create_index(f"ix_{TOKEN}_user", TOKEN, ["user_id", "ended_at"])


def _create_repeated() -> None:
    op.create_table(
        REPEATED,
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("asked_hash", sa.String(64), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.String(1000), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(key_hash) = 64", name=op.f(f"{REPEATED}_key_is_hashed")),
        sa.CheckConstraint(
            "length(asked_hash) = 64", name=op.f(f"{REPEATED}_what_was_asked_is_hashed")
        ),
        sa.CheckConstraint(
            "(status IS NULL) = (answered_at IS NULL)",
            name=op.f(f"{REPEATED}_answered_with_a_status"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answered_at IS NOT NULL",
            name=op.f(f"{REPEATED}_no_answer_before_it_is_answered"),
        ),
        _of_a_user(REPEATED),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{REPEATED}")),
        sa.UniqueConstraint("user_id", "key_hash", name="a_key_is_used_once"),
    )
    op.create_index(f"ix_{REPEATED}_begun", REPEATED, ["begun_at"])


def _of_a_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE"
    )
