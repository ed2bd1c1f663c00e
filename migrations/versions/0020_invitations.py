"""Invitations to a practice, by mail; and the database's own witness that a practice has an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Asked at the end of the transaction, since ownership may move from one row to another. It looks as the system does:
# who ends a membership may see no other one of that practice. It takes the practice's lock first, so that of two
# transactions that each end one of two owners, the second sees what the first has done.
PRACTICE_HAS_AN_OWNER = """CREATE FUNCTION practice_has_an_owner() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        asked_for text := coalesce(current_setting('app.viewer', true), '');
        whose bigint;
        is_ownerless boolean;
    BEGIN
        IF TG_TABLE_NAME = 'practice' THEN whose := NEW.id; ELSE whose := OLD.practice_id; END IF;
        PERFORM set_config('app.viewer', 'system', true);
        PERFORM 1 FROM practice WHERE id = whose FOR NO KEY UPDATE;
        is_ownerless := FOUND AND NOT EXISTS (
            SELECT 1 FROM membership m WHERE m.practice_id = whose AND m.role = 'owner'
        );
        PERFORM set_config('app.viewer', asked_for, true);
        IF is_ownerless THEN
            RAISE EXCEPTION 'practice_has_an_owner' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END
$$"""


def upgrade() -> None:
    create_invitations()
    keep_an_owner()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("membership", "practice"):
            op.execute(f"DROP TRIGGER {table}_keeps_an_owner ON {table}")
        op.execute("DROP FUNCTION practice_has_an_owner()")
    else:
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER membership_keeps_an_owner_{event}")
    op.drop_table("invitation")


def create_invitations() -> None:
    """What an owner offers to an address; it goes with the membership of whoever sent it."""
    op.create_table(
        "invitation",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_by", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "mentor",
                "assistant",
                name="invited_role_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "accepted",
                "withdrawn",
                name="invitation_state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("invitation_ended_once_not_open")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("invitation_stands_for_a_while")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_invitation_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "sent_by"],
            ["membership.practice_id", "membership.user_id"],
            name=op.f("sent_by_a_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
    )
    op.create_index(
        "one_open_invitation_per_practice_and_address",
        "invitation",
        ["practice_id", "email_key"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def keep_an_owner() -> None:
    """SQLite defers no trigger: there each statement must leave an owner, and a new practice may still lack one."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(PRACTICE_HAS_AN_OWNER)
        for table, when in (
            ("membership", "UPDATE OF role, practice_id OR DELETE"),
            ("practice", "INSERT"),
        ):
            only = "WHEN (OLD.role = 'owner')" if table == "membership" else ""
            op.execute(
                f"CREATE CONSTRAINT TRIGGER {table}_keeps_an_owner AFTER {when} ON {table} "
                f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {only} "
                "EXECUTE FUNCTION practice_has_an_owner()"
            )
        return
    # No other table is named: a rebuild of that one would fail while this trigger looks at it.
    for event, lost in (
        (
            "UPDATE OF role, practice_id",
            "(NEW.role <> 'owner' OR NEW.practice_id <> OLD.practice_id)",
        ),
        ("DELETE", "1"),
    ):
        op.execute(
            f"CREATE TRIGGER membership_keeps_an_owner_{event.split()[0].lower()} "
            f"BEFORE {event} ON membership WHEN OLD.role = 'owner' AND {lost} "
            "AND NOT EXISTS (SELECT 1 FROM membership other WHERE other.practice_id = OLD.practice_id "
            "AND other.role = 'owner' AND other.id <> OLD.id) "
            "BEGIN SELECT RAISE(ABORT, 'practice_has_an_owner'); END"
        )
