"""Terms of a programme by version, kept once somebody may have agreed to them; pictures beside links."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NUMBERS = ("refund_full_days", "refund_part_percent", "refund_part_days", "missed_after_days")
TERMS = ("terms_md", "refund_policy_md", "missed_instalment", *NUMBERS)
SANE = (
    "refund_full_days BETWEEN 0 AND 365 AND refund_part_days BETWEEN 0 AND 365"
    " AND refund_part_percent BETWEEN 0 AND 100"
)
# Each version that a place names, and the present one. Until now the present numbers were those of all.
FILL = f"""
    INSERT INTO program_terms (practice_id, program_id, version, since, {", ".join(TERMS)})
    SELECT program.practice_id, program.id, known.version, program.created_at,
        {", ".join(f"program.{name}" for name in TERMS)}
    FROM program JOIN (
        SELECT id AS program_id, terms_version AS version FROM program
        UNION SELECT cohort.program_id, enrolment.terms_version
        FROM enrolment JOIN cohort ON cohort.id = enrolment.cohort_id
    ) AS known ON known.program_id = program.id
"""
IS_KEPT = "EXISTS (SELECT 1 FROM program WHERE id = OLD.program_id AND published_at IS NOT NULL)"
MOVED = "NEW.program_id <> OLD.program_id OR NEW.version <> OLD.version"
IS_NO_VERSION = f"""NEW.published_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM program_terms AS kept WHERE kept.program_id = NEW.id
    AND kept.version = NEW.terms_version AND {" AND ".join(f"kept.{name} = NEW.{name}" for name in TERMS)})"""
OF_TERMS = ", ".join(("published_at", "terms_version", *TERMS))


def upgrade() -> None:
    with op.batch_alter_table("program") as table:
        table.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE program SET published_at = created_at WHERE state <> 'draft'")
    with op.batch_alter_table("program") as table:
        table.create_check_constraint(
            op.f("program_published_is_dated"), "state <> 'published' OR published_at IS NOT NULL"
        )
    _create_terms()
    op.execute(FILL)
    _create_share_images()
    keep_terms()


def downgrade() -> None:
    stop_keeping_terms()
    op.drop_table("share_image")
    op.drop_table("program_terms")
    with op.batch_alter_table("program") as table:
        table.drop_constraint(op.f("program_published_is_dated"), type_="check")
        table.drop_column("published_at")


def _create_terms() -> None:
    op.create_table(
        "program_terms",
        sa.Column("program_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("terms_md", sa.Text(), nullable=False),
        sa.Column("refund_policy_md", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.Column("missed_instalment", sa.String(24), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("program_terms_versions_start_at_one")),
        sa.CheckConstraint(
            "missed_instalment IN ('pause', 'remove')",
            name=op.f("program_terms_missed_instalment_is_known"),
        ),
        sa.CheckConstraint(
            "missed_after_days BETWEEN 1 AND 90",
            name=op.f("program_terms_missed_after_days_is_sane"),
        ),
        sa.CheckConstraint(SANE, name=op.f("program_terms_refund_policy_is_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_program_terms_practice_id_program_id"),
        ),
        sa.PrimaryKeyConstraint("program_id", "version", name=op.f("pk_program_terms")),
    )


def _create_share_images() -> None:
    op.create_table(
        "share_image",
        sa.Column("program_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.String(22), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(image) BETWEEN 1 AND 2000000", name=op.f("share_image_share_image_is_small")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "program_id"],
            ["program.practice_id", "program.id"],
            name=op.f("fk_share_image_practice_id_program_id"),
        ),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_share_image")),
    )


def keep_terms() -> None:
    """Of a programme that has been public no version is changed or deleted, and what it says is one of them."""
    if op.get_bind().dialect.name == "postgresql":
        _keep_terms_on_postgresql()
        return
    for event, condition in (("UPDATE", f"{IS_KEPT} OR {MOVED}"), ("DELETE", IS_KEPT)):
        op.execute(
            f"CREATE TRIGGER program_terms_are_kept_{event.lower()} BEFORE {event} ON program_terms "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'program_terms_are_kept'); END"
        )
    op.execute(
        f"CREATE TRIGGER published_terms_are_a_version BEFORE UPDATE OF {OF_TERMS} ON program "
        f"WHEN {IS_NO_VERSION} BEGIN SELECT RAISE(ABORT, 'published_terms_are_a_version'); END"
    )


def _keep_terms_on_postgresql() -> None:
    raised = "RAISE EXCEPTION '{}' USING ERRCODE = '23514'"
    op.execute(
        "CREATE FUNCTION refuse_terms_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_KEPT} THEN {raised.format('program_terms_are_kept')}; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; "
        f"IF {MOVED} THEN {raised.format('program_terms_are_kept')}; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER program_terms_are_kept BEFORE UPDATE OR DELETE ON program_terms "
        "FOR EACH ROW EXECUTE FUNCTION refuse_terms_change()"
    )
    op.execute(
        "CREATE FUNCTION refuse_terms_of_no_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_NO_VERSION} THEN {raised.format('published_terms_are_a_version')}; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER published_terms_are_a_version BEFORE UPDATE OF {OF_TERMS} ON program "
        "FOR EACH ROW EXECUTE FUNCTION refuse_terms_of_no_version()"
    )


def stop_keeping_terms() -> None:
    """Undo `keep_terms`; only a downgrade that drops the table needs it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER published_terms_are_a_version ON program")
        op.execute("DROP TRIGGER program_terms_are_kept ON program_terms")
        op.execute("DROP FUNCTION refuse_terms_of_no_version()")
        op.execute("DROP FUNCTION refuse_terms_change()")
        return
    for name in ("published_terms_are_a_version", "program_terms_are_kept_update"):
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TRIGGER program_terms_are_kept_delete")
