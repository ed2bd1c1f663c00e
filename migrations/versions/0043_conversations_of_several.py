"""Several people in one conversation, each with a note; what is deleted stays in a bin for a while."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
IS_SYSTEM = "current_setting('app.viewer', true) = 'system'"
OWNERS = f"{IS_SYSTEM} OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
READERS = f"{IS_SYSTEM} OR workspace_id IN (SELECT id FROM workspace)"
DELETABLE = ("person", "interaction", "give", "follow_up", "promise", "occasion")
NAMED = ("give", "occasion")  # rows that an address may name from now on
KINDS = "'first_meeting', 'message', 'call', 'video', 'in_person', 'event'"
MORE_KINDS = "'first_meeting', 'message', 'call', 'video', 'in_person', 'email', 'letter', 'event'"


def upgrade() -> None:
    for table in DELETABLE:
        op.add_column(table, sa.Column("deleted_at", MOMENT, nullable=True))
    for table in NAMED:
        _name(table)
    op.add_column("person", sa.Column("last_contact_on", sa.Date(), nullable=True))
    op.create_index("ix_person_deleted", "person", ["workspace_id", "deleted_at"])
    op.create_index("ix_give_workspace", "give", ["workspace_id", "direction"])
    _create_participants()
    op.execute(
        "INSERT INTO participant (workspace_id, interaction_id, person_id, note, search_key) "
        "SELECT workspace_id, id, person_id, '', '' FROM interaction ORDER BY id"
    )
    op.execute(
        "UPDATE person SET last_contact_on = (SELECT max(on_date) FROM interaction WHERE "
        "person_id = person.id AND (is_two_way OR kind IN ('message', 'event')))"
    )
    op.drop_index("ix_interaction_person", table_name="interaction")
    with op.batch_alter_table("interaction") as table:
        table.drop_constraint(op.f("fk_interaction_workspace_id_person_id"), type_="foreignkey")
        table.drop_constraint(op.f("interaction_kind_is_known"), type_="check")
        table.drop_column("person_id")
        table.add_column(sa.Column("at_time", sa.Time(), nullable=True))
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("interaction_kind_is_known"), f"kind IN ({MORE_KINDS})")
        table.create_check_constraint(
            op.f("interaction_minutes_are_of_one_day"), "minutes BETWEEN 1 AND 1440"
        )


def downgrade() -> None:
    """Of several people, the first keeps the conversation; what is in the bin is deleted for good."""
    _empty_bin()
    op.execute("UPDATE interaction SET kind = 'message' WHERE kind IN ('email', 'letter')")
    with op.batch_alter_table("interaction") as table:
        table.drop_constraint(op.f("interaction_kind_is_known"), type_="check")
        table.drop_constraint(op.f("interaction_minutes_are_of_one_day"), type_="check")
        table.add_column(sa.Column("person_id", sa.BigInteger(), nullable=True))
        table.drop_column("at_time")
        table.drop_column("minutes")
        table.create_check_constraint(op.f("interaction_kind_is_known"), f"kind IN ({KINDS})")
    op.execute(
        "UPDATE interaction SET person_id = (SELECT person_id FROM participant "
        "WHERE interaction_id = interaction.id ORDER BY id LIMIT 1)"
    )
    with op.batch_alter_table("interaction") as table:
        table.alter_column("person_id", nullable=False)
        table.create_foreign_key(
            op.f("fk_interaction_workspace_id_person_id"),
            "person",
            ["workspace_id", "person_id"],
            ["workspace_id", "id"],
        )
    op.create_index("ix_interaction_person", "interaction", ["person_id", "on_date"])
    op.drop_table("participant")
    op.drop_index("ix_give_workspace", table_name="give")
    op.drop_index("ix_person_deleted", table_name="person")
    op.drop_column("person", "last_contact_on")
    for table in NAMED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"uq_{table}_public_id"), type_="unique")
            batch.drop_column("public_id")
    for table in DELETABLE:
        op.drop_column(table, "deleted_at")


def _name(table: str) -> None:
    op.add_column(table, sa.Column("public_id", sa.String(22), nullable=True))
    run = op.get_bind().execute
    for (row_id,) in run(sa.text(f"SELECT id FROM {table}")).all():
        run(
            sa.text(f"UPDATE {table} SET public_id = :name WHERE id = :id"),
            {"name": secrets.token_urlsafe(16), "id": row_id},
        )
    with op.batch_alter_table(table) as batch:
        batch.alter_column("public_id", nullable=False)
        batch.create_unique_constraint(op.f(f"uq_{table}_public_id"), ["public_id"])


def _create_participants() -> None:
    op.create_table(
        "participant",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["interaction.workspace_id", "interaction.id"],
            name=op.f("fk_participant_workspace_id_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_participant_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_participant_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("interaction_id", "person_id", name="a_person_takes_part_once"),
    )
    op.create_index("ix_participant_person", "participant", ["person_id", "interaction_id"])
    op.create_index("ix_participant_workspace", "participant", ["workspace_id"])
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE participant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY participant_select ON participant FOR SELECT USING ({READERS})")
    op.execute(f"CREATE POLICY participant_insert ON participant FOR INSERT WITH CHECK ({OWNERS})")
    op.execute(f"CREATE POLICY participant_delete ON participant FOR DELETE USING ({OWNERS})")
    op.execute(
        f"CREATE POLICY participant_update ON participant FOR UPDATE USING ({OWNERS}) "
        f"WITH CHECK ({OWNERS})"
    )


def _empty_bin() -> None:
    """What is in the bin, and all that belongs to people in it."""
    people = "person_id IN (SELECT id FROM person WHERE deleted_at IS NOT NULL)"
    gone = f"deleted_at IS NOT NULL OR {people}"
    op.execute(
        "UPDATE follow_up SET moved_from_id = NULL "
        "WHERE moved_from_id IN (SELECT id FROM follow_up WHERE deleted_at IS NOT NULL)"
    )
    for table in ("give", "follow_up", "promise", "participant"):
        op.execute(f"DELETE FROM {table} WHERE {gone}")
    for table in ("stage_change", "person_tag"):
        op.execute(f"DELETE FROM {table} WHERE {people}")
    op.execute("DELETE FROM interaction WHERE id NOT IN (SELECT interaction_id FROM participant)")
    op.execute(
        "UPDATE person SET occasion_id = NULL "
        "WHERE occasion_id IN (SELECT id FROM occasion WHERE deleted_at IS NOT NULL)"
    )
    op.execute(
        "UPDATE person SET met_through_id = NULL "
        "WHERE met_through_id IN (SELECT id FROM person WHERE deleted_at IS NOT NULL)"
    )
    for table in ("person", "occasion"):
        op.execute(f"DELETE FROM {table} WHERE deleted_at IS NOT NULL")
