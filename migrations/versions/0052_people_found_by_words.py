"""People are found by the words of the index: what was folded together for each of them goes."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Without a copy of the table on SQLite, which would lose its triggers."""
    op.execute("ALTER TABLE person DROP COLUMN search_key")


def downgrade() -> None:
    """By their names; each is found by all else again once something about them is saved."""
    op.execute("ALTER TABLE person ADD COLUMN search_key TEXT NOT NULL DEFAULT ''")
    person = sa.table("person", sa.column("id"), sa.column("name"), sa.column("search_key"))
    connection = op.get_bind()
    found = connection.execute(sa.select(person.c.id, person.c.name)).all()
    named = (
        sa.update(person)
        .where(person.c.id == sa.bindparam("of"))
        .values(search_key=sa.bindparam("key"))
    )
    if found:
        connection.execute(named, [{"of": row.id, "key": _folded(row.name)} for row in found])


def _folded(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())
