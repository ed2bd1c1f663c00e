"""A SQLite table is rebuilt by dropping it: with foreign keys on, that would empty its ON DELETE CASCADE children."""

from collections.abc import Iterator
from pathlib import Path

import alembic.command
import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from mentorhub.app import create_app
from mentorhub.foundation import revisions, schema
from mentorhub.foundation.database.tables import db
from tests.conftest import dispose, settings_for

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE", name="fk")))
    op.execute("INSERT INTO parent VALUES (1, 'kept')")
    op.execute("INSERT INTO child VALUES (1, 1)")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    with op.batch_alter_table("parent", recreate="always") as batch:
        batch.add_column(sa.Column("note", sa.Text))
    {afterwards}
"""


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two migrations run by a copy of our own env.py."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((revisions.MIGRATIONS / "env.py").read_text())
    (folder / "versions" / "0001_first.py").write_text(FIRST)
    _second(folder, afterwards="pass")
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    """An app on an empty SQLite database, its context pushed."""
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'empty.db'}"))
    with app.app_context():
        yield app
    dispose(app)


def test_children_survive_a_rebuild_of_their_parent(scripts: Path, empty: Flask) -> None:
    _upgrade("head")
    assert (_count("parent"), _count("child")) == (1, 1)
    assert "note" in {column["name"] for column in inspect(db.engine).get_columns("parent")}


def test_the_control_loses_them_without_the_pragma(scripts: Path, empty: Flask) -> None:
    env = scripts / "env.py"
    source = env.read_text()
    assert "PRAGMA foreign_keys=OFF" in source
    env.write_text(source.replace("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"))
    _upgrade("head")
    assert (_count("parent"), _count("child")) == (1, 0)


def test_a_migration_that_fails_midway_leaves_nothing(scripts: Path, empty: Flask) -> None:
    _upgrade("0001")
    _second(scripts, afterwards="op.execute('SELECT * FROM nowhere')")
    with pytest.raises(OperationalError):
        _upgrade("head")
    assert "note" not in {column["name"] for column in inspect(db.engine).get_columns("parent")}
    assert (_count("child"), revisions.current_revision()) == (1, "0001")


def test_a_migration_that_breaks_a_foreign_key_is_refused(scripts: Path, empty: Flask) -> None:
    _upgrade("0001")
    _second(scripts, afterwards="op.execute('DELETE FROM parent')")
    with pytest.raises(RuntimeError, match="foreign keys broken"):
        _upgrade("head")
    assert (_count("parent"), revisions.current_revision()) == (1, "0001")


def test_foreign_keys_are_on_again_afterwards(scripts: Path, empty: Flask) -> None:
    _upgrade("head")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _second(folder: Path, *, afterwards: str) -> None:
    (folder / "versions" / "0002_second.py").write_text(SECOND.format(afterwards=afterwards))


def _upgrade(revision: str) -> None:
    db.session.remove()
    schema.run(alembic.command.upgrade, revision)


def _count(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0
