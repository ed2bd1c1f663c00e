"""The notebook: workspaces, people, history that refuses change, duties, sharing."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_workspace_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("public_id", name=op.f("uq_workspace_public_id")),
        sa.UniqueConstraint("user_id", name="one_workspace_per_user"),
    )
    op.create_table(
        "occasion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("occasion_name_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_occasion_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
        sa.UniqueConstraint("workspace_id", "id", name="occasion_belongs_to_workspace"),
        sa.UniqueConstraint("workspace_id", "name_key", name="one_occasion_per_name"),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("occasion_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("remember", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "inner",
                "close",
                "active",
                "network",
                "yearly",
                "off",
                name="tier_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("closeness", sa.Integer(), nullable=True),
        sa.Column("closeness_on", sa.Date(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "captured",
                "aware",
                "exploring",
                "growing",
                "trusted",
                "dormant",
                "closed",
                name="stage_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "hidden",
                "initials",
                "named",
                name="visibility_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=22), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("person_name_is_not_empty")),
        sa.CheckConstraint(
            "(closeness IS NULL) = (closeness_on IS NULL)",
            name=op.f("person_closeness_iff_its_day"),
        ),
        sa.CheckConstraint(
            "closeness BETWEEN 1 AND 7", name=op.f("person_closeness_is_one_to_seven")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "occasion_id"],
            ["occasion.workspace_id", "occasion.id"],
            name=op.f("fk_person_workspace_id_occasion_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sa.UniqueConstraint("workspace_id", "form_key", name="person_is_added_once_per_form"),
        sa.UniqueConstraint("workspace_id", "id", name="person_belongs_to_workspace"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_name", ["workspace_id", "name_key"], unique=False)
        batch_op.create_index("ix_person_stage", ["workspace_id", "stage"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_from_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "thank_you",
                "planned",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "done",
                "moved",
                "dropped",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("form_key", sa.String(length=22), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'scheduled') = (ended_at IS NULL)",
            name=op.f("follow_up_scheduled_until_it_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "moved_from_id"],
            ["follow_up.workspace_id", "follow_up.id"],
            name=op.f("fk_follow_up_workspace_id_moved_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_follow_up_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_follow_up_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("moved_from_id", name="follow_up_is_moved_once"),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_up_public_id")),
        sa.UniqueConstraint("workspace_id", "form_key", name="follow_up_is_set_once_per_form"),
        sa.UniqueConstraint("workspace_id", "id", name="follow_up_belongs_to_workspace"),
    )
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_follow_up_due", ["workspace_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_follow_up_person", ["person_id", "state", "due_on"], unique=False)

    op.create_table(
        "interaction",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "first_meeting",
                "message",
                "call",
                "video",
                "in_person",
                "event",
                name="kind_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "began",
            sa.Enum(
                "me",
                "them",
                name="began_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_two_way", sa.Boolean(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(length=22), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_interaction_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_interaction_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
        sa.UniqueConstraint("public_id", name=op.f("uq_interaction_public_id")),
        sa.UniqueConstraint("workspace_id", "form_key", name="interaction_is_logged_once_per_form"),
        sa.UniqueConstraint("workspace_id", "id", name="interaction_belongs_to_workspace"),
    )
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.create_index("ix_interaction_day", ["workspace_id", "on_date"], unique=False)
        batch_op.create_index("ix_interaction_person", ["person_id", "on_date"], unique=False)

    op.create_table(
        "promise",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "kept",
                "released",
                name="state_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("form_key", sa.String(length=22), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_at IS NULL)", name=op.f("promise_open_until_it_ends")
        ),
        sa.CheckConstraint("what <> ''", name=op.f("promise_what_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_promise_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_promise_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
        sa.UniqueConstraint("public_id", name=op.f("uq_promise_public_id")),
        sa.UniqueConstraint("workspace_id", "form_key", name="promise_is_made_once_per_form"),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("ix_promise_due", ["workspace_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_promise_person", ["person_id", "state"], unique=False)

    op.create_table(
        "stage_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "captured",
                "aware",
                "exploring",
                "growing",
                "trusted",
                "dormant",
                "closed",
                name="from_stage_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "captured",
                "aware",
                "exploring",
                "growing",
                "trusted",
                "dormant",
                "closed",
                name="to_stage_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by_user_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(from_stage IS NULL) = (to_stage = 'captured')",
            name=op.f("stage_change_begins_with_captured"),
        ),
        sa.CheckConstraint(
            "to_stage <> 'closed' OR reason <> ''", name=op.f("stage_change_closed_with_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["by_user_id"], ["user_account.id"], name=op.f("fk_stage_change_by_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_stage_change_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_stage_change_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.create_index("ix_stage_change_day", ["workspace_id", "at"], unique=False)
        batch_op.create_index("ix_stage_change_person", ["person_id", "id"], unique=False)

    op.create_table(
        "give",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "gave",
                "received",
                name="direction_is_known",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.CheckConstraint("effort BETWEEN 1 AND 3", name=op.f("give_effort_is_one_to_three")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["interaction.workspace_id", "interaction.id"],
            name=op.f("fk_give_workspace_id_interaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["person.workspace_id", "person.id"],
            name=op.f("fk_give_workspace_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_give_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_give")),
    )
    with op.batch_alter_table("give", schema=None) as batch_op:
        batch_op.create_index("ix_give_interaction", ["interaction_id"], unique=False)
        batch_op.create_index("ix_give_person", ["person_id", "on_date"], unique=False)

    op.create_table(
        "workspace_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("mentorship_id", sa.BigInteger(), nullable=False),
        sa.Column("shares_counts", sa.Boolean(), nullable=False),
        sa.Column("shares_people", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= created_at",
            name=op.f("workspace_grant_ends_after_it_begins"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "mentorship_id"],
            ["mentorship.practice_id", "mentorship.id"],
            name=op.f("fk_workspace_grant_practice_id_mentorship_id"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_workspace_grant_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_workspace_grant_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace_grant")),
        sa.UniqueConstraint("workspace_id", "id", name="grant_belongs_to_workspace"),
        sa.UniqueConstraint("workspace_id", "mentorship_id", name="one_grant_per_mentorship"),
    )
    with op.batch_alter_table("workspace_grant", schema=None) as batch_op:
        batch_op.create_index("ix_workspace_grant_mentorship", ["mentorship_id"], unique=False)

    op.create_table(
        "access_read",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("grant_id", sa.BigInteger(), nullable=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["user_account.id"], name=op.f("fk_access_read_reader_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "grant_id"],
            ["workspace_grant.workspace_id", "workspace_grant.id"],
            name=op.f("fk_access_read_workspace_id_grant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_access_read_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_read")),
    )
    with op.batch_alter_table("access_read", schema=None) as batch_op:
        batch_op.create_index("ix_access_read_workspace", ["workspace_id", "at"], unique=False)

    make_history_immutable()


def downgrade() -> None:
    make_history_mutable()
    with op.batch_alter_table("access_read", schema=None) as batch_op:
        batch_op.drop_index("ix_access_read_workspace")

    op.drop_table("access_read")
    with op.batch_alter_table("workspace_grant", schema=None) as batch_op:
        batch_op.drop_index("ix_workspace_grant_mentorship")

    op.drop_table("workspace_grant")
    with op.batch_alter_table("give", schema=None) as batch_op:
        batch_op.drop_index("ix_give_person")
        batch_op.drop_index("ix_give_interaction")

    op.drop_table("give")
    with op.batch_alter_table("stage_change", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_change_person")
        batch_op.drop_index("ix_stage_change_day")

    op.drop_table("stage_change")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_person")
        batch_op.drop_index("ix_promise_due")

    op.drop_table("promise")
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_person")
        batch_op.drop_index("ix_interaction_day")

    op.drop_table("interaction")
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_up_person")
        batch_op.drop_index("ix_follow_up_due")

    op.drop_table("follow_up")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_stage")
        batch_op.drop_index("ix_person_name")

    op.drop_table("person")
    op.drop_table("occasion")
    op.drop_table("workspace")


HISTORY = ("stage_change", "access_read")


def make_history_immutable() -> None:
    """A move of the stage and a mentor's look, once written, cannot be changed, on both databases."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        op.execute(
            "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'history_is_immutable' USING ERRCODE = '23514'; END $$"
        )
    for table in HISTORY:
        deed = (
            "FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
            if on_postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{table}_is_immutable'); END"
        )
        op.execute(f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE ON {table} {deed}")


def make_history_mutable() -> None:
    """Undo `make_history_immutable`; only a downgrade that drops the tables needs it."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in HISTORY:
        where = f" ON {table}" if on_postgresql else ""
        op.execute(f"DROP TRIGGER {table}_is_immutable{where}")
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_history_change()")
