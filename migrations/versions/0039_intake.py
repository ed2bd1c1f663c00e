"""What a cohort asks whoever has a seat in it, and the answers; who wants to be told when one opens."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

QUESTION, ANSWER, NOTICE = "intake_question", "intake_answer", "opening_notice"
MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_NO_USER = "coalesce(current_setting('app.viewer', true), '') NOT LIKE 'user:%'"
OF_A_PRACTICE = f"{IS_NO_USER} OR practice_id IN (SELECT known_practices(viewer_id()))"
# Other mentees of the practice know it, too: answers are for its members and for whose seat it is.
OF_A_MEMBER = "practice_id IN (SELECT joined_practices(viewer_id()))"
OF_ONE_SEAT = "enrolment_id IN (SELECT id FROM enrolment WHERE user_id = viewer_id())"
# A practice is told how many they are, by the system, and reads none of them: only whose address it is.
PROVEN = "SELECT email_key FROM user_account WHERE id = viewer_id() AND confirmed_at IS NOT NULL"
OF_AN_ADDRESS = f"{IS_NO_USER} OR email_key IN ({PROVEN})"
OF_A_SEAT = f"{IS_NO_USER} OR {OF_A_MEMBER} OR {OF_ONE_SEAT}"


def upgrade() -> None:
    _create_questions()
    _create_answers()
    _create_notices()
    if op.get_bind().dialect.name == "postgresql":
        _hold_to_rows(QUESTION, OF_A_PRACTICE)
        _hold_to_rows(ANSWER, OF_A_SEAT)
        _hold_to_rows(NOTICE, OF_AN_ADDRESS)


def downgrade() -> None:
    op.drop_table(NOTICE)
    op.drop_table(ANSWER)
    op.drop_table(QUESTION)


def _create_questions() -> None:
    op.create_table(
        QUESTION,
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("is_long", sa.Boolean(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "length(question) BETWEEN 1 AND 300", name=op.f(f"{QUESTION}_question_is_some_words")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "cohort_id"],
            ["cohort.practice_id", "cohort.id"],
            name=op.f(f"fk_{QUESTION}_practice_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{QUESTION}")),
        sa.UniqueConstraint("practice_id", "id", name=f"{QUESTION}_belongs_to_practice"),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{QUESTION}_public_id")),
    )
    op.create_index(f"ix_{QUESTION}_cohort", QUESTION, ["cohort_id", "position"])


def _create_answers() -> None:
    op.create_table(
        ANSWER,
        sa.Column("id", ID, nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "length(answer) BETWEEN 1 AND 4000", name=op.f(f"{ANSWER}_answer_is_some_words")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "enrolment_id"],
            ["enrolment.practice_id", "enrolment.id"],
            name=op.f(f"fk_{ANSWER}_practice_id_enrolment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "question_id"],
            [f"{QUESTION}.practice_id", f"{QUESTION}.id"],
            name=op.f(f"fk_{ANSWER}_practice_id_question_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ANSWER}")),
        sa.UniqueConstraint("enrolment_id", "question_id", name="a_question_is_answered_once"),
    )
    op.create_index(f"ix_{ANSWER}_question", ANSWER, ["question_id"])


def _create_notices() -> None:
    op.create_table(
        NOTICE,
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("cohort_id", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("mailed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "mailed_at IS NULL OR confirmed_at IS NOT NULL",
            name=op.f(f"{NOTICE}_mailed_is_confirmed"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "cohort_id"],
            ["cohort.practice_id", "cohort.id"],
            name=op.f(f"fk_{NOTICE}_practice_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NOTICE}")),
        sa.UniqueConstraint("cohort_id", "email_key", name="an_address_asks_once_of_an_opening"),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{NOTICE}_public_id")),
    )
    op.create_index(f"ix_{NOTICE}_address", NOTICE, ["email_key"])


def _hold_to_rows(table: str, rule: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_all ON {table} USING ({rule}) WITH CHECK ({rule})")
