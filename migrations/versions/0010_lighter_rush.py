"""The outbox keeps what a message says, its bodies are written when it is sent; arrivals write fewer indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ADDED = {
    "locale": (sa.String(20), "en_GB"),
    "zone": (sa.String(60), "UTC"),
    "facts": (sa.Text(), "{}"),
}


def upgrade() -> None:
    for name, (kind, written_before) in ADDED.items():
        op.add_column(
            "outbox_mail", sa.Column(name, kind, nullable=False, server_default=written_before)
        )
    with op.batch_alter_table("outbox_mail") as table:
        for name in ADDED:
            table.alter_column(name, server_default=None)
    op.drop_index("ix_enrolment_deadline", table_name="enrolment")
    _index("ix_enrolment_deadline", ["held_until"], where="held_until IS NOT NULL")
    _index("ix_enrolment_lapsed", ["cohort_id", "email_key"], where="state = 'lapsed'")


def downgrade() -> None:
    op.drop_index("ix_enrolment_lapsed", table_name="enrolment")
    op.drop_index("ix_enrolment_deadline", table_name="enrolment")
    op.create_index("ix_enrolment_deadline", "enrolment", ["state", "held_until"])
    # What was never written cannot be written any more: given up where operators see it, not sent empty.
    op.execute(
        "UPDATE outbox_mail SET gave_up_at = due_at, last_error = 'Downgraded'"
        " WHERE text_body = '' AND sent_at IS NULL"
    )
    with op.batch_alter_table("outbox_mail") as table:
        for name in ADDED:
            table.drop_column(name)


def _index(name: str, columns: list[str], *, where: str) -> None:
    op.create_index(
        name,
        "enrolment",
        columns,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
