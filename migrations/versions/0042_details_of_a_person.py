"""Several ways to reach a person, addresses, where they work, days, a picture; who asked to be removed; pauses."""

import secrets
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLAIN: Any = {"native_enum": False, "create_constraint": True, "length": 24}
MOMENT = sa.DateTime(timezone=True)
IS_SYSTEM = "current_setting('app.viewer', true) = 'system'"
OWNERS = f"{IS_SYSTEM} OR workspace_id IN (SELECT id FROM workspace WHERE user_id = viewer_id())"
READERS = f"{IS_SYSTEM} OR workspace_id IN (SELECT id FROM workspace)"
SHARED = ("organization", "person_affiliation")  # as a person: their own mentor may look
PRIVATE = (
    *("person_detail", "person_address", "person_day", "person_photo"),
    *("removed_identity", "workspace_pause"),
)
PLAIN_CHARACTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
MOVED = {"company": 200, "email": 254, "phone": 60}


def upgrade() -> None:
    _create_details()
    _create_affiliations()
    _create_days_and_photos()
    _create_removed()
    _move_details()
    with op.batch_alter_table("person") as table:
        for name in MOVED:
            table.drop_column(name)
    if op.get_bind().dialect.name == "postgresql":
        for name in PRIVATE:
            _hold_to_rows(name)
            op.execute(f"CREATE POLICY {name}_all ON {name} USING ({OWNERS}) WITH CHECK ({OWNERS})")
        for name in SHARED:
            _hold_to_rows(name)
            op.execute(f"CREATE POLICY {name}_select ON {name} FOR SELECT USING ({READERS})")
            op.execute(f"CREATE POLICY {name}_insert ON {name} FOR INSERT WITH CHECK ({OWNERS})")
            op.execute(f"CREATE POLICY {name}_delete ON {name} FOR DELETE USING ({OWNERS})")
            op.execute(
                f"CREATE POLICY {name}_update ON {name} FOR UPDATE USING ({OWNERS}) "
                f"WITH CHECK ({OWNERS})"
            )


def downgrade() -> None:
    with op.batch_alter_table("person") as table:
        for name, length in MOVED.items():
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
    for kind in ("email", "phone"):
        op.execute(
            f"UPDATE person SET {kind} = coalesce((SELECT substr(value, 1, {MOVED[kind]}) "
            f"FROM person_detail WHERE person_id = person.id AND kind = '{kind}' "
            "ORDER BY position LIMIT 1), '')"
        )
    op.execute(
        "UPDATE person SET company = coalesce((SELECT substr(o.name, 1, 200) FROM organization o "
        "JOIN person_affiliation a ON a.organization_id = o.id WHERE a.person_id = person.id "
        "ORDER BY a.position LIMIT 1), '')"
    )
    with op.batch_alter_table("person") as table:
        for name in MOVED:
            table.alter_column(name, server_default=None)
    for name in (*PRIVATE, *reversed(SHARED)):
        op.drop_table(name)


def _hold_to_rows(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def _move_details() -> None:
    for kind in ("email", "phone"):
        op.execute(
            "INSERT INTO person_detail (workspace_id, person_id, kind, position, label, value, match_key) "
            f"SELECT workspace_id, id, '{kind}', 0, '', {kind}, '' FROM person WHERE {kind} <> ''"
        )
    known: set[tuple[int, str]] = set()
    run = op.get_bind().execute
    people = sa.text("SELECT id, workspace_id, company FROM person WHERE company <> '' ORDER BY id")
    for person_id, workspace_id, company in run(people).all():
        key = (workspace_id, _folded(company))
        if key not in known:
            known.add(key)
            run(
                sa.text(
                    "INSERT INTO organization (public_id, workspace_id, name, name_key) "
                    "VALUES (:public_id, :workspace_id, :name, :name_key)"
                ),
                {
                    "public_id": secrets.token_urlsafe(16),
                    "workspace_id": workspace_id,
                    "name": company,
                    "name_key": key[1],
                },
            )
        run(
            sa.text(
                "INSERT INTO person_affiliation (workspace_id, person_id, organization_id, "
                "position, title, department, since, until) SELECT :workspace_id, :person_id, id, "
                "0, '', '', '', '' FROM organization WHERE workspace_id = :workspace_id "
                "AND name_key = :name_key"
            ),
            {"workspace_id": workspace_id, "person_id": person_id, "name_key": key[1]},
        )


def _folded(text: str) -> str:
    """As `workspace/rules/words.py` folds a name today."""
    joined = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in joined if not unicodedata.combining(char))
    return " ".join(plain.translate(PLAIN_CHARACTERS).split())[:300]


