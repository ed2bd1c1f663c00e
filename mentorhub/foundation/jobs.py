"""Periodic tasks run on their intervals and when woken: huey carries the wake-up, the database says what is due.

A lost or doubled wake-up changes nothing: every task looks for its own work. A run is bounded in time (`due_work`);
one that was cut short is due again at once, after the others of its lane.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey
from huey.serializer import SignedSerializer
from sqlalchemy import String, delete, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Mapped, mapped_column

from mentorhub.foundation import clock
from mentorhub.foundation.config import Settings, extension
from mentorhub.foundation.database.outages import outage_of
from mentorhub.foundation.database.sessions import leave_database, reading, transaction
from mentorhub.foundation.database.tables import Model, db
from mentorhub.foundation.database.viewers import SYSTEM, asking_for_nobody
from mentorhub.foundation.due_work import RUN_SECONDS, Run, within

log = logging.getLogger(__name__)
MISSED_RUNS = 3  # so many intervals without a success, and something is wrong
GRACE = dt.timedelta(minutes=1)
NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


class TaskRun(Model):
    """What is known of a periodic task: health and `operations` read only this table."""

    __tablename__ = "task_run"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    interval_seconds: Mapped[int]
    scheduled_at: Mapped[dt.datetime | None]
    last_started_at: Mapped[dt.datetime | None]
    last_success_at: Mapped[dt.datetime | None]
    backlog: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")

    def is_late(self, now: dt.datetime) -> bool:
        """Whether it has not succeeded for three of its intervals and a minute, in which a worker may restart."""
        since = self.last_success_at or self.scheduled_at
        allowed = MISSED_RUNS * dt.timedelta(seconds=self.interval_seconds) + GRACE
        return since is None or now - since > allowed


@dataclass(frozen=True)
class PeriodicTask:
    """Due work of one kind. `run` does what is due and returns how much is left (its backlog).

    The periodic tasks of a lane take turns on a thread of their own: what one lane waits for delays no other.
    """

    name: str
    interval_seconds: int
    run: Callable[[], int]
    lane: str = ""


class AppLike(Protocol):
    """The one thing this module needs of the app."""

    def app_context(self) -> AbstractContextManager[Any]:
        """A context in which settings and database are reachable."""


class Jobs:
    """The app's periodic tasks and the queue that wakes them."""

    def __init__(self, app: AppLike, huey: Huey, tasks: Sequence[PeriodicTask] = ()) -> None:
        self.app = app
        self.huey = huey
        self.tasks: dict[str, PeriodicTask] = {}
        self.stopping = threading.Event()
        self._one_at_a_time: dict[str, threading.Lock] = {}
        self._cut_short: dict[str, set[Hashable]] = {}  # and what each has tried
        self._woken: set[str] = set()  # while they ran
        self._wake = huey.task(name="wake")(self.run)
        self.take(tasks)

    def take(self, tasks: Sequence[PeriodicTask]) -> None:
        """Take up these periodic tasks: a worker does, a process that only answers requests does not."""
        for task in tasks:
            self.tasks[task.name] = task
            self._one_at_a_time[task.name] = threading.Lock()

    def wake(self, name: str) -> None:
        """Ask a worker to run this periodic task soon; call it after the commit that made the work."""
        self._wake(name)

    def run(self, name: str) -> None:
        """Run one periodic task now and record how it went; its error is recorded, not raised.

        Where it runs already, this returns at once: it is due again when it has ended.
        """
        if not self._one_at_a_time[name].acquire(blocking=False):
            self._woken.add(name)
            return
        try:
            self._woken.discard(name)
            with self.app.app_context(), asking_for_nobody():
                self._run(name)
        finally:
            self._one_at_a_time[name].release()

    def _run(self, name: str) -> None:
        started = clock.now()
        run = Run(
            seconds=RUN_SECONDS,
            tried=self._cut_short.pop(name, None),
            is_stopping=self.stopping.is_set,
        )
        try:
            with within(run):
                backlog = self.tasks[name].run()
        except Exception as error:
            log_failure(error, f"periodic task {name} failed")
            leave_database()
            self._record(name, started, error=error)
        else:
            if run.is_cut_short:
                self._cut_short[name] = run.tried
            self._record(name, started, backlog=backlog)

    def write_intervals(self) -> None:
        """At a worker's start: one row per task, so that one that never ran is seen as late, and none for the rest."""
        with self.app.app_context(), transaction(viewer=SYSTEM) as session:
            now = clock.now()
            session.execute(delete(TaskRun).where(TaskRun.name.not_in(self.tasks)))
            for task in self.tasks.values():
                row = session.get(TaskRun, task.name)
                if row is None:
                    row = TaskRun(name=task.name, scheduled_at=now)
                    session.add(row)
                row.interval_seconds = task.interval_seconds

    @property
    def lanes(self) -> list[str]:
        """The lanes of its periodic tasks."""
        return sorted({task.lane for task in self.tasks.values()})

    def due(self, lane: str | None = None) -> list[str]:
        """The periodic tasks (of a lane) whose interval has passed since they last started, or that were cut short.

        The one that started longest ago comes first, so that tasks which always find work never block the others.
        """
        with self.app.app_context():
            now = clock.now()
            rows = db.session.execute(select(TaskRun.name, TaskRun.last_started_at))
            started = {name: last or NEVER for name, last in rows}
        names = []
        for task in self.tasks.values():
            since = now - started.get(task.name, NEVER)
            is_due = since.total_seconds() >= task.interval_seconds
            if lane in {None, task.lane} and (is_due or self.is_unfinished(task.name)):
                names.append(task.name)
        return sorted(names, key=lambda name: started.get(name, NEVER))

    def is_unfinished(self, name: str) -> bool:
        """Whether it was cut short, or woken while it ran."""
        return name in self._cut_short or name in self._woken

    def _record(
        self, name: str, started: dt.datetime, *, backlog: int = 0, error: Exception | None = None
    ) -> None:
        with transaction(viewer=SYSTEM) as session:
            row = session.get(TaskRun, name)
            if row is None:
                row = TaskRun(name=name, interval_seconds=self.tasks[name].interval_seconds)
                session.add(row)
            row.last_started_at = started
            if error is None:
                row.last_success_at, row.backlog, row.failures, row.last_error = (
                    started,
                    backlog,
                    0,
                    "",
                )
            else:
                row.failures = (row.failures or 0) + 1
                row.last_error = type(error).__name__


