"""Which revision a database has and which is newest: asked by servers, which never migrate and so load no alembic."""

from sqlalchemy import inspect, text

from mentorhub.folders import folder
from mentorhub.foundation.config import SettingsError
from mentorhub.foundation.database.tables import db

MIGRATIONS = folder("migrations")


def newest_revision() -> str:
    """The last of the numbered files in `migrations/versions`, which are one line."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current_revision() -> str | None:
    """The database's revision; None before the first migration. Raises `SQLAlchemyError` if unreachable."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def refuse_unmigrated() -> None:
    """Stops a start on a database that this code does not fit, naming the command to run."""
    if current_revision() != newest_revision():
        raise SettingsError("the database is not up to date; run: mentorhub upgrade")
