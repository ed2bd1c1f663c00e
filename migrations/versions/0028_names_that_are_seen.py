"""Names from before are cleaned as forms clean them now; tags and occasions that only looked apart become one.

What belongs to nobody's page but its owner's (a passkey's name) or may not be changed (a move of a stage) stays.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import regex
import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

UNNAMED = "Unnamed"  # where nothing of a name can be seen, and there must be one
BATCH = 1000
COLUMNS: Mapping[
    str, Mapping[str, tuple[int, str]]
] = {  # table: column: letters at most, what stands for nothing
    "user_account": {"name": (200, "")},
    "practice": {"name": (200, UNNAMED), "place_name": (80, "")},
    "program": {"title": (160, UNNAMED), "mentor_name": (200, "")},
    "cohort": {"name": (120, UNNAMED)},
    "price": {"label": (120, "")},
    "inquiry": {"name": (200, UNNAMED)},
    "enrolment": {"name": (200, UNNAMED)},
    "occasion": {"name": (200, UNNAMED)},
    "tag": {"name": (40, UNNAMED)},
    "person": {
        "name": (200, UNNAMED),
        "headline": (200, ""),
        "company": (200, ""),
        "phone": (60, ""),
        "purpose": (500, ""),
    },
    "follow_up": {"reason": (300, "")},
    "promise": {"what": (300, UNNAMED)},
}
JOINING = (
    r"\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{InSC=Virama}\p{InSC=Consonant}\p{InSC=Vowel_Dependent}"
    r"\p{InSC=Nukta}\p{InSC=Bindu}\p{Extended_Pictographic}\p{Emoji_Modifier}"
)
VARIED = r"\p{Extended_Pictographic}\p{Emoji_Modifier}0-9#*\p{Han}\p{Mongolian}"
DRAWN = regex.compile(
    rf"(?<=[{JOINING}]|[{VARIED}]\uFE0F)([\u200C\u200D])[\u200C\u200D]*(?=[{JOINING}])"
    rf"|(?<=[{VARIED}])(\p{{Variation_Selector}})"
    r"|(?<=\U0001F3F4)([\U000E0020-\U000E007E]+\U000E007F)"
    r"|\p{Default_Ignorable_Code_Point}"
)
UNSEEN = regex.compile(
    r"(?V1)[[\p{Default_Ignorable_Code_Point}--[\u200C\u200D\p{Variation_Selector}\U000E0020-\U000E007F]]"
    r"\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]"
)
BLANK = regex.compile(r"[\u2800\U0001D159\U00013441\U00013442]")
SEEN = regex.compile(r"[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}]")
LEADING_MARKS = regex.compile(r"^[\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]+")
IGNORABLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def upgrade() -> None:
    clean(op.get_bind())


def downgrade() -> None:
    """Clean names fit the schema before as well; what they were is not known any more."""


def clean(connection: sa.Connection) -> None:
    for table, columns in COLUMNS.items():
        _clean_table(connection, table, columns)
    _key_again(connection, "tag", lambda name: _comparable(name)[:120])
    _key_again(connection, "occasion", _name_key)
    _key_people(connection)


def _clean_table(
    connection: sa.Connection, table: str, columns: Mapping[str, tuple[int, str]]
) -> None:
    names = ", ".join(columns)
    found = connection.execute(sa.text(f"SELECT id, {names} FROM {table}")).mappings().all()
    changed = []
    for row in found:
        kept = {
            column: _cleaned(row[column])[:length].strip() or nothing if row[column] else ""
            for column, (length, nothing) in columns.items()
        }
        if kept != {column: row[column] for column in columns}:
            changed.append({"id": row["id"], **kept})
    _update(connection, table, columns, changed)


def _key_again(connection: sa.Connection, table: str, key_of: Any) -> None:
    """The keys of a notebook's tags or occasions; of those that have one key by now, the oldest is kept."""
    found = connection.execute(
        sa.text(f"SELECT id, workspace_id, name, name_key FROM {table} ORDER BY id")
    ).all()
    kept: dict[tuple[int, str], int] = {}
    changed = []
    for row in found:
        key = key_of(row.name)
        keeper = kept.setdefault((row.workspace_id, key), row.id)
        if keeper != row.id:
            _join(connection, table, gone=row.id, keeper=keeper)
        elif key != row.name_key or table == "tag":
            changed.append({"id": row.id, "name_key": key, "search_key": _folded(row.name)})
    columns = ["name_key", "search_key"] if table == "tag" else ["name_key"]
    _update(connection, table, columns, changed)


def _join(connection: sa.Connection, table: str, *, gone: int, keeper: int) -> None:
    one = {"gone": gone, "keeper": keeper}
    if table == "occasion":
        statements = ["UPDATE person SET occasion_id = :keeper WHERE occasion_id = :gone"]
    else:
        both = "SELECT person_id FROM person_tag WHERE tag_id = :keeper"
        statements = [
            f"DELETE FROM person_tag WHERE tag_id = :gone AND person_id IN ({both})",
            "UPDATE person_tag SET tag_id = :keeper WHERE tag_id = :gone",
        ]
    for statement in [*statements, f"DELETE FROM {table} WHERE id = :gone"]:
        connection.execute(sa.text(statement), one)


def _key_people(connection: sa.Connection) -> None:
    found = connection.execute(
        sa.text(
            "SELECT person.*, occasion.name AS met_at FROM person"
            " LEFT JOIN occasion ON occasion.id = person.occasion_id"
        )
    ).mappings()
    texts = ("name", "headline", "company", "email", "met_at", "purpose", "remember")
    changed = []
    for row in found:
        keys = {
            "name_key": _name_key(row["name"]),
            "search_key": _folded(*(row[text] or "" for text in texts)),
        }
        if keys != {column: row[column] for column in keys}:
            changed.append({"id": row["id"], **keys})
    _update(connection, "person", ["name_key", "search_key"], changed)


def _update(
    connection: sa.Connection, table: str, columns: Iterable[str], rows: list[dict[str, Any]]
) -> None:
    values = ", ".join(f"{column} = :{column}" for column in columns)
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        connection.execute(sa.text(f"UPDATE {table} SET {values} WHERE id = :id"), some)


def _cleaned(text: str) -> str:
    words = BLANK.sub(" ", " ".join(text.split()))
    seen = LEADING_MARKS.sub("", UNSEEN.sub("", words))
    drawn = DRAWN.sub(lambda found: found[1] or found[2] or found[3] or "", seen)
    name = unicodedata.normalize("NFC", " ".join(drawn.split()))
    return name if SEEN.search(name) else ""


def _comparable(name: str) -> str:
    folded = unicodedata.normalize("NFKC", IGNORABLE.sub("", name)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _folded(*texts: str) -> str:
    joined = unicodedata.normalize("NFKD", " ".join(texts).casefold())
    plain = "".join(letter for letter in joined if not unicodedata.combining(letter))
    return " ".join(plain.translate(PLAIN).split())


def _name_key(name: str) -> str:
    return _folded(IGNORABLE.sub("", name))[:200]
