"""How alembic reaches the current app's database. On SQLite foreign keys are off while tables are rebuilt.

With them on, a batch migration (drop and recreate) silently empties every ON DELETE CASCADE child; the pragma is a
no-op inside a transaction, so it is set on the raw connection before BEGIN.
"""

from mentorhub.foundation.database.tables import UTCDateTime, db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, Engine

from mentorhub import app as _app  # noqa: F401 - brings in every table


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Migrations import nothing of the app: write its types as plain ones."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if type(item).__name__ == "AsaList":
        return "sa.Text()"
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """The queue's own tables are huey's, not ours."""
    return not (kind == "table" and name is not None and name.startswith("huey_"))


def run_migrations() -> None:
    """One transaction for all; on SQLite it ends with a check of every foreign key."""
    with _engine().connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.rollback()
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                render_as_batch=True,
                compare_type=True,
                compare_server_default=True,
                transactional_ddl=True,
                render_item=render_item,
                include_name=include_name,
                **context.config.attributes,
            )
            with context.begin_transaction(), asking_for(SYSTEM):
                context.run_migrations()
                if is_sqlite:
                    _check_foreign_keys(connection)
        finally:
            if is_sqlite:
                connection.rollback()
                raw.execute("PRAGMA foreign_keys=ON")


def _engine() -> Engine:
    """PostgreSQL's commits each statement by itself, as reads want it; migrations are one transaction."""
    if db.engine.dialect.name == "sqlite":
        return db.engine
    return db.engine.execution_options(isolation_level="READ COMMITTED")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")


run_migrations()
