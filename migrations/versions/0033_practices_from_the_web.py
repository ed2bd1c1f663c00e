"""A practice has an address of its own, a currency, and a text about itself."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

NOT_ONES_OWN = {"new", "address"}
CHECKS = {
    "practice_currency_is_a_code": "currency = lower(currency) AND length(currency) = 3",
    "practice_about_is_no_book": "length(about_md) <= 4000",
}
COLUMNS = {"slug": sa.String(80), "currency": sa.String(3), "about_md": sa.Text()}


def upgrade() -> None:
    op.create_table(
        "practice_slug",
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("practice_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "slug = lower(slug) AND slug <> ''", name=op.f("practice_slug_slug_is_lower_case")
        ),
        sa.CheckConstraint(
            "slug NOT IN ('new', 'address')", name=op.f("practice_slug_slug_is_no_page_of_ours")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_slug_practice_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_practice_slug")),
    )
    op.create_index("ix_practice_slug_practice_id", "practice_slug", ["practice_id"])
    for name, kind in COLUMNS.items():
        op.add_column("practice", sa.Column(name, kind, nullable=True))
    fill(op.get_bind())
    with op.batch_alter_table("practice") as batch:
        for name, kind in COLUMNS.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_unique_constraint(op.f("uq_practice_slug"), ["slug"])
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(name), check)


def downgrade() -> None:
    with op.batch_alter_table("practice") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(op.f("uq_practice_slug"), type_="unique")
        for name in COLUMNS:
            batch.drop_column(name)
    op.drop_table("practice_slug")


def fill(connection: sa.Connection) -> None:
    """An address made of each practice's name, and the currency of its newest price (euro where it has none)."""
    practices = connection.execute(sa.text("SELECT id, name FROM practice ORDER BY id")).all()
    taken = set(NOT_ONES_OWN)
    for practice_id, name in practices:
        slug = _free(_slug(name) or "practice", taken)
        taken.add(slug)
        newest = sa.text(
            "SELECT currency FROM price WHERE practice_id = :id ORDER BY id DESC LIMIT 1"
        )
        currency = connection.execute(newest, {"id": practice_id}).scalar() or "eur"
        connection.execute(
            sa.text(
                "UPDATE practice SET slug = :slug, currency = :currency, about_md = '' WHERE id = :id"
            ),
            {"slug": slug, "currency": currency, "id": practice_id},
        )
        connection.execute(
            sa.text(
                "INSERT INTO practice_slug (slug, practice_id, since)"
                " SELECT slug, id, created_at FROM practice WHERE id = :id"
            ),
            {"id": practice_id},
        )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:70].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
