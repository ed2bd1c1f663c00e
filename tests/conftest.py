"""The fixtures every suite shares: an app on a fresh, migrated database of the kind the run asks for."""

import dataclasses
import datetime as dt
import gc
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.util import LRUCache

from mentorhub.app import create_app
from mentorhub.foundation import clock, schema
from mentorhub.foundation.config import Settings
from mentorhub.foundation.database.tables import db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for
from mentorhub.schedule import PERIODIC_TASKS
from mentorhub.stripe_sandbox.serve import RunningSandbox, start
from mentorhub.stripe_sandbox.settings import WEBHOOK_SECRETS
from tests.support import database_reset, tmp_dirs
from tests.support.compiled_once import compiled_routes, compiled_statements, compiled_templates
from tests.support.database_reset import ReusedDatabase
from tests.support.postgres import OWNER, Cluster, running
from tests.support.stripe_client import StripeClient

__all__ = ["compiled_routes", "compiled_statements", "compiled_templates"]

TEMPLATE = "migrated"


def pytest_configure() -> None:
    """Thousands of apps are made: what is loaded for good is left out of garbage collection.

    And no example of a property is too slow: how long one takes says how busy the machine is.
    """
    hypothesis.settings.register_profile(
        "tests", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("tests")
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database postgresql` runs the database tests there; the default is SQLite."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that reaches a database carries the mark, so that a run on PostgreSQL selects it.

    But those that say they are the same on any: they are about the tests themselves.
    """
    for item in items:
        is_same = item.get_closest_marker("one_database") is not None
        if "database_url" in getattr(item, "fixturenames", ()) and not is_same:
            item.add_marker(pytest.mark.database)


def settings_for(database_url: str, *, stripe_api_base: str = "http://127.0.0.1:9") -> Settings:
    """Settings of a test app; port 9 discards, so that an unplanned call to Stripe fails at once."""
    return Settings(
        database_url=database_url,
        secret_key="a secret key for tests, 32 bytes or more",
        base_url="http://localhost",
        mail_url="mailbox:",
        stripe_secret_key="sk_test_sandbox",
        stripe_webhook_secrets=tuple(WEBHOOK_SECRETS.split(",")),
        stripe_api_base=stripe_api_base,
        testing=True,
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """This worker's own PostgreSQL with a migrated template database."""
    with running() as cluster:
        cluster.create_database(TEMPLATE)
        migrate(cluster.url(OWNER, TEMPLATE))
        database_reset.watch(cluster, TEMPLATE)
        yield cluster


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database of the run's kind."""
    if request.config.getoption("--database") == "postgresql":
        yield request.getfixturevalue("postgres_url")
        return
    with tempfile.TemporaryDirectory(dir=tmp_dirs.folder()) as folder:
        file = Path(folder) / "mentorhub.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"


@pytest.fixture(scope="session")
def reused_postgres(postgres: Cluster) -> Iterator[ReusedDatabase]:
    """What this worker's tests have one after the other."""
    database = ReusedDatabase(postgres, TEMPLATE)
    yield database
    database.drop()


@pytest.fixture
def postgres_url(reused_postgres: ReusedDatabase) -> Iterator[str]:
    """An empty migrated PostgreSQL database, reached as the app role, whatever the run's kind."""
    with reused_postgres.turn() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def owned_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of each kind, as the role that owns its schema, for tests that migrate it further."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "owned.db")
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    cluster.copy_database(TEMPLATE, "owned")
    yield cluster.url(OWNER, "owned")
    cluster.drop_database("owned")


@pytest.fixture(scope="module")
def stripe_server() -> Iterator[RunningSandbox]:
    """A stand-in Stripe for a module's tests, over HTTP: were there one for all, its lists would grow and grow."""
    with start() as sandbox:
        yield sandbox


@pytest.fixture
def stripe(stripe_server: RunningSandbox) -> StripeClient:
    """Stripe as a test meets it; an `app` in the same test talks to it."""
    return StripeClient(stripe_server.url)


@pytest.fixture
def stripes_clock(stripe: StripeClient) -> Iterator[None]:
    """The stand-in's clock goes with ours where a test wants it to, and is as it was afterwards: others share it."""
    yield
    stripe.control("clock", now=time.time())


@pytest.fixture
def app(
    database_url: str,
    request: pytest.FixtureRequest,
    compiled_templates: FileSystemBytecodeCache,
    compiled_statements: LRUCache[Any, Any],
) -> Iterator[Flask]:
    """An app on the run's kind of database; no context is left open (see `in_app`)."""
    settings = settings_for(database_url)
    if "stripe" in request.fixturenames:
        server: RunningSandbox = request.getfixturevalue("stripe_server")
        settings = dataclasses.replace(settings, stripe_api_base=server.url)
    made = create_app(settings)
    made.jinja_env.bytecode_cache = compiled_templates
    made.extensions["mentorhub.jobs"].take(PERIODIC_TASKS)
    with made.app_context():
        db.engine._compiled_cache = compiled_statements
        if not settings.is_sqlite:
            request.getfixturevalue("reused_postgres").connections.serve(db.engine)
    yield made
    dispose(made)


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The app with its context pushed, for tests of actions and queries that make no requests."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts; CSRF is on: see `tests.support.forms`."""
    return app.test_client()


@pytest.fixture(autouse=True)
def reads_as_the_system() -> Iterator[None]:
    """Lets a test read every row, past row-level security; requests, tasks and actions say for whom they ask."""
    with asking_for(SYSTEM):
        yield


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    """Whatever a test did to the clock ends with it."""
    with clock.moved(dt.timedelta()):
        yield


def dispose(app: Flask) -> None:
    """Close an app's connections."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def migrate(url: str) -> None:
    """Bring an empty database to the newest migration; a SQLite file is one file afterwards."""
    settings = settings_for(url)
    app = create_app(settings)
    with app.app_context():
        schema.upgrade(settings)
        if settings.is_sqlite:
            db.session.remove()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    dispose(app)
