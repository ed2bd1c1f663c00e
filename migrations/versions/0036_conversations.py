"""Inquiries are conversations: messages, a state, a link for the visitor; and replies that a practice keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SMALL = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
ANSWERED = "answered_is_dated", "state <> 'answered' OR answered_at IS NOT NULL"
ENROLLED = "enrolled_names_its_seat", "state <> 'enrolled' OR enrolment_id IS NOT NULL"
FOLLOW = "messages_follow_the_inquiry", "last_message_at >= created_at"
KNOWN = "state_is_known", "state IN ('new', 'answered', 'enrolled', 'declined')"
CHECKS = (ANSWERED, ENROLLED, FOLLOW, KNOWN)
IS_NO_USER = "coalesce(current_setting('app.viewer', true), '') NOT LIKE 'user:%'"
OF_A_PRACTICE = f"{IS_NO_USER} OR practice_id IN (SELECT known_practices(viewer_id()))"
PROVEN = "SELECT email_key FROM user_account WHERE id = viewer_id() AND confirmed_at IS NOT NULL"
OWN = f"{OF_A_PRACTICE} OR email_key IN ({PROVEN})"
OF_AN_INQUIRY = f"{IS_NO_USER} OR inquiry_id IN (SELECT id FROM inquiry)"
KEPT = "EXISTS (SELECT 1 FROM inquiry WHERE id = OLD.inquiry_id)"


def upgrade() -> None:
    _add_columns()
    _create_messages()
    op.execute(
        "INSERT INTO inquiry_message (practice_id, inquiry_id, author, body, at) "
        "SELECT practice_id, id, 'visitor', message, created_at FROM inquiry ORDER BY id"
    )
    with op.batch_alter_table("inquiry") as table:
        table.drop_column("message")
    _create_replies()
    _keep_messages()
    if op.get_bind().dialect.name == "postgresql":
        _hold_to_rows("inquiry", OWN, is_new=False)
        _hold_to_rows("inquiry_message", OF_AN_INQUIRY)
        _hold_to_rows("saved_reply", OF_A_PRACTICE)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY inquiry_all ON inquiry")
        op.execute(
            f"CREATE POLICY inquiry_all ON inquiry USING ({OF_A_PRACTICE}) WITH CHECK ({OF_A_PRACTICE})"
        )
        op.execute("DROP TRIGGER inquiry_message_is_kept ON inquiry_message")
        op.execute("DROP FUNCTION refuse_message_change()")
    else:
        op.execute("DROP TRIGGER inquiry_message_is_kept_delete")
        op.execute("DROP TRIGGER inquiry_message_is_kept_update")
    op.drop_table("saved_reply")
    with op.batch_alter_table("inquiry") as table:
        table.add_column(sa.Column("message", sa.Text(), nullable=False, server_default=""))
    op.execute(
        "UPDATE inquiry SET message = (SELECT body FROM inquiry_message WHERE id = "
        "(SELECT min(id) FROM inquiry_message WHERE inquiry_id = inquiry.id))"
    )
    op.drop_table("inquiry_message")
    op.drop_index("ix_inquiry_address", table_name="inquiry")
    op.drop_index("ix_inquiry_practice", table_name="inquiry")
    with op.batch_alter_table("inquiry") as table:
        for name, _rule in CHECKS:
            table.drop_constraint(op.f(f"inquiry_{name}"), type_="check")
        table.drop_constraint(op.f("fk_inquiry_practice_id_enrolment_id"), type_="foreignkey")
        table.drop_constraint("inquiry_belongs_to_practice", type_="unique")
        for name in ("email_key", "state", "link_version", "enrolment_id", "last_message_at"):
            table.drop_column(name)
        table.alter_column("message", server_default=None)
    op.create_index("ix_inquiry_practice", "inquiry", ["practice_id", "created_at"])


def _add_columns() -> None:
    op.drop_index("ix_inquiry_practice", table_name="inquiry")
    with op.batch_alter_table("inquiry") as table:
        table.add_column(sa.Column("email_key", sa.String(254), nullable=True))
        table.add_column(sa.Column("state", sa.String(24), nullable=False, server_default="new"))
        table.add_column(
            sa.Column("link_version", sa.Integer(), nullable=False, server_default="0")
        )
        table.add_column(sa.Column("enrolment_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("last_message_at", MOMENT, nullable=True))
    bind = op.get_bind()
    write = sa.text(
        "UPDATE inquiry SET email_key = :key, last_message_at = created_at WHERE id = :id"
    )
    for row in bind.execute(sa.text("SELECT id, email FROM inquiry")).all():
        local, at, domain = row.email.rpartition("@")
        bind.execute(write, {"id": row.id, "key": local.translate(SMALL) + at + domain.lower()})
    with op.batch_alter_table("inquiry") as table:
        table.alter_column("email_key", nullable=False)
        table.alter_column("state", server_default=None)
        table.alter_column("link_version", server_default=None)
        table.alter_column("last_message_at", nullable=False)
        table.create_unique_constraint("inquiry_belongs_to_practice", ["practice_id", "id"])
        table.create_foreign_key(
            op.f("fk_inquiry_practice_id_enrolment_id"),
            "enrolment",
            ["practice_id", "enrolment_id"],
            ["practice_id", "id"],
        )
        for name, rule in CHECKS:
            table.create_check_constraint(op.f(f"inquiry_{name}"), rule)
    op.create_index("ix_inquiry_practice", "inquiry", ["practice_id", "last_message_at"])
    op.create_index("ix_inquiry_address", "inquiry", ["email_key"])


def _create_messages() -> None:
    name = "inquiry_message"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("inquiry_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(24), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "author IN ('visitor', 'practice')", name=op.f(f"{name}_author_is_known")
        ),
        sa.CheckConstraint(
            "author = 'practice' OR author_id IS NULL",
            name=op.f(f"{name}_visitors_have_no_account"),
        ),
        sa.CheckConstraint(
            "length(body) BETWEEN 1 AND 4000", name=op.f(f"{name}_body_is_some_words")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f(f"fk_{name}_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "inquiry_id"],
            ["inquiry.practice_id", "inquiry.id"],
            name=op.f(f"fk_{name}_practice_id_inquiry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index("ix_inquiry_message_inquiry", name, ["inquiry_id", "id"])


def _create_replies() -> None:
    name = "saved_reply"
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "length(body) BETWEEN 1 AND 4000", name=op.f(f"{name}_body_is_some_words")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f(f"fk_{name}_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{name}_public_id")),
        sa.UniqueConstraint("practice_id", "title", name="saved_replies_have_names_of_their_own"),
    )


def _keep_messages() -> None:
    """No message is changed; one is deleted with its inquiry alone."""
    if op.get_bind().dialect.name == "postgresql":
        raised = "RAISE EXCEPTION 'inquiry_message_is_kept' USING ERRCODE = '23514'"
        op.execute(
            "CREATE FUNCTION refuse_message_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' OR {KEPT} THEN {raised}; END IF; RETURN OLD; END $$"
        )
        op.execute(
            "CREATE TRIGGER inquiry_message_is_kept BEFORE UPDATE OR DELETE ON inquiry_message "
            "FOR EACH ROW EXECUTE FUNCTION refuse_message_change()"
        )
        return
    for event, condition in (("UPDATE", "1"), ("DELETE", KEPT)):
        op.execute(
            f"CREATE TRIGGER inquiry_message_is_kept_{event.lower()} BEFORE {event} ON inquiry_message "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'inquiry_message_is_kept'); END"
        )


def _hold_to_rows(table: str, rule: str, *, is_new: bool = True) -> None:
    if is_new:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    else:
        op.execute(f"DROP POLICY {table}_all ON {table}")
    op.execute(f"CREATE POLICY {table}_all ON {table} USING ({rule}) WITH CHECK ({rule})")
