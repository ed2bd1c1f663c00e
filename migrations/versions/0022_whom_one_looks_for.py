"""Addresses lead their indexes: who presses is looked for by them, however many wait in the cohort."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LIVE = "state IN ('arrived', 'waiting', 'held', 'paying', 'enrolled', 'completed')"


def upgrade() -> None:
    _written_anew(["email_key", "cohort_id"])


def downgrade() -> None:
    _written_anew(["cohort_id", "email_key"])


def _written_anew(columns: list[str]) -> None:
    _index("one_live_place_per_cohort_and_address", columns, where=LIVE, unique=True)
    _index("ix_enrolment_lapsed", columns, where="state = 'lapsed'", unique=False)


def _index(name: str, columns: list[str], *, where: str, unique: bool) -> None:
    op.drop_index(name, table_name="enrolment")
    op.create_index(
        name,
        "enrolment",
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
