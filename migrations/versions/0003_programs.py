"""Programmes, cohorts and prices; windows of one programme never overlap."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "archived",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("promise", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("letter_md", sa.Text(), nullable=False),
        sa.Column("suits_md", sa.Text(), nullable=False),
        sa.Column("suits_not_md", sa.Text(), nullable=False),
        sa.Column("offer_md", sa.Text(), nullable=False),
        sa.Column("outline_md", sa.Text(), nullable=False),
        sa.Column("mentor_name", sa.String(length=200), nullable=False),
        sa.Column("mentor_md", sa.Text(), nullable=False),
        sa.Column("refund_policy_md", sa.Text(), nullable=False),
        sa.Column("terms_md", sa.Text(), nullable=False),
        sa.Column("terms_version", sa.Integer(), nullable=False),
        sa.Column(
            "missed_instalment",
            sa.Enum(
                "pause",
                "remove",
                name="missed_instalment_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("missed_after_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "missed_after_days BETWEEN 1 AND 90", name=op.f("program_missed_after_days_is_sane")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_program_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program")),
        sa.UniqueConstraint("practice_id", "id", name="program_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_program_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_program_slug")),
    )
    op.create_table(
        "cohort",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("program_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("claim_minutes", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_place", sa.Integer(), nullable=False),
        sa.Column("releases", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", sa.String(length=64), nullable=False),
        sa.Column("settle_number", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "claim_minutes BETWEEN 5 AND 1440", name=op.f("cohort_claim_minutes_is_sane")
        ),
        sa.CheckConstraint(
            "offer_hours BETWEEN 1 AND 336", name=op.f("cohort_offer_hours_is_sane")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("cohort_opens_before_it_closes")),
        sa.CheckConstraint(
            "seats >= 0 AND waiting >= 0", name=op.f("cohort_counts_are_not_negative")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("cohort_starts_before_it_ends")),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= seats", name=op.f("cohort_taken_never_exceeds_seats")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["user_account.id"], name=op.f("fk_cohort_mentor_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_cohort_practice_id_program_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
        sa.UniqueConstraint("practice_id", "id", name="cohort_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_cohort_public_id")),
    )
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.create_index("ix_cohort_program_window", ["program_id", "opens_at"], unique=False)

    op.create_table(
        "inquiry",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("program_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_inquiry_practice_id_program_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("public_id", name=op.f("uq_inquiry_public_id")),
    )
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.create_index("ix_inquiry_practice", ["practice_id", "created_at"], unique=False)

    op.create_table(
        "program_question",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("program_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("answer_md", sa.Text(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_program_question_practice_id_program_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_program_question_public_id")),
    )
    with op.batch_alter_table("program_question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_program_question_program", ["program_id", "position"], unique=False
        )

    op.create_table(
        "program_slug",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("program_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_program_slug_program_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_program_slug")),
    )
    op.create_table(
        "price",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "free",
                "full",
                "instalments",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("instalments_count", sa.Integer(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("available_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("available_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(kind = 'free') = (amount_minor = 0)", name=op.f("price_only_free_costs_nothing")
        ),
        sa.CheckConstraint(
            "(kind = 'instalments') = (instalments_count > 1 AND interval_days > 0)",
            name=op.f("price_instalments_have_a_count_and_an_interval"),
        ),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("price_amount_is_not_negative")),
        sa.CheckConstraint("currency = lower(currency)", name=op.f("price_currency_is_lower_case")),
        sa.ForeignKeyConstraint(
            ["practice_id", "cohort_id"],
            ["cohort.practice_id", "cohort.id"],
            name=op.f("fk_price_practice_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price")),
        sa.UniqueConstraint("public_id", name=op.f("uq_price_public_id")),
    )
    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.create_index("ix_price_cohort", ["cohort_id", "position"], unique=False)

    forbid_overlapping_windows()


def downgrade() -> None:
    allow_overlapping_windows()
    with op.batch_alter_table("price", schema=None) as batch_op:
        batch_op.drop_index("ix_price_cohort")

    op.drop_table("price")
    op.drop_table("program_slug")
    with op.batch_alter_table("program_question", schema=None) as batch_op:
        batch_op.drop_index("ix_program_question_program")

    op.drop_table("program_question")
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.drop_index("ix_inquiry_practice")

    op.drop_table("inquiry")
    with op.batch_alter_table("cohort", schema=None) as batch_op:
        batch_op.drop_index("ix_cohort_program_window")

    op.drop_table("cohort")
    op.drop_table("program")


def forbid_overlapping_windows() -> None:
    """PostgreSQL has exclusion constraints; SQLite says the same in two triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(
            "ALTER TABLE cohort ADD CONSTRAINT cohort_windows_never_overlap EXCLUDE USING gist "
            "(program_id WITH =, tstzrange(opens_at, closes_at, '[)') WITH &&) "
            "WHERE (state = 'published')"
        )
        return
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER cohort_windows_never_overlap_{event.lower()} BEFORE {event} ON cohort "
            "WHEN NEW.state = 'published' AND EXISTS (SELECT 1 FROM cohort other "
            "WHERE other.program_id = NEW.program_id AND other.id IS NOT NEW.id "
            "AND other.state = 'published' "
            "AND other.opens_at < NEW.closes_at AND NEW.opens_at < other.closes_at) "
            "BEGIN SELECT RAISE(ABORT, 'cohort_windows_never_overlap'); END"
        )


def allow_overlapping_windows() -> None:
    """Undo `forbid_overlapping_windows`; the extension stays, others may use it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cohort DROP CONSTRAINT cohort_windows_never_overlap")
        return
    for event in ("insert", "update"):
        op.execute(f"DROP TRIGGER cohort_windows_never_overlap_{event}")