def late_tasks(*, now: dt.datetime) -> list[str]:
    """Names of the periodic tasks that a worker has taken up and that are late, in order."""
    with reading(viewer=SYSTEM) as session:
        runs = session.scalars(select(TaskRun).order_by(TaskRun.name))
        return [run.name for run in runs if run.is_late(now)]


def log_failure(error: Exception, said: str) -> None:
    """With its trace, but for a database that is away: that is one line."""
    outage = outage_of(error)
    log.error("%s%s", said, f": {outage}" if outage else "", exc_info=None if outage else error)


def wake(name: str) -> None:
    """Wake a periodic task of the current app."""
    jobs = extension("jobs")
    assert isinstance(jobs, Jobs)
    jobs.wake(name)


def huey_for(settings: Settings) -> Huey:
    """The queue beside the database: PostgreSQL's own, a file next to SQLite's, memory in tests."""
    serializer = SignedSerializer(secret=settings.secret_key)
    if settings.testing:
        return MemoryHuey("mentorhub", results=False, serializer=serializer)
    url = make_url(settings.database_url)
    if settings.is_sqlite:
        file = Path(url.database or "mentorhub.db").with_suffix(".jobs.db")
        return SqliteHuey("mentorhub", filename=str(file), results=False, serializer=serializer)
    dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey(
        "mentorhub", dsn=dsn, results=False, create_tables=False, serializer=serializer
    )


def create_queue_tables(settings: Settings) -> None:
    """Part of `mentorhub upgrade`, under the role that owns the schema; needs nothing on SQLite."""
    if not settings.is_sqlite:
        dsn = make_url(settings.database_url).set(drivername="postgresql")
        queue = PostgresHuey(
            "mentorhub", dsn=dsn.render_as_string(hide_password=False), create_tables=True
        )
        queue.storage.close()