def _create_details() -> None:
    op.create_table(
        "person_detail",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("email", "phone", "link", "custom", name="kind_is_known", **PLAIN),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("value", sa.String(2000), nullable=False),
        sa.Column("match_key", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "kind <> 'custom' OR label <> ''", name=op.f("person_detail_custom_has_a_label")
        ),
        sa.CheckConstraint("value <> ''", name=op.f("person_detail_value_is_not_empty")),
        _of_person("person_detail"),
        _of_workspace("person_detail"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_detail")),
        sa.UniqueConstraint("person_id", "kind", "position", name="one_detail_per_position"),
    )
    op.create_index(
        "ix_person_detail_match", "person_detail", ["workspace_id", "kind", "match_key"]
    )
    op.create_table(
        "person_address",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("street", sa.String(500), nullable=False),
        sa.Column("extended", sa.String(500), nullable=False),
        sa.Column("po_box", sa.String(100), nullable=False),
        sa.Column("city", sa.String(200), nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("postal_code", sa.String(40), nullable=False),
        sa.Column("country", sa.String(100), nullable=False),
        sa.Column("formatted", sa.Text(), nullable=False),
        _of_person("person_address"),
        _of_workspace("person_address"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_address")),
        sa.UniqueConstraint("person_id", "position", name="one_address_per_position"),
    )
    op.create_index("ix_person_address_workspace", "person_address", ["workspace_id"])


def _create_affiliations() -> None:
    op.create_table(
        "organization",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("name_key", sa.String(300), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("organization_name_is_not_empty")),
        _of_workspace("organization"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("public_id", name=op.f("uq_organization_public_id")),
        sa.UniqueConstraint("workspace_id", "id", name="organization_belongs_to_workspace"),
        sa.UniqueConstraint("workspace_id", "name_key", name="one_organization_per_name"),
    )
    op.create_table(
        "person_affiliation",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("department", sa.String(300), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.CheckConstraint(
            "length(since) IN (0, 4, 7, 10)",
            name=op.f("person_affiliation_since_is_a_year_month_or_day"),
        ),
        sa.CheckConstraint(
            "length(until) IN (0, 4, 7, 10)",
            name=op.f("person_affiliation_until_is_a_year_month_or_day"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "organization_id"],
            ["organization.workspace_id", "organization.id"],
            name=op.f("fk_person_affiliation_workspace_id_organization_id"),
        ),
        _of_person("person_affiliation"),
        _of_workspace("person_affiliation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_affiliation")),
        sa.UniqueConstraint("person_id", "position", name="one_affiliation_per_position"),
    )
    op.create_index(
        "ix_person_affiliation_organization", "person_affiliation", ["organization_id", "person_id"]
    )
    op.create_index("ix_person_affiliation_workspace", "person_affiliation", ["workspace_id"])


def _create_days_and_photos() -> None:
    op.create_table(
        "person_day",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("birthday", "other", name="kind_is_known", **PLAIN),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind <> 'birthday' OR position = 0", name=op.f("person_day_birthday_is_first")
        ),
        sa.CheckConstraint(
            "kind <> 'other' OR label <> ''", name=op.f("person_day_other_has_a_label")
        ),
        sa.CheckConstraint("day BETWEEN 1 AND 31", name=op.f("person_day_day_is_one_to_31")),
        sa.CheckConstraint(
            "month BETWEEN 1 AND 12", name=op.f("person_day_month_is_one_to_twelve")
        ),
        sa.CheckConstraint("year BETWEEN 1 AND 9999", name=op.f("person_day_year_has_four_digits")),
        _of_person("person_day"),
        _of_workspace("person_day"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_day")),
        sa.UniqueConstraint("person_id", "position", name="one_day_per_position"),
    )
    op.create_index("ix_person_day_date", "person_day", ["workspace_id", "month", "day"])
    op.create_table(
        "person_photo",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _of_person("person_photo"),
        _of_workspace("person_photo"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_photo")),
        sa.UniqueConstraint("person_id", name="one_photo_per_person"),
    )
    op.create_index("ix_person_photo_workspace", "person_photo", ["workspace_id"])


def _create_removed() -> None:
    op.create_table(
        "removed_identity",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("email", "phone", "profile", "name", name="kind_is_known", **PLAIN),
            nullable=False,
        ),
        sa.Column("digest", sa.String(43), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "length(digest) = 43", name=op.f("removed_identity_digest_is_hmac_sha256")
        ),
        _of_workspace("removed_identity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_identity")),
        sa.UniqueConstraint("workspace_id", "kind", "digest", name="an_identity_is_removed_once"),
    )
    op.create_table(
        "workspace_pause",
        sa.Column("workspace_id", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("workspace_pause_ends_after_it_begins"),
        ),
        _of_workspace("workspace_pause"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace_pause")),
        sa.UniqueConstraint("public_id", name=op.f("uq_workspace_pause_public_id")),
    )
    op.create_index("ix_workspace_pause_workspace", "workspace_pause", ["workspace_id", "from_on"])
    op.create_index(
        "one_open_pause_per_workspace",
        "workspace_pause",
        ["workspace_id"],
        unique=True,
        sqlite_where=sa.text("until_on IS NULL"),
        postgresql_where=sa.text("until_on IS NULL"),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["person.workspace_id", "person.id"],
        name=op.f(f"fk_{table}_workspace_id_person_id"),
        ondelete="CASCADE",
    )


def _of_workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspace.id"], name=op.f(f"fk_{table}_workspace_id")
    )
