"""Fresh installs, one after the other: a migrated database copied for each run, one sandbox for some hundred."""

import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from mentorhub.app import create_app
from mentorhub.foundation.database.tables import db
from mentorhub.stripe_sandbox.serve import start
from tests.conftest import dispose, migrate, settings_for
from tests.simulation.crash_points import CrashPoint
from tests.simulation.runs import InvariantBroken, run
from tests.support.postgres import APP, OWNER, running
from tests.support.stripe_client import StripeClient

RUNS_PER_SANDBOX = 200  # its store remembers everything


def share(seeds: list[int], database: str, operations: int) -> tuple[set[CrashPoint], list[str]]:
    """Run these seeds one after the other: the crash points met, and the logs of runs that broke an invariant."""
    killed, broken = set[CrashPoint](), list[str]()
    for begin in range(0, len(seeds), RUNS_PER_SANDBOX):
        with installs(database) as install:
            for seed in seeds[begin : begin + RUNS_PER_SANDBOX]:
                try:
                    killed |= run(*install.fresh(), seed, length=operations)
                except InvariantBroken as invariant:
                    broken.append(
                        "".join(traceback.format_exception(invariant.__cause__)) + str(invariant)
                    )
    return killed, broken


class Installs:
    """Makes a fresh app on a fresh, migrated database for each run; one sandbox for all."""

    def __init__(self, stack: ExitStack, database: str) -> None:
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self._cluster = stack.enter_context(running()) if database == "postgresql" else None
        self._stripe_client = StripeClient(stack.enter_context(start()).url)
        self._app: Flask | None = None
        if self._cluster is not None:
            self._cluster.create_database("migrated")
        migrate(self._url("migrated", OWNER))

    def fresh(self) -> tuple[Flask, StripeClient]:
        """The app, its database emptied, and Stripe."""
        if self._app is not None:
            with self._app.app_context():
                db.session.remove()
                db.engine.dispose()
        self._copy()
        if self._app is None:
            self._app = create_app(
                settings_for(self._url("run", APP), stripe_api_base=self._stripe_client.url)
            )
            self._stack.callback(dispose, self._app)
        return self._app, self._stripe_client

    def _copy(self) -> None:
        if self._cluster is None:
            for leftover in self._folder.glob("run.db*"):
                leftover.unlink()
            shutil.copy(self._folder / "migrated.db", self._folder / "run.db")
            return
        self._cluster.execute("DROP DATABASE IF EXISTS run WITH (FORCE)")
        self._cluster.copy_database("migrated", "run")

    def _url(self, name: str, role: str) -> str:
        if self._cluster is None:
            return f"sqlite:///{self._folder / name}.db"
        return self._cluster.url(role, name)


@contextmanager
def installs(database: str) -> Iterator[Installs]:
    """Everything one process needs for its runs; ended with it."""
    with ExitStack() as stack:
        yield Installs(stack, database)
