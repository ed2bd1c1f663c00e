"""What a database says of itself: tables with all their rules, and triggers; comparable across two databases."""

import re
from typing import Any

from sqlalchemy import Engine, Inspector, inspect, text

NOT_OURS = re.compile(r"alembic_version|huey_|sqlite_")
Report = dict[str, dict[str, Any]]


def report(engine: Engine) -> Report:
    """Table → columns, primary key, uniques, indexes, foreign keys and CHECKs, as the database reports them."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": sorted(_column(column) for column in inspector.get_columns(table)),
            "primary key": inspector.get_pk_constraint(table),
            "uniques": sorted(
                (str(unique["name"]), tuple(unique["column_names"]))
                for unique in inspector.get_unique_constraints(table)
            ),
            "indexes": _indexes(inspector, table),
            "foreign keys": sorted(
                (
                    str(key["name"]),
                    tuple(key["constrained_columns"]),
                    key["referred_table"],
                    tuple(key["referred_columns"]),
                    str(key.get("options", {})),
                )
                for key in inspector.get_foreign_keys(table)
            ),
            "checks": sorted(
                (str(check["name"]), _plain(check["sqltext"]))
                for check in inspector.get_check_constraints(table)
            ),
        }
        for table in inspector.get_table_names()
        if not NOT_OURS.match(table)
    }


def differences(one: Report, other: Report) -> list[str]:
    """Where two reports differ, one line each: table, part, what each has alone."""
    found = [f"only in one of them: {table}" for table in sorted(set(one) ^ set(other))]
    for table in sorted(set(one) & set(other)):
        for part in one[table]:
            mine, theirs = one[table][part], other[table][part]
            if mine != theirs:
                alone = [item for item in mine if item not in theirs]
                missing = [item for item in theirs if item not in mine]
                found.append(f"{table} {part}: {alone} against {missing}")
    return found


def triggers(engine: Engine) -> set[str]:
    """Names of the triggers that migrations made."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            )
        else:
            found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
        return set(found.scalars())


def exclusions(engine: Engine) -> set[str]:
    """Names of PostgreSQL's exclusion constraints."""
    if engine.dialect.name == "sqlite":
        return set()
    with engine.connect() as connection:
        found = connection.execute(text("SELECT conname FROM pg_constraint WHERE contype = 'x'"))
        return set(found.scalars())


def _column(column: Any) -> tuple[str, str, bool, str]:
    return (
        column["name"],
        repr(column["type"]),
        bool(column["nullable"]),
        # PostgreSQL keeps whichever of two spellings of one time was written.
        str(column.get("default") or "").replace("now()", "CURRENT_TIMESTAMP"),
    )


def _indexes(inspector: Inspector, table: str) -> list[tuple[str, tuple[Any, ...], bool, str]]:
    """Without those that only back an exclusion constraint or a unique one."""
    return sorted(
        (
            str(index["name"]),
            tuple(index["column_names"]),
            bool(index["unique"]),
            str(_where(index.get("dialect_options", {}))),
        )
        for index in inspector.get_indexes(table)
        if "duplicates_constraint" not in index and "gist" not in str(index)
    )


def _where(options: dict[str, Any]) -> str:
    conditions = [str(value) for key, value in options.items() if key.endswith("where")]
    return _plain(" ".join(conditions))


def _plain(sql: str) -> str:
    return " ".join(sql.split())
