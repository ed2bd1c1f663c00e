"""The mentor's side: curriculum, check-ins, reviews, appointments."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "curriculum",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("program_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_curriculum_practice_id_program_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_curriculum_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum")),
        sa.UniqueConstraint("practice_id", "id", name="curriculum_belongs_to_practice"),
        sa.UniqueConstraint("program_id", name="one_curriculum_per_program"),
        sa.UniqueConstraint("public_id", name=op.f("uq_curriculum_public_id")),
    )
    op.create_table(
        "curriculum_week",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("curriculum_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("theme_md", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("curriculum_week_weeks_start_at_zero")),
        sa.ForeignKeyConstraint(
            ["practice_id", "curriculum_id"],
            ["curriculum.practice_id", "curriculum.id"],
            name=op.f("fk_curriculum_week_practice_id_curriculum_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_curriculum_week_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_week")),
        sa.UniqueConstraint("curriculum_id", "number", name="week_is_planned_once"),
        sa.UniqueConstraint("practice_id", "id", name="curriculum_week_belongs_to_practice"),
    )
    op.create_table(
        "curriculum_prompt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("week_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "week_id"],
            ["curriculum_week.practice_id", "curriculum_week.id"],
            name=op.f("fk_curriculum_prompt_practice_id_week_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_curriculum_prompt_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_prompt")),
        sa.UniqueConstraint("week_id", "position", name="prompt_has_its_own_position"),
    )
    op.create_table(
        "appointment",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("mentorship_id", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "cancelled",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("appointment_minutes_are_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "mentorship_id"],
            ["mentorship.practice_id", "mentorship.id"],
            name=op.f("fk_appointment_practice_id_mentorship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_appointment_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_appointment_public_id")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_appointment_mentorship", ["mentorship_id", "starts_at"], unique=False
        )

    op.create_table(
        "check_in",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("mentorship_id", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "reviewed",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)",
            name=op.f("check_in_sent_iff_submitted_at"),
        ),
        sa.CheckConstraint(
            "(state = 'reviewed') = (reviewed_at IS NOT NULL)",
            name=op.f("check_in_reviewed_iff_reviewed_at"),
        ),
        sa.CheckConstraint(
            "reviewed_at >= submitted_at", name=op.f("check_in_reviewed_after_it_was_sent")
        ),
        sa.CheckConstraint("week >= 0", name=op.f("check_in_weeks_start_at_zero")),
        sa.ForeignKeyConstraint(
            ["practice_id", "mentorship_id"],
            ["mentorship.practice_id", "mentorship.id"],
            name=op.f("fk_check_in_practice_id_mentorship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_check_in_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("mentorship_id", "week", name="one_check_in_per_mentorship_and_week"),
        sa.UniqueConstraint("practice_id", "id", name="check_in_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f("uq_check_in_public_id")),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_queue", ["state", "submitted_at"], unique=False)

    op.create_table(
        "check_in_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("check_in_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "check_in_id"],
            ["check_in.practice_id", "check_in.id"],
            name=op.f("fk_check_in_answer_practice_id_check_in_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_check_in_answer_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_answer")),
        sa.UniqueConstraint("check_in_id", "position", name="answer_has_its_own_position"),
    )
    op.create_table(
        "review",
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("check_in_id", sa.BigInteger(), nullable=False),
        sa.Column("mentor_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("review_review_says_something")),
        sa.CheckConstraint(
            "next_step_on IS NULL OR next_step <> ''", name=op.f("review_date_belongs_to_a_step")
        ),
        sa.CheckConstraint("read_at >= created_at", name=op.f("review_read_after_it_was_written")),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["user_account.id"], name=op.f("fk_review_mentor_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "check_in_id"],
            ["check_in.practice_id", "check_in.id"],
            name=op.f("fk_review_practice_id_check_in_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_review_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("check_in_id", name="one_review_per_check_in"),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_public_id")),
    )


def downgrade() -> None:
    op.drop_table("review")
    op.drop_table("check_in_answer")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index("ix_check_in_queue")

    op.drop_table("check_in")
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_mentorship")

    op.drop_table("appointment")
    op.drop_table("curriculum_prompt")
    op.drop_table("curriculum_week")
    op.drop_table("curriculum")
