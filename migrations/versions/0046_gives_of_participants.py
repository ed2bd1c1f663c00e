"""What was given in a conversation was given to, or by, somebody who took part in it: also the database says so."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

NAME = "give_is_of_a_participant"


def upgrade() -> None:
    """Checked at the end of a transaction: two people who become one take their rows along in any order."""
    with op.batch_alter_table("give") as table:
        table.create_foreign_key(
            NAME,
            "participant",
            ["interaction_id", "person_id"],
            ["interaction_id", "person_id"],
            deferrable=True,
            initially="DEFERRED",
        )


def downgrade() -> None:
    with op.batch_alter_table("give") as table:
        table.drop_constraint(NAME, type_="foreignkey")
