"""The demo's history, made once for each worker and database; every test gets a copy of it."""

import dataclasses
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from mentorhub.app import create_app
from mentorhub.demo import seed
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.tables import db
from mentorhub.stripe_sandbox.serve import start
from tests.conftest import TEMPLATE, dispose, settings_for
from tests.support.postgres import APP

SEEDED = "demo_seeded"
_numbers = itertools.count(1)


def demo_settings(database_url: str, *, stripe_api_base: str = "http://127.0.0.1:9") -> Settings:
    """A test app's settings, in the demo."""
    return dataclasses.replace(
        settings_for(database_url, stripe_api_base=stripe_api_base), demo=True
    )


@pytest.fixture(scope="session")
def seeded_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the demo's history."""
    file = tmp_path_factory.mktemp("seeded") / "mentorhub.db"
    shutil.copy(migrated_sqlite, file)
    _seed(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def copied(request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """Makes a copy of the demo's database, on the run's kind of database; returns its URL."""
    if request.config.getoption("--database") == "sqlite":
        seeded: Path = request.getfixturevalue("seeded_sqlite")

        def copy_file(folder: Path) -> str:
            return f"sqlite:///{shutil.copy(seeded, folder / 'copy.db')}"

        return copy_file
    postgres = request.getfixturevalue("postgres")
    postgres.copy_database(TEMPLATE, SEEDED)
    _seed(postgres.url(APP, SEEDED))

    def copy_database(folder: Path) -> str:
        name = f"demo_{next(_numbers)}"
        postgres.copy_database(SEEDED, name)
        url: str = postgres.url(APP, name)
        return url

    return copy_database


@pytest.fixture
def demo(copied: Callable[[Path], str], tmp_path: Path) -> Iterator[Flask]:
    """An app on a copy of the demo's database; no context is left open."""
    app = create_app(demo_settings(copied(tmp_path)))
    yield app
    dispose(app)


@pytest.fixture
def in_demo(demo: Flask) -> Iterator[Flask]:
    """The same with its context pushed."""
    with demo.app_context():
        yield demo


def _seed(url: str) -> None:
    with start() as sandbox:
        app = create_app(demo_settings(url, stripe_api_base=sandbox.url))
        with app.app_context():
            seed.seed()
            db.session.remove()
            if url.startswith("sqlite"):
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        dispose(app)
