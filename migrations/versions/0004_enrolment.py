"""The line: enrolments, the journal that refuses change, mentorships."""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("browser_key", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("price_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "arrived",
                "waiting",
                "held",
                "paying",
                "enrolled",
                "completed",
                "lapsed",
                "left",
                "declined",
                "withdrawn",
                "removed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("seat_number", sa.Integer(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_release", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.String(length=40), nullable=False),
        sa.Column("end_reason", sa.String(length=40), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(paused_at IS NULL) = (pause_reason = '')", name=op.f("enrolment_paused_iff_reason")
        ),
        sa.CheckConstraint(
            "(state = 'arrived') = (place IS NULL)", name=op.f("enrolment_placed_iff_settled")
        ),
        sa.CheckConstraint(
            "(state = 'held') = (held_until IS NOT NULL)", name=op.f("enrolment_held_iff_deadline")
        ),
        sa.CheckConstraint(
            "(state IN ('held', 'paying', 'enrolled', 'completed')) = (seat_number IS NOT NULL)",
            name=op.f("enrolment_seated_iff_numbered"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("enrolment_amount_is_not_negative")),
        sa.CheckConstraint(
            "seat_number > 0 AND place > 0", name=op.f("enrolment_numbers_start_at_one")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_enrolment_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "cohort_id"],
            ["cohort.practice_id", "cohort.id"],
            name=op.f("fk_enrolment_practice_id_cohort_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_enrolment_practice_id")
        ),
        sa.ForeignKeyConstraint(["price_id"], ["price.id"], name=op.f("fk_enrolment_price_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_enrolment_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("cohort_id", "place", name="place_is_given_once"),
        sa.UniqueConstraint("cohort_id", "seat_number", name="seat_is_given_once"),
        sa.UniqueConstraint("practice_id", "id", name="enrolment_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrolment_public_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_browser", ["browser_key"], unique=False)
        batch_op.create_index("ix_enrolment_deadline", ["state", "held_until"], unique=False)
        batch_op.create_index("ix_enrolment_line", ["cohort_id", "state", "place"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "one_live_place_per_cohort_and_address",
            ["cohort_id", "email_key"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
            ),
            postgresql_where=sa.text(
                "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
            ),
        )

    op.create_table(
        "line_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("line_entry_numbers_start_at_one")),
        sa.ForeignKeyConstraint(
            ["practice_id", "cohort_id"],
            ["cohort.practice_id", "cohort.id"],
            name=op.f("fk_line_entry_practice_id_cohort_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f("fk_line_entry_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_line_entry_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_entry")),
        sa.UniqueConstraint("cohort_id", "number", name="entries_are_numbered"),
        sa.UniqueConstraint("cohort_id", "previous_hash", name="entries_are_one_chain"),
    )
    with op.batch_alter_table("line_entry", schema=None) as batch_op:
        batch_op.create_index("ix_line_entry_enrolment", ["enrolment_id", "number"], unique=False)

    op.create_table(
        "mentorship",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("mentorship_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["user_account.id"], name=op.f("fk_mentorship_mentor_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f("fk_mentorship_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_mentorship_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
        sa.UniqueConstraint("practice_id", "id", name="mentorship_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentorship_public_id")),
    )
    with op.batch_alter_table("mentorship", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentorship_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(
            "one_current_mentorship_per_enrolment",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("until_at IS NULL"),
            postgresql_where=sa.text("until_at IS NULL"),
        )

    make_journal_immutable()


def downgrade() -> None:
    make_journal_mutable()
    with op.batch_alter_table("mentorship", schema=None) as batch_op:
        batch_op.drop_index(
            "one_current_mentorship_per_enrolment",
            sqlite_where=sa.text("until_at IS NULL"),
            postgresql_where=sa.text("until_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mentorship_mentor_id"))

    op.drop_table("mentorship")
    with op.batch_alter_table("line_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_line_entry_enrolment")

    op.drop_table("line_entry")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(
            "one_live_place_per_cohort_and_address",
            sqlite_where=sa.text(
                "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
            ),
            postgresql_where=sa.text(
                "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_enrolment_user_id"))
        batch_op.drop_index("ix_enrolment_line")
        batch_op.drop_index("ix_enrolment_deadline")
        batch_op.drop_index("ix_enrolment_browser")

    op.drop_table("enrolment")


def make_journal_immutable() -> None:
    """An entry once written can neither be changed nor removed, on both databases."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'line_entry_is_immutable' USING ERRCODE = '23514'; END $$"
        )
        op.execute(
            "CREATE TRIGGER line_entry_is_immutable BEFORE UPDATE OR DELETE ON line_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_journal_change()"
        )
        op.execute(
            "CREATE TRIGGER line_entry_is_never_emptied BEFORE TRUNCATE ON line_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER line_entry_is_immutable_{event.lower()} BEFORE {event} ON line_entry "
            "BEGIN SELECT RAISE(ABORT, 'line_entry_is_immutable'); END"
        )


def make_journal_mutable() -> None:
    """Undo `make_journal_immutable`; only a downgrade that drops the table needs it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER line_entry_is_never_emptied ON line_entry")
        op.execute("DROP TRIGGER line_entry_is_immutable ON line_entry")
        op.execute("DROP FUNCTION refuse_journal_change()")
        return
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER line_entry_is_immutable_{event}")
