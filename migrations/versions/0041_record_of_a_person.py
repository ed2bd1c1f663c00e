"""More of a person: the parts of the name, how and through whom one met, a rhythm of their own, days to wait until."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

TEXTS = {  # of a person: new columns and their length
    **dict.fromkeys(("given_name", "additional_name", "family_name"), 200),
    **dict.fromkeys(("name_prefix", "name_suffix"), 100),
    **{"nickname": 200, "pronunciation": 200, "met_how": 500, "met_through": 200},
    **{"source_note": 300, "card_uid": 255},
}
CADENCE = "cadence_days BETWEEN 1 AND 1826"
CHECKS = {
    "met_precision_is_known": "met_precision IN ('day', 'month', 'year')",
    "cadence_is_days_to_five_years": CADENCE,
    "met_through_a_name": "met_through_id IS NULL OR met_through <> ''",
    "met_through_another": "met_through_id <> id",
}


def upgrade() -> None:
    _change_workspace()
    _change_person()
    with op.batch_alter_table("tag") as table:
        table.add_column(sa.Column("cadence_days", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("tag_cadence_is_days_to_five_years"), CADENCE)


def downgrade() -> None:
    with op.batch_alter_table("tag") as table:
        table.drop_constraint(op.f("tag_cadence_is_days_to_five_years"), type_="check")
        table.drop_column("cadence_days")
    op.drop_index("ix_person_card", table_name="person")
    with op.batch_alter_table("person") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"person_{name}"), type_="check")
        table.drop_constraint(op.f("fk_person_workspace_id_met_through_id"), type_="foreignkey")
    with op.batch_alter_table("person") as table:
        for name in (*TEXTS, "card_lines", "met_precision", "met_through_id"):
            table.drop_column(name)
        for name in ("cadence_days", "snoozed_until", "is_muted"):
            table.drop_column(name)
    with op.batch_alter_table("workspace") as table:
        table.drop_column("phone_region")
        table.drop_column("removal_key")


def _change_workspace() -> None:
    op.add_column(
        "workspace", sa.Column("phone_region", sa.String(2), nullable=False, server_default="")
    )
    op.add_column("workspace", sa.Column("removal_key", sa.String(43), nullable=True))
    for (row_id,) in op.get_bind().execute(sa.text("SELECT id FROM workspace")).all():
        op.get_bind().execute(
            sa.text("UPDATE workspace SET removal_key = :key WHERE id = :id"),
            {"key": secrets.token_urlsafe(32), "id": row_id},
        )
    with op.batch_alter_table("workspace") as table:
        table.alter_column("phone_region", server_default=None)
        table.alter_column("removal_key", nullable=False)


def _change_person() -> None:
    with op.batch_alter_table("person") as table:
        for name, length in TEXTS.items():
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        table.add_column(sa.Column("card_lines", sa.Text(), nullable=False, server_default=""))
        table.add_column(
            sa.Column("met_precision", sa.String(24), nullable=False, server_default="day")
        )
        table.add_column(sa.Column("met_through_id", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("cadence_days", sa.Integer(), nullable=True))
        table.add_column(sa.Column("snoozed_until", sa.Date(), nullable=True))
        table.add_column(
            sa.Column("is_muted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("person") as table:
        for name in (*TEXTS, "card_lines", "met_precision", "is_muted"):
            table.alter_column(name, server_default=None)
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"person_{name}"), check)
        table.create_foreign_key(
            op.f("fk_person_workspace_id_met_through_id"),
            "person",
            ["workspace_id", "met_through_id"],
            ["workspace_id", "id"],
        )
    op.create_index("ix_person_card", "person", ["workspace_id", "card_uid"])
