"""Fresh worlds, one after the other: a migrated database copied for each life, one sandbox for some hundred."""

import shutil
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask

from mentorhub.app import create_app
from mentorhub.foundation.database import db
from mentorhub.stripe_sandbox.serve import start
from tests.conftest import dispose, migrate, settings_for
from tests.postgres import APP, OWNER, running
from tests.simulation.lives import LawBroken, live
from tests.simulation.points import Point
from tests.till import Till

LIVES_PER_SANDBOX = 200  # its store remembers everything


def share(seeds: list[int], database: str, steps: int) -> tuple[set[Point], list[str]]:
    """Live these seeds one after the other: the points they were killed at, and the lives that broke a law."""
    killed, broken = set[Point](), list[str]()
    for begin in range(0, len(seeds), LIVES_PER_SANDBOX):
        with worlds(database) as world:
            for seed in seeds[begin : begin + LIVES_PER_SANDBOX]:
                try:
                    killed |= live(*world.fresh(), seed, length=steps)
                except LawBroken as law:
                    broken.append("".join(traceback.format_exception(law.__cause__)) + str(law))
    return killed, broken


class Worlds:
    """Makes a fresh app on a fresh, migrated database for each life; one sandbox for all."""

    def __init__(self, stack: ExitStack, database: str) -> None:
        self._stack = stack
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self._cluster = stack.enter_context(running()) if database == "postgresql" else None
        self._till = Till(stack.enter_context(start()).url)
        self._app: Flask | None = None
        if self._cluster is not None:
            self._cluster.create_database("migrated")
        migrate(self._url("migrated", OWNER))

    def fresh(self) -> tuple[Flask, Till]:
        """The app, its database emptied, and Stripe."""
        if self._app is not None:
            with self._app.app_context():
                db.session.remove()
                db.engine.dispose()
        self._copy()
        if self._app is None:
            self._app = create_app(
                settings_for(self._url("life", APP), stripe_api_base=self._till.url)
            )
            self._stack.callback(dispose, self._app)
        return self._app, self._till

    def _copy(self) -> None:
        if self._cluster is None:
            for leftover in self._folder.glob("life.db*"):
                leftover.unlink()
            shutil.copy(self._folder / "migrated.db", self._folder / "life.db")
            return
        self._cluster.execute("DROP DATABASE IF EXISTS life WITH (FORCE)")
        self._cluster.copy_database("migrated", "life")

    def _url(self, name: str, role: str) -> str:
        if self._cluster is None:
            return f"sqlite:///{self._folder / name}.db"
        return self._cluster.url(role, name)


@contextmanager
def worlds(database: str) -> Iterator[Worlds]:
    """Everything one process needs for its lives; ended with it."""
    with ExitStack() as stack:
        yield Worlds(stack, database)
