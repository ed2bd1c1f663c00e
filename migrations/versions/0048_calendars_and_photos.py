"""The secret address of a notebook's calendar, as its digest; pictures of people have a name, a bin and an import."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TAKEN_OFF = "(taken_off = '') = (taken_off_at IS NULL)"
CHECKS = {
    "feed_digest_is_sha256": "length(feed_digest) = 64",
    "feed_digest_iff_its_time": "(feed_digest IS NULL) = (feed_made_at IS NULL)",
    "only_a_feed_is_read": "feed_read_at IS NULL OR feed_read_at >= feed_made_at",
}


def upgrade() -> None:
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("feed_digest", sa.String(64), nullable=True))
        for name in ("feed_made_at", "feed_read_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("workspace") as table:
        table.create_unique_constraint("one_notebook_per_feed", ["feed_digest"])
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"workspace_{name}"), condition)
    with op.batch_alter_table("tag") as table:
        table.add_column(sa.Column("taken_off", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("tag") as table:
        table.alter_column("taken_off", server_default=None)
        table.create_check_constraint(op.f("tag_taken_off_iff_its_time"), TAKEN_OFF)
    with op.batch_alter_table("person_photo") as table:
        table.drop_constraint("one_photo_per_person", type_="unique")
        table.add_column(sa.Column("public_id", sa.String(22), nullable=True))
        table.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("import_id", sa.BigInteger(), nullable=True))
    _name_photos()
    with op.batch_alter_table("person_photo") as table:
        table.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        table.create_unique_constraint(op.f("uq_person_photo_public_id"), ["public_id"])
        table.create_check_constraint(
            op.f("person_photo_photo_is_small"), "length(content) BETWEEN 1 AND 100000"
        )
        table.create_foreign_key(
            op.f("fk_person_photo_workspace_id_import_id"),
            "contact_import",
            ["workspace_id", "import_id"],
            ["workspace_id", "id"],
        )
    there = sa.text("deleted_at IS NULL")
    op.create_index(
        "one_photo_per_person",
        "person_photo",
        ["person_id"],
        unique=True,
        sqlite_where=there,
        postgresql_where=there,
    )
    for column in ("person", "import"):
        op.create_index(f"ix_person_photo_{column}", "person_photo", [f"{column}_id"])


def downgrade() -> None:
    for name in ("one_photo_per_person", "ix_person_photo_person", "ix_person_photo_import"):
        op.drop_index(name, table_name="person_photo")
    op.execute("DELETE FROM person_photo WHERE deleted_at IS NOT NULL")
    with op.batch_alter_table("person_photo") as table:
        table.drop_constraint(op.f("fk_person_photo_workspace_id_import_id"), type_="foreignkey")
        table.drop_constraint(op.f("person_photo_photo_is_small"), type_="check")
        table.drop_constraint(op.f("uq_person_photo_public_id"), type_="unique")
        for name in ("public_id", "deleted_at", "import_id"):
            table.drop_column(name)
        table.create_unique_constraint("one_photo_per_person", ["person_id"])
    with op.batch_alter_table("tag") as table:
        table.drop_constraint(op.f("tag_taken_off_iff_its_time"), type_="check")
        for name in ("taken_off", "taken_off_at"):
            table.drop_column(name)
    with op.batch_alter_table("workspace") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"workspace_{name}"), type_="check")
        table.drop_constraint("one_notebook_per_feed", type_="unique")
        for name in ("feed_digest", "feed_made_at", "feed_read_at"):
            table.drop_column(name)


def _name_photos() -> None:
    """Those that there are, each by 128 random bits."""
    photo = sa.table("person_photo", sa.column("id"), sa.column("public_id"))
    connection = op.get_bind()
    for row_id in connection.scalars(sa.select(photo.c.id)).all():
        named = sa.update(photo).where(photo.c.id == row_id)
        connection.execute(named.values(public_id=secrets.token_urlsafe(16)))
